/// Where a distribution has positive density.
public enum Support: Sendable, Hashable {
  /// (−∞, ∞).
  case real
  /// (bound, ∞).
  case above(Double)
  /// (−∞, bound).
  case below(Double)
  /// (low, high), low < high.
  case interval(Double, Double)
}

/// A continuous distribution on the real line: a prior of one scalar parameter.
public protocol Distribution: Sendable {
  /// Where the density is positive. The support decides the parameter's unconstrained coordinate.
  var support: Support { get }

  /// The normalised log density at `x` and its derivative; (−∞, 0) outside the support.
  func logDensityAndGradient(at x: Double) -> (logDensity: Double, gradient: Double)

  /// The mean; `.infinity` or `.nan` where it is infinite or undefined.
  var mean: Double { get }

  /// The variance; `.infinity` or `.nan` where it is infinite or undefined.
  var variance: Double { get }

  /// P(X ≤ x).
  func cumulative(_ x: Double) -> Double

  /// The inverse of ``cumulative(_:)``, for p in [0, 1]; the support's ends at 0 and 1.
  func quantile(_ p: Double) -> Double

  /// One draw.
  func sample(using random: inout RandomStream) -> Double
}
