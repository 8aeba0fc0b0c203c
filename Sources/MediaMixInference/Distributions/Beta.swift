/// The beta distribution.
public struct Beta: Distribution, Hashable {
  /// α: the density goes like x^(α − 1) near 0.
  public let concentration1: Double
  /// β: the density goes like (1 − x)^(β − 1) near 1.
  public let concentration0: Double

  private let logNormalizer: Double
  private let exponent1: Double
  private let exponent0: Double

  /// - Parameters:
  ///   - concentration1: α, positive and finite.
  ///   - concentration0: β, positive and finite.
  /// - Throws: ``DistributionError`` if an argument is outside its domain.
  public init(concentration1: Double, concentration0: Double) throws(DistributionError) {
    self.concentration1 = try Argument.positive("concentration1", concentration1)
    self.concentration0 = try Argument.positive("concentration0", concentration0)
    logNormalizer = -SpecialFunctions.logBeta(concentration1, concentration0)
    exponent1 = concentration1 - 1
    exponent0 = concentration0 - 1
  }

  /// The unit interval; the density is finite at 0 for α ≥ 1 and at 1 for β ≥ 1.
  public var support: Support { .interval(0, 1) }

  /// (α − 1) ln x + (β − 1) ln(1 − x) − ln B(α, β), and (α − 1)/x − (β − 1)/(1 − x).
  public func logDensityAndGradient(at x: Double) -> (logDensity: Double, gradient: Double) {
    guard (x > 0 || (x == 0 && exponent1 == 0)) && (x < 1 || (x == 1 && exponent0 == 0)) else {
      return impossible
    }
    // A factor to the power of 0 is left out: at its end of the interval it would be 0 · ∞.
    var logDensity = logNormalizer
    var gradient = 0.0
    if exponent1 != 0 {
      logDensity += exponent1 * VectorMath.log(x)
      gradient += exponent1 / x
    }
    if exponent0 != 0 {
      logDensity += exponent0 * VectorMath.log1p(-x)
      gradient -= exponent0 / (1 - x)
    }
    return (logDensity, gradient)
  }

  /// α/(α + β).
  public var mean: Double { concentration1 / (concentration1 + concentration0) }

  /// αβ/((α + β)² (α + β + 1)).
  public var variance: Double {
    let total = concentration1 + concentration0
    return (concentration1 / total) * (concentration0 / total) / (total + 1)
  }

  /// Iₓ(α, β).
  public func cumulative(_ x: Double) -> Double {
    guard support.contains(x) else { return support.cumulativeOutside(x) }
    return SpecialFunctions.regularizedBeta(concentration1, concentration0, x)
  }

  /// The inverse of Iₓ, by Newton's method.
  public func quantile(_ p: Double) -> Double {
    SpecialFunctions.inverseRegularizedBeta(concentration1, concentration0, p)
  }

  /// A ratio of gamma variates.
  public func sample(using random: inout RandomStream) -> Double {
    random.beta(concentration1: concentration1, concentration0: concentration0)
  }
}
