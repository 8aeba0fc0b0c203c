/// The Weibull distribution.
public struct Weibull: Distribution, Hashable {
  /// The scale λ, the quantile of 1 − 1/e.
  public let scale: Double
  /// The concentration k, also called shape.
  public let concentration: Double

  private let logScale: Double
  private let logNormalizer: Double

  /// - Parameters:
  ///   - scale: positive and finite.
  ///   - concentration: positive and finite.
  /// - Throws: ``DistributionError`` if an argument is outside its domain.
  public init(scale: Double, concentration: Double) throws(DistributionError) {
    self.scale = try Argument.positive("scale", scale)
    self.concentration = try Argument.positive("concentration", concentration)
    logScale = VectorMath.log(scale)
    logNormalizer = VectorMath.log(concentration) - logScale
  }

  /// The positive numbers; the density is finite at 0 for k ≥ 1.
  public var support: Support { .above(0) }

  /// (k − 1) ln z − z^k + ln(k/λ) with z = x/λ, and (k − 1 − k z^k)/x.
  public func logDensityAndGradient(at x: Double) -> (logDensity: Double, gradient: Double) {
    if concentration == 1 && x == 0 { return (logNormalizer, -1 / scale) }
    guard x > 0 && x < .infinity else { return impossible }
    let logZ = VectorMath.log(x) - logScale
    let power = VectorMath.exp(concentration * logZ)
    let exponent = concentration - 1
    return (logNormalizer + exponent * logZ - power, (exponent - concentration * power) / x)
  }

  /// λ Γ(1 + 1/k).
  public var mean: Double {
    scale * VectorMath.exp(SpecialFunctions.logGamma(1 + 1 / concentration))
  }

  /// λ² (Γ(1 + 2/k) − Γ(1 + 1/k)²).
  public var variance: Double {
    let logMean = SpecialFunctions.logGamma(1 + 1 / concentration)
    let logSquare = SpecialFunctions.logGamma(1 + 2 / concentration)
    return logSquare < 700
      ? mean * mean * VectorMath.expm1(logSquare - 2 * logMean)
      : VectorMath.exp(logSquare + 2 * logScale)
  }

  /// 1 − exp(−z^k).
  public func cumulative(_ x: Double) -> Double {
    guard support.contains(x) else { return support.cumulativeOutside(x) }
    let power = VectorMath.exp(concentration * (VectorMath.log(x) - logScale))
    return -VectorMath.expm1(-power)
  }

  /// λ (−ln(1 − p))^(1/k).
  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else { return support.end(at: p) }
    return VectorMath.exp(
      logScale + VectorMath.log(-VectorMath.log1p(-p)) / concentration)
  }

  /// A power of an exponential variate.
  public func sample(using random: inout RandomStream) -> Double {
    support.finiteInside(
      VectorMath.exp(logScale + VectorMath.log(random.exponential()) / concentration))
  }
}
