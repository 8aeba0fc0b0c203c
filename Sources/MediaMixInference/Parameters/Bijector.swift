/// The coordinate u ∈ ℝ of a parameter x that may be bounded, and the way back.
///
/// | support | u | x |
/// |---|---|---|
/// | real | x | u |
/// | above a | ln(x − a) | a + eᵘ |
/// | below b | ln(b − x) | b − eᵘ |
/// | (a, b) | logit of (x − a)/(b − a) | a + (b − a)/(1 + e⁻ᵘ) |
public enum Bijector: Sendable, Hashable {
  /// x = u.
  case identity
  /// x > bound.
  case lowerBounded(Double)
  /// x < bound.
  case upperBounded(Double)
  /// low < x < high; both finite, and high − low too.
  case interval(Double, Double)

  /// A parameter's value at a coordinate, with what the change of variable adds to a log density.
  public struct Image: Sendable, Hashable {
    /// x.
    public var value: Double
    /// dx/du.
    public var derivative: Double
    /// ln |dx/du|.
    public var logJacobian: Double
    /// d ln |dx/du| / du.
    public var logJacobianGradient: Double
  }

  /// The bijector from ℝ onto a support.
  public init(support: Support) {
    self =
      switch support {
      case .real: .identity
      case .above(let bound): .lowerBounded(bound)
      case .below(let bound): .upperBounded(bound)
      case .interval(let low, let high): .interval(low, high)
      }
  }

  /// x of a finite u; the `value` of ``constrainWithJacobian(_:)``.
  public func constrain(_ u: Double) -> Double {
    switch self {
    case .identity: u
    case .lowerBounded(let bound): Self.above(bound, by: Self.clamped(VectorMath.exp(u)))
    case .upperBounded(let bound): -Self.above(-bound, by: Self.clamped(VectorMath.exp(u)))
    case .interval(let low, let high):
      Self.between(low, high, UnitLogistic(u, decay: VectorMath.exp(-abs(u))).value)
    }
  }

  /// u of an x inside the support; ±∞ at its ends, NaN outside.
  public func unconstrain(_ x: Double) -> Double {
    switch self {
    case .identity: x
    case .lowerBounded(let bound): VectorMath.log(x - bound)
    case .upperBounded(let bound): VectorMath.log(bound - x)
    case .interval(let low, let high): VectorMath.log(x - low) - VectorMath.log(high - x)
    }
  }

  /// x, dx/du, ln |dx/du| and its derivative at a finite u.
  ///
  /// For every finite u all four are finite and none is NaN, and x is strictly inside the support,
  /// so that a density and its gradient can be evaluated there:
  /// - The distance eᵘ from a single bound is held in [2⁻⁹⁰⁰, 1.8·10³⁰⁸]. Where eᵘ overflows, x is
  ///   of the order of the largest number: a log density there is finite or −∞, and where it is −∞
  ///   its gradient has no meaning and must not be used.
  /// - The share (x − a)/(b − a) of an interval is held in [2⁻⁹⁰⁰, 1 − 2⁻⁵³], which it reaches at
  ///   u = −623.8 and 36.7; x then stays where it is.
  ///
  /// 2⁻⁹⁰⁰ leaves room for a density's gradient, which is large beside a bound.
  ///
  /// The log Jacobian is exact in either tail, also where x has come to its limit.
  public func constrainWithJacobian(_ u: Double) -> Image {
    constrainWithJacobian(u, exponential: VectorMath.exp(exponent(at: u)))
  }

  /// The number whose exponential ``constrainWithJacobian(_:exponential:)`` needs.
  package func exponent(at u: Double) -> Double {
    switch self {
    case .identity: 0
    case .lowerBounded, .upperBounded: u
    case .interval: -abs(u)
    }
  }

  /// ``constrainWithJacobian(_:)``, given the exponential of ``exponent(at:)``.
  package func constrainWithJacobian(_ u: Double, exponential: Double) -> Image {
    switch self {
    case .identity:
      return Image(value: u, derivative: 1, logJacobian: 0, logJacobianGradient: 0)
    case .lowerBounded(let bound):
      let distance = Self.clamped(exponential)
      return Image(
        value: Self.above(bound, by: distance), derivative: distance, logJacobian: u,
        logJacobianGradient: 1)
    case .upperBounded(let bound):
      let distance = Self.clamped(exponential)
      return Image(
        value: -Self.above(-bound, by: distance), derivative: -distance, logJacobian: u,
        logJacobianGradient: 1)
    case .interval(let low, let high):
      let logistic = UnitLogistic(u, decay: exponential)
      let width = high - low
      // ln(width · s(1 − s)) with s(1 − s) = e^(−|u|)/(1 + e^(−|u|))².
      let onePlus = 1 + logistic.decay
      return Image(
        value: Self.between(low, high, logistic.value),
        derivative: width * (logistic.decay / (onePlus * onePlus)),
        logJacobian: VectorMath.log(width / (onePlus * onePlus)) - abs(u),
        logJacobianGradient: (u < 0 ? 1 - logistic.decay : logistic.decay - 1) / onePlus)
    }
  }

  /// 1/(1 + e⁻ᵘ), from e^(−|u|), which cannot overflow.
  private struct UnitLogistic {
    let decay: Double
    let value: Double

    init(_ u: Double, decay: Double) {
      self.decay = decay
      value = u < 0 ? decay / (1 + decay) : 1 / (1 + decay)
    }
  }

  private static let leastDistance = 0x1p-900

  private static func clamped(_ distance: Double) -> Double {
    min(max(distance, leastDistance), .greatestFiniteMagnitude)
  }

  /// bound + distance, or the next number above the bound where the sum rounds to the bound.
  private static func above(_ bound: Double, by distance: Double) -> Double {
    min(max(bound + distance, bound.nextUp), .greatestFiniteMagnitude)
  }

  /// The point of (low, high) at a share of its width.
  private static func between(_ low: Double, _ high: Double, _ share: Double) -> Double {
    let inside = min(max(share, leastDistance), 1 - 0x1p-53)
    return min(max(low + (high - low) * inside, low.nextUp), high.nextDown)
  }
}

extension [Bijector] {
  /// ``Bijector/constrainWithJacobian(_:)`` of a position with one bijector per coordinate; together
  /// their exponentials take a tenth of the time.
  ///
  /// - Parameters:
  ///   - position: `[coordinate]`.
  ///   - values: x of coordinate k is written to place `places[k]`.
  ///   - derivatives: dx/du, overwritten, `[coordinate]`.
  ///   - logJacobianGradient: d ln |dx/du| / du, overwritten, `[coordinate]`.
  /// - Returns: Σ ln |dx/du|.
  package func constrainWithJacobian(
    _ position: Span<Double>, into values: inout [Double], at places: [Int],
    derivatives: inout [Double], logJacobianGradient: inout MutableSpan<Double>
  ) -> Double {
    // The derivatives' place serves the exponentials that they are made of.
    for k in indices { derivatives[k] = self[k].exponent(at: position[k]) }
    var exponentials = derivatives.mutableSpan
    VectorMath.exp(inPlace: &exponentials)
    var logJacobian = 0.0
    for k in indices {
      let image = self[k].constrainWithJacobian(position[k], exponential: derivatives[k])
      values[places[k]] = image.value
      derivatives[k] = image.derivative
      logJacobianGradient[k] = image.logJacobianGradient
      logJacobian += image.logJacobian
    }
    return logJacobian
  }
}
