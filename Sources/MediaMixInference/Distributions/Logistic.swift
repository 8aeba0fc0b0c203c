/// The logistic distribution.
public struct Logistic: Distribution, Hashable {
  /// The mean and median μ.
  public let loc: Double
  /// The scale s; the standard deviation is sπ/√3.
  public let scale: Double

  private let logScale: Double

  /// - Parameters:
  ///   - loc: the mean, finite.
  ///   - scale: positive and finite.
  /// - Throws: ``DistributionError`` if an argument is outside its domain.
  public init(loc: Double, scale: Double) throws(DistributionError) {
    self.loc = try Argument.finite("loc", loc)
    self.scale = try Argument.positive("scale", scale)
    logScale = VectorMath.log(scale)
  }

  /// The whole real line.
  public var support: Support { .real }

  /// −|z| − 2 ln(1 + e^(−|z|)) − ln s with z = (x − μ)/s, and −tanh(z/2)/s.
  public func logDensityAndGradient(at x: Double) -> (logDensity: Double, gradient: Double) {
    let z = (x - loc) / scale
    guard z.isFinite else { return impossible }
    let size = abs(z)
    let small = VectorMath.exp(-size)
    let slope = (1 - small) / (1 + small) / scale
    return (-size - 2 * VectorMath.log1p(small) - logScale, z > 0 ? -slope : slope)
  }

  /// μ.
  public var mean: Double { loc }

  /// s²π²/3.
  public var variance: Double { scale * scale * .pi * .pi / 3 }

  /// 1/(1 + e^(−z)).
  public func cumulative(_ x: Double) -> Double {
    let z = (x - loc) / scale
    let small = VectorMath.exp(-abs(z))
    return z < 0 ? small / (1 + small) : 1 / (1 + small)
  }

  /// μ + s ln(p/(1 − p)).
  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else { return support.end(at: p) }
    return loc + scale * (VectorMath.log(p) - VectorMath.log1p(-p))
  }
}
