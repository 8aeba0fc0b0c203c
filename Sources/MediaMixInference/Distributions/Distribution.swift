/// A continuous distribution on the real line: a prior of one scalar parameter.
public protocol Distribution: Sendable {
  /// Where the density is positive. The support decides the parameter's unconstrained coordinate.
  var support: Support { get }

  /// The normalised log density at `x` and its derivative; (−∞, 0) outside the support, at NaN and
  /// at ±∞.
  ///
  /// At an end of the support both are limits from inside; where the density has a pole there, the
  /// end counts as outside. The log density is never NaN and never +∞; the derivative is never NaN
  /// where the log density is finite.
  func logDensityAndGradient(at x: Double) -> (logDensity: Double, gradient: Double)

  /// The mean; `.infinity` or `.nan` where it is infinite or undefined.
  var mean: Double { get }

  /// The variance; `.infinity` or `.nan` where it is infinite or undefined.
  var variance: Double { get }

  /// P(X ≤ x), accurate also where it is small; 0 and 1 outside the support, NaN at NaN.
  func cumulative(_ x: Double) -> Double

  /// The inverse of ``cumulative(_:)`` for p in [0, 1]: the support's ends at 0 and 1, NaN for other
  /// p.
  func quantile(_ p: Double) -> Double

  /// One draw, inside the support and finite.
  func sample(using random: inout RandomStream) -> Double
}

extension Distribution {
  /// One draw, by inversion of ``cumulative(_:)``.
  public func sample(using random: inout RandomStream) -> Double {
    support.finiteInside(quantile(random.uniform()))
  }
}

/// What a log density and its derivative are where the density is 0.
let impossible = (logDensity: -Double.infinity, gradient: 0.0)
