internal import MediaMixInference

/// The coordinate u ∈ ℝ of one scalar x that the collapsed posterior is sampled in.
///
/// Under the prior the first three are standard normal, exactly or nearly, so that prior and Jacobian
/// together are as easy to sample as can be.
///
/// | prior | x | |
/// |---|---|---|
/// | half-normal(s) | s·c·Ψ(u + d), Ψ(v) = φ(v) + v·Φ(v) | nearly |
/// | beta(a, 1) | Φ(u)^(1/a) | exactly |
/// | exponential(r) | −ln Φ(−u)/r | exactly |
/// | any other | that of its support's `Bijector` | not at all |
///
/// The half-normal quantile itself, s·Φ⁻¹((1 + Φ(u))/2), would need a root. Ψ shares its shape, a
/// Gaussian tail to the left and a straight line to the right, and its derivative is Φ. At the
/// quantiles of u = −3 … 3, c = 0.92 and d = 0.52 put the coordinate within 0.05 of u, the least that
/// is possible. The Jacobian makes the posterior exact all the same.
enum SamplingCoordinate: Sendable, Hashable {
  case halfNormal(scale: Double)
  case betaPower(concentration: Double)
  case exponential(rate: Double)
  case bounded(Bijector)

  /// x at some u.
  struct Image {
    var value: Double
    /// dx/du.
    var derivative: Double
    /// ln |dx/du|, with the log prior where the coordinate is a whitened one.
    var logDensity: Double
    /// d `logDensity` / du.
    var logDensityGradient: Double
  }

  /// c and d of the half-normal's map.
  private static let slope = 0.92
  private static let shift = 0.52
  /// ½ ln (2/π).
  private static let halfLogTwoOverPi = -0.225791352644727432363097614947441071
  /// Room for the gradient of a density beside 0, as of `Bijector`.
  private static let least = 0x1p-900

  /// The coordinate that makes a prior standard normal; nil where there is none.
  init?(whitening prior: any Distribution) {
    switch prior {
    case let prior as HalfNormal: self = .halfNormal(scale: prior.scale)
    case let prior as Beta where prior.concentration0 == 1:
      self = .betaPower(concentration: prior.concentration1)
    case let prior as Gamma where prior.concentration == 1: self = .exponential(rate: prior.rate)
    case let prior as Exponential: self = .exponential(rate: prior.rate)
    default: return nil
    }
  }

  /// Whether the prior is part of ``Image/logDensity``.
  var isWhitened: Bool {
    if case .bounded = self { false } else { true }
  }

  /// Where the normal distribution is needed to map `u`; any number where it is not.
  @inline(__always)
  func normalArgument(_ u: Double) -> Double {
    switch self {
    case .halfNormal: u + Self.shift
    case .betaPower: u
    case .exponential: -u
    case .bounded: 0
    }
  }

  /// The number whose exponential ``image(_:_:exponential:)`` needs, given the normal distribution at
  /// ``normalArgument(_:)``; any number where it needs none.
  @inline(__always)
  func exponent(_ u: Double, _ normal: @autoclosure () -> NormalBatch.Image) -> Double {
    switch self {
    case .halfNormal, .exponential, .betaPower(1): 0
    case .betaPower(let concentration): normal().logCumulative / concentration
    case .bounded(let bijector): bijector.exponent(at: u)
    }
  }

  /// x, and what it adds to a log density, given the normal distribution at ``normalArgument(_:)`` and
  /// the exponential of ``exponent(_:_:)``. x is finite and strictly inside the support unless u is
  /// beyond any reason, where ``Image/logDensity`` is −∞.
  @inline(__always)
  func image(
    _ u: Double, _ normal: @autoclosure () -> NormalBatch.Image, exponential: Double
  ) -> Image {
    switch self {
    case .halfNormal(let scale): return Self.halfNormal(scale, normal())
    case .betaPower(let concentration):
      let normal = normal()
      let power = concentration == 1 ? normal.cumulative : exponential
      return Self.whitened(
        u, min(max(power, Self.least), 1 - 0x1p-53), power * normal.hazard / concentration)
    case .exponential(let rate):
      let normal = normal()
      return Self.whitened(
        u, max(-normal.logCumulative / rate, Self.least), normal.hazard / rate)
    case .bounded(let bijector):
      let image = bijector.constrainWithJacobian(u, exponential: exponential)
      return Image(
        value: image.value, derivative: image.derivative, logDensity: image.logJacobian,
        logDensityGradient: image.logJacobianGradient)
    }
  }

  @inline(__always)
  private static func halfNormal(_ scale: Double, _ normal: NormalBatch.Image) -> Image {
    // In units of the scale, whose logarithm cancels between prior and Jacobian.
    let z = slope * normal.integral
    let derivative = slope * normal.cumulative
    return Image(
      value: max(scale * z, least), derivative: scale * derivative,
      logDensity: halfLogTwoOverPi - 0.5 * z * z + logSlope + normal.logCumulative,
      logDensityGradient: normal.hazard - z * derivative)
  }

  /// ln c.
  private static let logSlope = -0.083381608939051058394765834642179955

  @inline(__always)
  private static func whitened(_ u: Double, _ value: Double, _ derivative: Double) -> Image {
    Image(
      value: value, derivative: derivative,
      logDensity: -0.5 * u * u - SpecialFunctions.halfLogTwoPi,
      logDensityGradient: -u)
  }

  /// x at `u`.
  func value(at u: Double) -> Double {
    let normal = NormalBatch.image(of: normalArgument(u))
    return image(u, normal, exponential: VectorMath.exp(exponent(u, normal))).value
  }

  // MARK: Backwards

  /// u of an x inside the support; not finite outside.
  func coordinate(of x: Double) -> Double {
    switch self {
    case .halfNormal(let scale):
      let target = VectorMath.log(x / (scale * Self.slope))
      let start = target < -1 ? -(-2 * target).squareRoot() : 0
      return Self.root(of: target, from: start) {
        (VectorMath.log($0.integral), $0.cumulative / $0.integral)
      } - Self.shift
    case .betaPower(let concentration):
      return Self.normalQuantile(ofLogarithm: concentration * VectorMath.log(x))
    case .exponential(let rate): return -Self.normalQuantile(ofLogarithm: -rate * x)
    case .bounded(let bijector): return bijector.unconstrain(x)
    }
  }

  /// The u with ln Φ(u) = `logProbability`.
  private static func normalQuantile(ofLogarithm logProbability: Double) -> Double {
    guard logProbability < -600 else {
      return logProbability > -0.69
        ? -SpecialFunctions.normalQuantile(-VectorMath.expm1(logProbability))
        : SpecialFunctions.normalQuantile(VectorMath.exp(logProbability))
    }
    return root(of: logProbability, from: -(-2 * logProbability).squareRoot()) {
      ($0.logCumulative, $0.hazard)
    }
  }

  /// Where an increasing concave function is `target`, by Newton's method: from its second step on it
  /// comes from the left and cannot overshoot.
  private static func root(
    of target: Double, from start: Double,
    _ function: (NormalBatch.Image) -> (value: Double, derivative: Double)
  ) -> Double {
    guard target.isFinite else { return target }
    var u = start
    for _ in 0..<100 {
      let (value, derivative) = function(NormalBatch.image(of: u))
      let step = (target - value) / derivative
      u += step
      guard abs(step) > 1e-15 * max(1, abs(u)) else { break }
    }
    return u
  }
}
