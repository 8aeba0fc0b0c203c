/// The Laplace distribution, two exponential distributions back to back.
public struct Laplace: Distribution, Hashable {
  /// The mean and median μ.
  public let loc: Double
  /// The mean distance b from μ.
  public let scale: Double

  private let logNormalizer: Double

  /// - Parameters:
  ///   - loc: the mean, finite.
  ///   - scale: the mean distance from the mean, positive and finite.
  /// - Throws: ``DistributionError`` if an argument is outside its domain.
  public init(loc: Double, scale: Double) throws(DistributionError) {
    self.loc = try Argument.finite("loc", loc)
    self.scale = try Argument.positive("scale", scale)
    logNormalizer = -VectorMath.log(2) - VectorMath.log(scale)
  }

  /// The whole real line.
  public var support: Support { .real }

  /// −|z| − ln 2b with z = (x − μ)/b, and ∓1/b; 0 at the kink.
  public func logDensityAndGradient(at x: Double) -> (logDensity: Double, gradient: Double) {
    let z = (x - loc) / scale
    guard z.isFinite else { return impossible }
    return (logNormalizer - abs(z), z > 0 ? -1 / scale : z < 0 ? 1 / scale : 0)
  }

  /// μ.
  public var mean: Double { loc }

  /// 2b².
  public var variance: Double { 2 * scale * scale }

  /// ½e^z below the mean, 1 − ½e^(−z) above.
  public func cumulative(_ x: Double) -> Double {
    let z = (x - loc) / scale
    return z < 0 ? 0.5 * VectorMath.exp(z) : 1 - 0.5 * VectorMath.exp(-z)
  }

  /// μ + b ln 2p below the median, μ − b ln 2(1 − p) above.
  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else { return support.end(at: p) }
    return p < 0.5
      ? loc + scale * VectorMath.log(2 * p) : loc - scale * VectorMath.log(2 * (1 - p))
  }

  /// An exponential variate with a random sign.
  public func sample(using random: inout RandomStream) -> Double {
    let distance = scale * random.exponential()
    return support.finiteInside(random.uniform() < 0.5 ? loc - distance : loc + distance)
  }
}
