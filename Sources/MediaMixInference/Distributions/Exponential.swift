/// The exponential distribution.
public struct Exponential: Distribution, Hashable {
  /// The rate λ, 1/mean.
  public let rate: Double

  private let logRate: Double

  /// - Parameter rate: 1/mean, positive and finite.
  /// - Throws: ``DistributionError`` if `rate` is outside its domain.
  public init(rate: Double) throws(DistributionError) {
    self.rate = try Argument.positive("rate", rate)
    logRate = VectorMath.log(rate)
  }

  /// The positive numbers; the density is finite at 0.
  public var support: Support { .above(0) }

  /// ln λ − λx, and −λ.
  public func logDensityAndGradient(at x: Double) -> (logDensity: Double, gradient: Double) {
    x >= 0 && x < .infinity ? (logRate - rate * x, -rate) : impossible
  }

  /// 1/λ.
  public var mean: Double { 1 / rate }

  /// 1/λ².
  public var variance: Double { 1 / rate / rate }

  /// 1 − e^(−λx).
  public func cumulative(_ x: Double) -> Double {
    guard support.contains(x) else { return support.cumulativeOutside(x) }
    return -VectorMath.expm1(-rate * x)
  }

  /// −ln(1 − p)/λ.
  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else { return support.end(at: p) }
    return -VectorMath.log1p(-p) / rate
  }

  /// An exponential variate of rate 1 over λ.
  public func sample(using random: inout RandomStream) -> Double {
    support.finiteInside(random.exponential() / rate)
  }
}
