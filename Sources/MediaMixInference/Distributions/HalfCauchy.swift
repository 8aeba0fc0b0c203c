/// The distribution of |X| for a Cauchy X with median 0.
public struct HalfCauchy: Distribution, Hashable {
  /// The scale σ of X, which is the median of |X|.
  public let scale: Double

  private let logNormalizer: Double

  /// - Parameter scale: the median, positive and finite.
  /// - Throws: ``DistributionError`` if `scale` is outside its domain.
  public init(scale: Double) throws(DistributionError) {
    self.scale = try Argument.positive("scale", scale)
    logNormalizer = VectorMath.log(2 / .pi) - VectorMath.log(scale)
  }

  /// The positive numbers; the density is finite at 0.
  public var support: Support { .above(0) }

  /// −ln(1 + z²) + ln(2/πσ) with z = x/σ, and −2z/(1 + z²)/σ.
  public func logDensityAndGradient(at x: Double) -> (logDensity: Double, gradient: Double) {
    let z = x / scale
    guard x >= 0 && z < .infinity else { return impossible }
    let (logTerm, slope) = Cauchy.logOnePlusSquare(z)
    return (logNormalizer - logTerm, -2 * slope / scale)
  }

  /// Infinite.
  public var mean: Double { .infinity }

  /// Infinite.
  public var variance: Double { .infinity }

  /// 2 arctan(z)/π.
  public func cumulative(_ x: Double) -> Double {
    guard support.contains(x) else { return support.cumulativeOutside(x) }
    return SpecialFunctions.arctangent(x / scale) * 2 / .pi
  }

  /// σ tan(πp/2).
  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else { return support.end(at: p) }
    return p <= 0.5
      ? scale * SpecialFunctions.tangentOfPiTimes(0.5 * p)
      : scale / SpecialFunctions.tangentOfPiTimes(0.5 * (1 - p))
  }

  /// The size of a ratio of normals.
  public func sample(using random: inout RandomStream) -> Double {
    let ratio = abs(random.normal() / random.normal())
    return support.finiteInside(scale * (ratio.isNaN ? 1 : ratio))
  }
}
