/// The Pareto distribution.
public struct Pareto: Distribution, Hashable {
  /// The least value m.
  public let scale: Double
  /// The exponent α of the tail: P(X > x) = (m/x)^α.
  public let alpha: Double

  private let logNormalizer: Double

  /// - Parameters:
  ///   - scale: the least value, positive and finite.
  ///   - alpha: the tail's exponent, positive and finite.
  /// - Throws: ``DistributionError`` if an argument is outside its domain.
  public init(scale: Double, alpha: Double) throws(DistributionError) {
    self.scale = try Argument.positive("scale", scale)
    self.alpha = try Argument.positive("alpha", alpha)
    logNormalizer = VectorMath.log(alpha) - VectorMath.log(scale)
  }

  /// The numbers above m; the density is finite at m.
  public var support: Support { .above(scale) }

  /// −(α + 1) ln(x/m) + ln(α/m), and −(α + 1)/x.
  public func logDensityAndGradient(at x: Double) -> (logDensity: Double, gradient: Double) {
    let ratio = x / scale
    guard x >= scale && ratio < .infinity else { return impossible }
    return (logNormalizer - (alpha + 1) * VectorMath.log(ratio), -(alpha + 1) / x)
  }

  /// αm/(α − 1) for α > 1; infinite otherwise.
  public var mean: Double { alpha > 1 ? scale * (alpha / (alpha - 1)) : .infinity }

  /// m²α/((α − 1)² (α − 2)) for α > 2; infinite otherwise.
  public var variance: Double {
    guard alpha > 2 else { return .infinity }
    let relative = scale / (alpha - 1)
    return relative * relative * (alpha / (alpha - 2))
  }

  /// 1 − (m/x)^α.
  public func cumulative(_ x: Double) -> Double {
    guard support.contains(x) else { return support.cumulativeOutside(x) }
    return -VectorMath.expm1(-alpha * VectorMath.log1p((x - scale) / scale))
  }

  /// m (1 − p)^(−1/α).
  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else { return support.end(at: p) }
    return scale * VectorMath.exp(-VectorMath.log1p(-p) / alpha)
  }

  /// m times the exponential of an exponential variate.
  public func sample(using random: inout RandomStream) -> Double {
    support.finiteInside(scale * VectorMath.exp(random.exponential() / alpha))
  }
}
