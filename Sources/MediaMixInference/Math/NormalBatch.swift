/// The standard normal distribution at many points at once: one Mills ratio, exponential and
/// logarithm for each, eight at a time.
package struct NormalBatch: Sendable {
  /// φ and Φ at one point x.
  package struct Image: Sendable, Hashable {
    /// x.
    package var argument: Double
    /// φ(x).
    package var density: Double
    /// Φ(x).
    package var cumulative: Double
    /// ln Φ(x), which is finite where Φ(x) underflows.
    package var logCumulative: Double
    /// φ(x)/Φ(x), the derivative of ln Φ(x).
    package var hazard: Double
    /// φ(x) + xΦ(x), the integral of Φ up to x.
    package var integral: Double
  }

  /// The number of points.
  package let count: Int
  /// Padded to a multiple of eight with zeros, as are the others.
  private var arguments: [Double]
  private var densities: [Double]
  private var ratios: [Double]
  private var logarithms: [Double]

  /// Room for `count` points.
  package init(count: Int) {
    self.count = count
    arguments = Array(repeating: 0, count: (count + 7) / 8 * 8)
    (densities, ratios, logarithms) = (arguments, arguments, arguments)
  }

  /// The point at `index` of the batch, finite.
  package subscript(argument index: Int) -> Double {
    get { arguments[index] }
    set { arguments[index] = newValue }
  }

  /// Computes ``subscript(_:)`` of all points.
  package mutating func evaluate() {
    for i in arguments.indices { densities[i] = -0.5 * arguments[i] * arguments[i] }
    densities.exponentiate()
    for first in stride(from: 0, to: arguments.count, by: 8) {
      var x = SIMD8<Double>()
      for lane in 0..<8 { x[lane] = abs(arguments[first + lane]) }
      let ratio = SpecialFunctions.millsRatio(x)
      for lane in 0..<8 { ratios[first + lane] = ratio[lane] }
    }
    for i in arguments.indices {
      densities[i] /= SpecialFunctions.rootTwoPi
      logarithms[i] = arguments[i] < 0 ? ratios[i] : 1 - densities[i] * ratios[i]
    }
    logarithms.takeLogarithm()
  }

  /// What the last ``evaluate()`` found at a point.
  ///
  /// Relative errors are a few ulps where |x| < 8 and grow like x²·2⁻⁵³ beyond.
  package subscript(index: Int) -> Image {
    let (x, density, ratio) = (arguments[index], densities[index], ratios[index])
    guard x < 0 else {
      let tail = density * ratio
      let cumulative = 1 - tail
      // ln(1 − tail), from the logarithm of the rounded 1 − tail (Kahan).
      let logCumulative =
        cumulative == 1 ? -tail : logarithms[index] * (tail / (1 - cumulative))
      return Image(
        argument: x, density: density, cumulative: cumulative, logCumulative: logCumulative,
        hazard: density / cumulative, integral: density + x * cumulative)
    }
    return Image(
      argument: x, density: density, cumulative: density * ratio,
      logCumulative: logarithms[index] - 0.5 * x * x - SpecialFunctions.halfLogTwoPi,
      hazard: 1 / ratio, integral: density * max(0, 1 + x * ratio))
  }
}

extension NormalBatch {
  /// The image of a single point.
  package static func image(of argument: Double) -> Image {
    var batch = NormalBatch(count: 1)
    batch[argument: 0] = argument
    batch.evaluate()
    return batch[0]
  }
}

extension [Double] {
  fileprivate mutating func exponentiate() {
    var span = mutableSpan
    VectorMath.exp(inPlace: &span)
  }

  fileprivate mutating func takeLogarithm() {
    var span = mutableSpan
    VectorMath.log(inPlace: &span)
  }
}
