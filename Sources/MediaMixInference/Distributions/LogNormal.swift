/// The distribution of a positive number whose logarithm is normal.
public struct LogNormal: Distribution, Hashable {
  /// The mean μ of the logarithm.
  public let loc: Double
  /// The standard deviation σ of the logarithm.
  public let scale: Double

  private let logNormalizer: Double

  /// - Parameters:
  ///   - loc: the mean of the logarithm, finite.
  ///   - scale: the standard deviation of the logarithm, positive and finite.
  /// - Throws: ``DistributionError`` if an argument is outside its domain.
  public init(loc: Double, scale: Double) throws(DistributionError) {
    self.loc = try Argument.finite("loc", loc)
    self.scale = try Argument.positive("scale", scale)
    logNormalizer = -VectorMath.log(scale) - SpecialFunctions.halfLogTwoPi
  }

  /// The positive numbers.
  public var support: Support { .above(0) }

  /// −z²/2 − ln x − ln σ − ½ ln 2π with z = (ln x − μ)/σ, and −(1 + z/σ)/x.
  public func logDensityAndGradient(at x: Double) -> (logDensity: Double, gradient: Double) {
    guard x > 0 && x < .infinity else { return impossible }
    let logX = VectorMath.log(x)
    let z = (logX - loc) / scale
    guard z.isFinite else { return impossible }
    return (logNormalizer - logX - 0.5 * z * z, -(1 + z / scale) / x)
  }

  /// exp(μ + σ²/2).
  public var mean: Double { VectorMath.exp(loc + 0.5 * scale * scale) }

  /// (exp σ² − 1) exp(2μ + σ²).
  public var variance: Double {
    VectorMath.expm1(scale * scale) * VectorMath.exp(2 * loc + scale * scale)
  }

  /// Φ(z).
  public func cumulative(_ x: Double) -> Double {
    guard support.contains(x) else { return support.cumulativeOutside(x) }
    return SpecialFunctions.normalCDF((VectorMath.log(x) - loc) / scale)
  }

  /// exp(μ + σ Φ⁻¹(p)).
  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else { return support.end(at: p) }
    return VectorMath.exp(loc + scale * SpecialFunctions.normalQuantile(p))
  }

  /// The exponential of a normal.
  public func sample(using random: inout RandomStream) -> Double {
    support.finiteInside(VectorMath.exp(loc + scale * random.normal()))
  }
}
