/// The normal distribution between two limits, of which either may be missing.
///
/// Everything is measured from the mode, the point of the interval nearest to μ: with
/// t = ±(x − mode)/σ and c = |mode − μ|/σ the density goes like exp(−t(c + t/2)), and nothing
/// underflows or cancels, however far in the tail the interval is.
public struct TruncatedNormal: Distribution, Hashable {
  /// The mean μ of the normal distribution before truncation.
  public let loc: Double
  /// Its standard deviation σ.
  public let scale: Double
  /// The lower limit, if any.
  public let low: Double?
  /// The upper limit, if any.
  public let high: Double?

  private let mode: Double
  /// +1 if t grows with x, −1 if the interval is below μ.
  private let direction: Double
  private let decay: GaussianDecay
  /// The ends of the interval as values of t; may be infinite.
  private let (first, last): (Double, Double)
  private let moments: GaussianDecay.Moments
  private let logNormalizer: Double

  /// - Parameters:
  ///   - loc: the mean before truncation, finite.
  ///   - scale: the standard deviation before truncation, positive and finite.
  ///   - low: the lower limit, finite; nil for none.
  ///   - high: the upper limit, finite and above `low`; nil for none.
  /// - Throws: ``DistributionError`` if an argument is outside its domain.
  public init(
    loc: Double, scale: Double, low: Double? = nil, high: Double? = nil
  ) throws(DistributionError) {
    self.loc = try Argument.finite("loc", loc)
    self.scale = try Argument.positive("scale", scale)
    if let low { _ = try Argument.finite("low", low) }
    if let high {
      if let low {
        _ = try Argument.upperEnd(high, above: low)
      } else {
        _ = try Argument.finite("high", high)
      }
    }
    self.low = low
    self.high = high

    let (left, right) = (low ?? -.infinity, high ?? .infinity)
    mode = min(max(loc, left), right)
    direction = mode < loc ? -1 : 1
    let slope = abs(mode - loc) / scale
    guard slope < 1e150 else {
      throw .outOfDomain(
        argument: "scale", value: scale,
        requirement: "larger beside the distance from loc to the interval")
    }
    decay = GaussianDecay(slope: slope)
    let ends = ((left - mode) / scale, (right - mode) / scale)
    (first, last) = direction > 0 ? ends : (-ends.1, -ends.0)
    moments = decay.moments(from: first, to: last)
    logNormalizer = -VectorMath.log(moments.mass) - VectorMath.log(scale)
  }

  /// Between the limits; the density is finite at both.
  public var support: Support {
    switch (low, high) {
    case (nil, nil): .real
    case (let low?, nil): .above(low)
    case (nil, let high?): .below(high)
    case (let low?, let high?): .interval(low, high)
    }
  }

  /// −t(c + t/2) − ln σ − ln ∫ exp(−t(c + t/2)) dt, and ∓(c + t)/σ.
  public func logDensityAndGradient(at x: Double) -> (logDensity: Double, gradient: Double) {
    let t = direction * (x - mode) / scale
    guard x >= support.lowerBound && x <= support.upperBound && t.isFinite else {
      return impossible
    }
    return (
      logNormalizer - t * (decay.slope + 0.5 * t), -direction * (decay.slope + t) / scale
    )
  }

  /// The mean after truncation.
  public var mean: Double { mode + direction * scale * moments.mean }

  /// The variance after truncation.
  public var variance: Double { scale * scale * moments.variance }

  /// The mass below `x` as a share of the whole.
  public func cumulative(_ x: Double) -> Double {
    guard support.contains(x) else { return support.cumulativeOutside(x) }
    let tails = tails(at: direction * (x - mode) / scale)
    return direction > 0 ? tails.lower : tails.upper
  }

  /// The inverse of the distribution function, by Newton's method on the log-concave tails.
  public func quantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else { return support.end(at: p) }
    let target = SpecialFunctions.Tails(lower: p)
    let t = SpecialFunctions.logConcaveQuantile(
      direction > 0 ? target : target.swapped, start: moments.mean, within: (first, last)
    ) { t in
      (tails(at: t), decay.value(at: t) / moments.mass)
    }
    return min(max(mode + direction * scale * t, support.lowerBound), support.upperBound)
  }

  /// The first of many normals that is between the limits if one in ten is; otherwise by inversion.
  public func sample(using random: inout RandomStream) -> Double {
    let share =
      moments.mass * SpecialFunctions.normalDensity(decay.slope)
    guard share > 0.1 else { return support.finiteInside(quantile(random.uniform())) }
    while true {
      let x = loc + scale * random.normal()
      if support.contains(x) { return x }
    }
  }

  private func tails(at t: Double) -> SpecialFunctions.Tails {
    let below = decay.moments(from: first, to: t).mass / moments.mass
    let above = decay.moments(from: t, to: last).mass / moments.mass
    return SpecialFunctions.Tails(lower: min(1, below), upper: min(1, above))
  }
}
