/// Gamma and beta variates.
extension RandomStream {
  /// Gamma with concentration `concentration` > 0 and rate 1; positive.
  ///
  /// A variate that would underflow (likely for concentrations below 0.01) is the smallest normal
  /// number.
  public mutating func gamma(concentration: Double) -> Double {
    let variate =
      concentration >= 1
      ? gammaOfLargeConcentration(concentration)
      : VectorMath.exp(logGammaVariate(concentration: concentration))
    return max(variate, .leastNormalMagnitude)
  }

  /// Beta with parameters `concentration1` > 0 and `concentration0` > 0, strictly inside (0, 1).
  ///
  /// The ratio X/(X + Y) of gamma variates is taken on the log scale, where neither can underflow.
  public mutating func beta(concentration1: Double, concentration0: Double) -> Double {
    let logOdds =
      logGammaVariate(concentration: concentration1)
      - logGammaVariate(concentration: concentration0)
    let small = VectorMath.exp(-abs(logOdds))
    let variate = logOdds < 0 ? small / (1 + small) : 1 / (1 + small)
    return min(max(variate, .leastNormalMagnitude), 1 - 0x1p-53)
  }

  /// The logarithm of a gamma variate of rate 1.
  ///
  /// Below concentration 1, a variate of concentration + 1 is multiplied by U^(1/concentration)
  /// (Marsaglia and Tsang 2000, section 6).
  private mutating func logGammaVariate(concentration: Double) -> Double {
    guard concentration < 1 else {
      return VectorMath.log(gammaOfLargeConcentration(concentration))
    }
    let logBoost = -exponential() / concentration
    return VectorMath.log(gammaOfLargeConcentration(concentration + 1)) + logBoost
  }

  /// Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26, 2000.
  private mutating func gammaOfLargeConcentration(_ concentration: Double) -> Double {
    let shape = concentration - 1.0 / 3.0
    let slope = 1 / (9 * shape).squareRoot()
    while true {
      let normal = normal()
      let root = 1 + slope * normal
      guard root > 0 else { continue }
      let cube = root * root * root
      let square = normal * normal
      let uniform = uniform()
      if uniform < 1 - 0.0331 * square * square { return shape * cube }
      let logBound = 0.5 * square + shape * (1 - cube + VectorMath.log(cube))
      if VectorMath.log(uniform) < logBound { return shape * cube }
    }
  }
}
