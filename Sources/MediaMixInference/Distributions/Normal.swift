/// The normal distribution.
public struct Normal: Distribution, Hashable {
  /// The mean μ.
  public let loc: Double
  /// The standard deviation σ.
  public let scale: Double

  private let logNormalizer: Double

  /// - Parameters:
  ///   - loc: the mean, finite.
  ///   - scale: the standard deviation, positive and finite.
  /// - Throws: ``DistributionError`` if an argument is outside its domain.
  public init(loc: Double, scale: Double) throws(DistributionError) {
    self.loc = try Argument.finite("loc", loc)
    self.scale = try Argument.positive("scale", scale)
    logNormalizer = -VectorMath.log(scale) - SpecialFunctions.halfLogTwoPi
  }

  /// The whole real line.
  public var support: Support { .real }

  /// −z²/2 − ln σ − ½ ln 2π with z = (x − μ)/σ, and −z/σ.
  public func logDensityAndGradient(at x: Double) -> (logDensity: Double, gradient: Double) {
    let z = (x - loc) / scale
    guard z.isFinite else { return impossible }
    return (logNormalizer - 0.5 * z * z, -z / scale)
  }

  /// μ.
  public var mean: Double { loc }

  /// σ².
  public var variance: Double { scale * scale }

  /// Φ(z).
  public func cumulative(_ x: Double) -> Double {
    SpecialFunctions.normalCDF((x - loc) / scale)
  }

  /// μ + σ Φ⁻¹(p).
  public func quantile(_ p: Double) -> Double {
    loc + scale * SpecialFunctions.normalQuantile(p)
  }

  /// μ plus σ times a standard normal.
  public func sample(using random: inout RandomStream) -> Double {
    support.finiteInside(loc + scale * random.normal())
  }
}
