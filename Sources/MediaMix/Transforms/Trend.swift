internal import CMediaMixVector
internal import MediaMixInference

/// The trend's shape t^e, t = 0, 1, …, which is 0 at t = 0.
struct Trend: Sendable {
  /// log t, with −∞ at t = 0 so that the power is 0 there.
  private let logarithms: [Double]
  /// The same with 0 at t = 0, where the power's derivative is 0 whatever the exponent.
  private let finiteLogarithms: [Double]

  /// The trend over `periods` ≥ 1 periods.
  init(periods: Int) {
    logarithms = (0..<periods).map { $0 == 0 ? -.infinity : VectorMath.log(Double($0)) }
    finiteLogarithms = logarithms.map { max($0, 0) }
  }

  /// t^`exponent` into `result`, `[time]`; `exponent` > 0.
  func forward(exponent: Double, into result: inout [Double]) {
    for t in logarithms.indices { result[t] = exponent * logarithms[t] }
    var result = result.mutableSpan
    VectorMath.exp(inPlace: &result)
  }

  /// The derivative by the exponent, t^exponent·log t, of `values`, `[time]`, into `result`.
  func derivative(of values: [Double], into result: inout [Double]) {
    for t in logarithms.indices.dropFirst() { result[t] = values[t] * logarithms[t] }
    result[0] = 0
  }

  /// The derivative by the exponent of Σ `gradient`·`values`, `[time]` each.
  func pullback(_ gradient: [Double], values: [Double]) -> Double {
    mmv_dot_product(.best, gradient, values, finiteLogarithms, values.count)
  }
}
