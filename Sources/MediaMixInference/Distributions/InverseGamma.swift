/// The distribution of 1/X for a gamma X.
public struct InverseGamma: Distribution, Hashable {
  /// The concentration α of X.
  public let concentration: Double
  /// The rate β of X, which is the scale of 1/X.
  public let rate: Double

  private let logNormalizer: Double

  /// - Parameters:
  ///   - concentration: positive and finite.
  ///   - rate: positive and finite.
  /// - Throws: ``DistributionError`` if an argument is outside its domain.
  public init(concentration: Double, rate: Double) throws(DistributionError) {
    self.concentration = try Argument.positive("concentration", concentration)
    self.rate = try Argument.positive("rate", rate)
    logNormalizer =
      concentration * VectorMath.log(rate) - SpecialFunctions.logGamma(concentration)
  }

  /// The positive numbers.
  public var support: Support { .above(0) }

  /// −(α + 1) ln x − β/x + α ln β − ln Γ(α), and (β/x − (α + 1))/x;
  /// impossible where β/x² overflows.
  public func logDensityAndGradient(at x: Double) -> (logDensity: Double, gradient: Double) {
    let ratio = rate / x
    let exponent = concentration + 1
    let gradient = (ratio - exponent) / x
    guard x > 0 && x < .infinity && gradient.isFinite else { return impossible }
    return (logNormalizer - exponent * VectorMath.log(x) - ratio, gradient)
  }

  /// β/(α − 1) for α > 1; infinite otherwise.
  public var mean: Double { concentration > 1 ? rate / (concentration - 1) : .infinity }

  /// β²/((α − 1)² (α − 2)) for α > 2; infinite otherwise.
  public var variance: Double {
    concentration > 2 ? mean * mean / (concentration - 2) : .infinity
  }

  /// Q(α, β/x).
  public func cumulative(_ x: Double) -> Double {
    guard support.contains(x) else { return support.cumulativeOutside(x) }
    return SpecialFunctions.regularizedGammaQ(concentration, rate / x)
  }

  /// β over the gamma distribution's quantile of 1 − p.
  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else { return support.end(at: p) }
    return rate
      / SpecialFunctions.gammaQuantile(
        concentration: concentration, SpecialFunctions.Tails(upper: p))
  }

  /// β over a gamma variate.
  public func sample(using random: inout RandomStream) -> Double {
    support.finiteInside(rate / random.gamma(concentration: concentration))
  }
}
