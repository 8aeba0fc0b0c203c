/// The Cauchy distribution.
public struct Cauchy: Distribution, Hashable {
  /// The centre μ, which is the median.
  public let loc: Double
  /// The scale σ: half of the interquartile range.
  public let scale: Double

  private let logNormalizer: Double

  /// - Parameters:
  ///   - loc: the median, finite.
  ///   - scale: half of the interquartile range, positive and finite.
  /// - Throws: ``DistributionError`` if an argument is outside its domain.
  public init(loc: Double, scale: Double) throws(DistributionError) {
    self.loc = try Argument.finite("loc", loc)
    self.scale = try Argument.positive("scale", scale)
    logNormalizer = -VectorMath.log(.pi) - VectorMath.log(scale)
  }

  /// The whole real line.
  public var support: Support { .real }

  /// −ln(1 + z²) − ln πσ with z = (x − μ)/σ, and −2z/(1 + z²)/σ.
  public func logDensityAndGradient(at x: Double) -> (logDensity: Double, gradient: Double) {
    let z = (x - loc) / scale
    guard z.isFinite else { return impossible }
    let (logTerm, slope) = Self.logOnePlusSquare(z)
    return (logNormalizer - logTerm, -2 * slope / scale)
  }

  /// Undefined.
  public var mean: Double { .nan }

  /// Undefined.
  public var variance: Double { .nan }

  /// ½ + arctan(z)/π; arctan(−1/z)/π in the lower tail.
  public func cumulative(_ x: Double) -> Double {
    let z = (x - loc) / scale
    return z < -1
      ? SpecialFunctions.arctangent(-1 / z) / .pi : 0.5 + SpecialFunctions.arctangent(z) / .pi
  }

  /// μ + σ tan(π(p − ½)).
  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else { return support.end(at: p) }
    let distance = scale / SpecialFunctions.tangentOfPiTimes(min(p, 1 - p))
    return p < 0.5 ? loc - distance : loc + distance
  }

  /// A ratio of normals.
  public func sample(using random: inout RandomStream) -> Double {
    let ratio = random.normal() / random.normal()
    return ratio.isNaN ? loc : support.finiteInside(loc + scale * ratio)
  }

  /// ln(1 + z²) and z/(1 + z²) for finite z, also where z² overflows.
  static func logOnePlusSquare(_ z: Double) -> (log: Double, slope: Double) {
    let size = abs(z)
    return size < 1e9
      ? (VectorMath.log1p(z * z), z / (1 + z * z)) : (2 * VectorMath.log(size), 1 / z)
  }
}
