/// The uniform distribution on an interval.
public struct Uniform: Distribution, Hashable {
  /// The left end.
  public let low: Double
  /// The right end.
  public let high: Double

  private let width: Double
  private let logDensity: Double

  /// - Parameters:
  ///   - low: the left end, finite.
  ///   - high: the right end, finite and greater than `low`.
  /// - Throws: ``DistributionError`` if an argument is outside its domain.
  public init(low: Double, high: Double) throws(DistributionError) {
    self.low = try Argument.finite("low", low)
    self.high = try Argument.upperEnd(high, above: low)
    width = high - low
    logDensity = -VectorMath.log(width)
  }

  /// The open interval; the density is the same at its ends.
  public var support: Support { .interval(low, high) }

  /// −ln(high − low), and 0.
  public func logDensityAndGradient(at x: Double) -> (logDensity: Double, gradient: Double) {
    x >= low && x <= high ? (logDensity, 0) : impossible
  }

  /// The middle.
  public var mean: Double { low + 0.5 * width }

  /// (high − low)²/12.
  public var variance: Double { width * width / 12 }

  /// (x − low)/(high − low).
  public func cumulative(_ x: Double) -> Double {
    guard support.contains(x) else { return support.cumulativeOutside(x) }
    return (x - low) / width
  }

  /// low + p (high − low).
  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else { return support.end(at: p) }
    return p < 0.5 ? low + p * width : high - (1 - p) * width
  }
}
