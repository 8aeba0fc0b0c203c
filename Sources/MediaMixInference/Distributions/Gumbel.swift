/// The Gumbel distribution, of the largest of many values.
public struct Gumbel: Distribution, Hashable {
  /// The mode μ.
  public let loc: Double
  /// The scale β; the standard deviation is βπ/√6.
  public let scale: Double

  private let logScale: Double

  /// - Parameters:
  ///   - loc: the mode, finite.
  ///   - scale: positive and finite.
  /// - Throws: ``DistributionError`` if an argument is outside its domain.
  public init(loc: Double, scale: Double) throws(DistributionError) {
    self.loc = try Argument.finite("loc", loc)
    self.scale = try Argument.positive("scale", scale)
    logScale = VectorMath.log(scale)
  }

  /// The whole real line.
  public var support: Support { .real }

  /// −z − e^(−z) − ln β with z = (x − μ)/β, and (e^(−z) − 1)/β.
  public func logDensityAndGradient(at x: Double) -> (logDensity: Double, gradient: Double) {
    let z = (x - loc) / scale
    guard z.isFinite else { return impossible }
    let power = VectorMath.exp(-z)
    return (-z - power - logScale, (power - 1) / scale)
  }

  /// μ + βγ, γ Euler's constant.
  public var mean: Double { loc + scale * 0.57721566490153286060651209 }

  /// β²π²/6.
  public var variance: Double { scale * scale * .pi * .pi / 6 }

  /// exp(−e^(−z)).
  public func cumulative(_ x: Double) -> Double {
    VectorMath.exp(-VectorMath.exp(-(x - loc) / scale))
  }

  /// μ − β ln(−ln p).
  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else { return support.end(at: p) }
    return loc - scale * VectorMath.log(-VectorMath.log(p))
  }

  /// μ less β times the logarithm of an exponential variate.
  public func sample(using random: inout RandomStream) -> Double {
    support.finiteInside(loc - scale * VectorMath.log(random.exponential()))
  }
}
