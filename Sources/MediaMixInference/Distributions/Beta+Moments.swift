/// Beta distributions from a mean and a standard deviation.
extension Beta {
  /// The beta distribution with that ``mean`` and the square of that standard deviation for its
  /// ``variance``: with ν = μ(1 − μ)/σ² − 1, α = μν and β = (1 − μ)ν.
  ///
  /// - Parameters:
  ///   - mean: μ, above 0 and below 1.
  ///   - standardDeviation: σ, above 0 and below √(μ(1 − μ)).
  /// - Throws: ``DistributionError`` if an argument is outside its domain.
  public init(mean: Double, standardDeviation: Double) throws(DistributionError) {
    try Self.requireInside(mean)
    let deviation = try Argument.positive("standardDeviation", standardDeviation)
    let largest = (mean * (1 - mean)).squareRoot()
    guard deviation < largest else {
      throw .outOfDomain(
        argument: "standardDeviation", value: deviation,
        requirement: "below \(largest), the square root of mean · (1 - mean)")
    }
    let ratio = largest / deviation
    let total = (ratio - 1) * (ratio + 1)
    try self.init(concentration1: mean * total, concentration0: (1 - mean) * total)
  }

  /// LightweightMMM's estimate (`get_beta_params_from_mu_sigma`), whose ``mean`` is the given one and
  /// whose standard deviation is not quite.
  ///
  /// β is the one with which Beta(1, β) has the standard deviation σ, the largest root of
  /// β² + 4β + 5 + 2/β = 1/σ²; then α = βμ/(1 − μ). The reference looks for β between 0.5 and 100
  /// unless told otherwise; here it needs no bounds. ``init(mean:standardDeviation:)`` matches both.
  ///
  /// - Parameters:
  ///   - mean: μ, above 0 and below 1.
  ///   - approximateStandardDeviation: σ, above 0 and below 0.3003, the largest that Beta(1, β) has.
  /// - Throws: ``DistributionError`` if an argument is outside its domain.
  public init(mean: Double, approximateStandardDeviation: Double) throws(DistributionError) {
    try Self.requireInside(mean)
    let deviation = try Argument.positive(
      "approximateStandardDeviation", approximateStandardDeviation)
    // The left side of the equation is least at the golden section, where it is (11 + 5√5)/2.
    let lowest = (5.0.squareRoot() - 1) / 2
    let largest = (2 / (11 + 5 * 5.0.squareRoot())).squareRoot()
    guard deviation < largest else {
      throw .outOfDomain(
        argument: "approximateStandardDeviation", value: deviation, requirement: "below \(largest)")
    }
    let inverse = 1 / deviation
    var root = inverse
    // Newton's method comes down to the root of a convex function from above without passing it.
    while true {
      let excess = (root - inverse) * (root + inverse) + 4 * root + 5 + 2 / root
      let next = max(lowest, root - excess / (2 * root + 4 - 2 / (root * root)))
      guard next < root else { break }
      root = next
    }
    try self.init(concentration1: root * mean / (1 - mean), concentration0: root)
  }

  private static func requireInside(_ mean: Double) throws(DistributionError) {
    guard mean > 0 && mean < 1 else {
      throw .outOfDomain(argument: "mean", value: mean, requirement: "above 0 and below 1")
    }
  }
}
