/// Student's t distribution, moved and stretched.
public struct StudentT: Distribution, Hashable {
  /// The degrees of freedom ν.
  public let df: Double
  /// The centre μ.
  public let loc: Double
  /// The scale σ; not the standard deviation.
  public let scale: Double

  private let logNormalizer: Double
  /// σ √ν: the density is a power of 1 + ((x − μ)/width)².
  private let width: Double

  /// - Parameters:
  ///   - df: the degrees of freedom, positive and finite.
  ///   - loc: the centre, finite.
  ///   - scale: positive and finite.
  /// - Throws: ``DistributionError`` if an argument is outside its domain.
  public init(df: Double, loc: Double, scale: Double) throws(DistributionError) {
    self.df = try Argument.positive("df", df)
    self.loc = try Argument.finite("loc", loc)
    self.scale = try Argument.positive("scale", scale)
    width = scale * df.squareRoot()
    logNormalizer =
      -SpecialFunctions.logBeta(0.5 * df, 0.5) - 0.5 * VectorMath.log(df) - VectorMath.log(scale)
  }

  /// The whole real line.
  public var support: Support { .real }

  /// −(ν + 1)/2 · ln(1 + r²) − ln(σ√ν B(ν/2, ½)) with r = (x − μ)/(σ√ν), and its derivative.
  public func logDensityAndGradient(at x: Double) -> (logDensity: Double, gradient: Double) {
    let r = (x - loc) / width
    guard r.isFinite else { return impossible }
    let (logTerm, slope) = Cauchy.logOnePlusSquare(r)
    return (logNormalizer - 0.5 * (df + 1) * logTerm, -(df + 1) * slope / width)
  }

  /// μ for ν > 1; undefined otherwise.
  public var mean: Double { df > 1 ? loc : .nan }

  /// σ² ν/(ν − 2) for ν > 2; infinite for ν > 1; undefined otherwise.
  public var variance: Double {
    df > 2 ? scale * scale * (df / (df - 2)) : df > 1 ? .infinity : .nan
  }

  /// ½ I(ν/2, ½) at 1/(1 + r²) for r < 0.
  public func cumulative(_ x: Double) -> Double {
    let r = (x - loc) / width
    guard !r.isNaN else { return .nan }
    let isFar = abs(r) > 1
    let small = isFar ? 1 / r / r : r * r
    let (minor, major) = (small / (1 + small), 1 / (1 + small))
    let tails = SpecialFunctions.betaTails(
      0.5 * df, 0.5, at: isFar ? minor : major, complement: isFar ? major : minor)
    return r < 0 ? 0.5 * tails.lower : 0.5 + 0.5 * tails.upper
  }

  /// From the log odds of 1/(1 + r²).
  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else { return support.end(at: p) }
    let tail = min(p, 1 - p)
    let logOdds = SpecialFunctions.betaQuantileLogOdds(
      0.5 * df, 0.5, SpecialFunctions.Tails(lower: 2 * tail))
    let distance = width * VectorMath.exp(-0.5 * logOdds)
    return p < 0.5 ? loc - distance : loc + distance
  }

  /// A normal over the root of a chi-squared variate's mean square.
  public func sample(using random: inout RandomStream) -> Double {
    let meanSquare = random.gamma(concentration: 0.5 * df) / (0.5 * df)
    return support.finiteInside(loc + scale * random.normal() / meanSquare.squareRoot())
  }
}
