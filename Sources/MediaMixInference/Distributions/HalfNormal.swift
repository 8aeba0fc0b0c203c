/// The distribution of |X| for a normal X of mean 0.
public struct HalfNormal: Distribution, Hashable {
  /// The standard deviation σ of X.
  public let scale: Double

  private let logNormalizer: Double

  /// - Parameter scale: the standard deviation of X, positive and finite.
  /// - Throws: ``DistributionError`` if `scale` is outside its domain.
  public init(scale: Double) throws(DistributionError) {
    self.scale = try Argument.positive("scale", scale)
    logNormalizer = 0.5 * VectorMath.log(2 / .pi) - VectorMath.log(scale)
  }

  /// The half-normal distribution with that ``mean``: its scale is the mean times √(π/2).
  ///
  /// - Parameter mean: positive and finite.
  /// - Throws: ``DistributionError`` if `mean`, or the scale that follows from it, is outside its
  ///   domain.
  public init(mean: Double) throws(DistributionError) {
    try self.init(scale: Argument.positive("mean", mean) * (SpecialFunctions.rootTwoPi / 2))
  }

  /// The positive numbers; the density is finite at 0.
  public var support: Support { .above(0) }

  /// −z²/2 − ln σ + ½ ln(2/π) with z = x/σ, and −z/σ.
  public func logDensityAndGradient(at x: Double) -> (logDensity: Double, gradient: Double) {
    let z = x / scale
    guard x >= 0 && z < .infinity else { return impossible }
    return (logNormalizer - 0.5 * z * z, -z / scale)
  }

  /// σ √(2/π).
  public var mean: Double { scale * 2 / SpecialFunctions.rootTwoPi }

  /// σ² (1 − 2/π).
  public var variance: Double { scale * scale * (1 - 2 / .pi) }

  /// 2Φ(z) − 1.
  public func cumulative(_ x: Double) -> Double {
    guard support.contains(x) else { return support.cumulativeOutside(x) }
    return 2 * SpecialFunctions.normalCDFExcess(x / scale)
  }

  /// σ Φ⁻¹((1 + p)/2).
  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else { return support.end(at: p) }
    return p <= 0.5
      ? scale * SpecialFunctions.centralNormalQuantile(excess: 0.5 * p)
      : -scale * SpecialFunctions.normalQuantile(0.5 * (1 - p))
  }

  /// σ times the size of a standard normal.
  public func sample(using random: inout RandomStream) -> Double {
    support.finiteInside(scale * abs(random.normal()))
  }
}
