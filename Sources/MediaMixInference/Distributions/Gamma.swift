/// The gamma distribution.
public struct Gamma: Distribution, Hashable {
  /// The concentration α, also called shape.
  public let concentration: Double
  /// The rate β, 1/scale.
  public let rate: Double

  private let logNormalizer: Double
  private let exponent: Double

  /// - Parameters:
  ///   - concentration: positive and finite.
  ///   - rate: positive and finite.
  /// - Throws: ``DistributionError`` if an argument is outside its domain.
  public init(concentration: Double, rate: Double) throws(DistributionError) {
    self.concentration = try Argument.positive("concentration", concentration)
    self.rate = try Argument.positive("rate", rate)
    logNormalizer =
      concentration * VectorMath.log(rate) - SpecialFunctions.logGamma(concentration)
    exponent = concentration - 1
  }

  /// The positive numbers; the density is finite at 0 for α ≥ 1.
  public var support: Support { .above(0) }

  /// (α − 1) ln x − βx + α ln β − ln Γ(α), and (α − 1)/x − β.
  public func logDensityAndGradient(at x: Double) -> (logDensity: Double, gradient: Double) {
    if exponent == 0 && x == 0 { return (logNormalizer, -rate) }
    guard x > 0 && x < .infinity else { return impossible }
    return (
      exponent * VectorMath.log(x) - rate * x + logNormalizer,
      exponent / x - rate
    )
  }

  /// α/β.
  public var mean: Double { concentration / rate }

  /// α/β².
  public var variance: Double { concentration / rate / rate }

  /// P(α, βx).
  public func cumulative(_ x: Double) -> Double {
    guard support.contains(x) else { return support.cumulativeOutside(x) }
    return SpecialFunctions.regularizedGammaP(concentration, rate * x)
  }

  /// The inverse of P, by Newton's method.
  public func quantile(_ p: Double) -> Double {
    SpecialFunctions.inverseRegularizedGammaP(concentration, p) / rate
  }

  /// A gamma variate of rate 1 over β.
  public func sample(using random: inout RandomStream) -> Double {
    support.finiteInside(random.gamma(concentration: concentration) / rate)
  }
}
