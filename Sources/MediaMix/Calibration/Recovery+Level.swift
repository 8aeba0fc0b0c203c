extension Recovery {
  /// How many of some simulated worlds something is true of.
  public struct Proportion: Sendable, Hashable {
    /// Those of which it is.
    public let count: Int
    /// All of them, ≥ 1.
    public let total: Int

    /// The share of worlds.
    public var share: Double { Double(count) / Double(total) }

    /// The variance of the share by what is asked of the worlds being uncertain itself; 0 where it is not.
    private let criterionVariance: Double

    /// The Monte Carlo standard error of ``share``, by how much it would differ from one simulation to
    /// another.
    ///
    /// Its square is the variance of Beta(count + ½, total − count + ½), what is known of the
    /// probability after Jeffreys' prior, and where worlds are held against a threshold that comes from
    /// other worlds the variance by that. Unlike √(p(1 − p)/n) it is not 0 where all worlds agree.
    public var standardError: Double {
      let (successes, failures) = (Double(count) + 0.5, Double(total - count) + 0.5)
      let sum = successes + failures
      return (successes * failures / (sum * sum * (sum + 1)) + criterionVariance).squareRoot()
    }

    package init(count: Int, total: Int, criterionVariance: Double = 0) {
      self.count = count
      self.total = total
      self.criterionVariance = criterionVariance
    }

    /// Of how many of `values`, one or more, it is true.
    init(_ values: [Bool]) { self.init(count: values.count { $0 }, total: values.count) }
  }

  /// How well a channel's effect is recovered where it has one size.
  ///
  /// Estimates are posterior medians, intervals go from the 5 % to the 95 % quantile, and all are shares of
  /// the KPI unless said otherwise.
  public struct Level: Sendable, Hashable {
    /// The share of the KPI that the channel brings.
    public let level: Double
    /// How many worlds there are.
    public let worldCount: Int
    /// The return on investment that goes with the level, the mean over worlds.
    public let trueReturn: Double
    /// The mean estimate.
    public let meanEstimate: Double
    /// The mean estimate of the return on investment.
    public let meanReturn: Double
    /// The mean of estimates less truths.
    public let bias: Double
    /// The Monte Carlo standard error of ``bias``; NaN of a single world.
    public let biasError: Double
    /// The root of the mean squared error of estimates.
    public let rootMeanSquareError: Double
    /// The mean of the lower ends of intervals.
    public let meanLower: Double
    /// The mean of their upper ends.
    public let meanUpper: Double
    /// In how many worlds the interval holds the truth. Nil where that is the least that the prior allows,
    /// which no interval between two quantiles of the posterior can hold.
    public let coverage: Proportion?
    /// In how many worlds the interval begins above ``Recovery/Channel/threshold``. Nil at level 0 and
    /// where there is no threshold. Its error counts that the threshold is random, too; as it is the same
    /// one for all levels, their errors go together.
    public let power: Proportion?
    /// Whether the prior allows an effect of this size, however improbable, in some world at least.
    public let isAllowed: Bool
    /// How probable the prior holds an effect of this size or more, the mean over worlds; nil where it does
    /// not say.
    public let priorProbability: Double?

    /// The bias relative to the level; NaN at level 0.
    public var relativeBias: Double { level > 0 ? bias / level : .nan }
    /// The mean width of intervals.
    public var meanWidth: Double { meanUpper - meanLower }
  }
}

extension Recovery.Level {
  /// What estimates at one level come to.
  ///
  /// - Parameters:
  ///   - level: the share of the KPI.
  ///   - estimates: one or more.
  ///   - threshold: what intervals of something begin above.
  ///   - canBeCovered: whether the truth is inside of what the prior allows.
  init(
    _ level: Double, of estimates: [Recovery.Estimate], threshold: RecoveryThreshold?,
    canBeCovered: Bool
  ) {
    let errors = estimates.map { $0.share.median - $0.trueShare }
    self.level = level
    worldCount = estimates.count
    trueReturn = estimates.map(\.trueReturn).mean
    meanEstimate = estimates.map(\.share.median).mean
    meanReturn = estimates.map(\.returnOnInvestment.median).mean
    bias = errors.mean
    let variance = errors.map { [mean = errors.mean] in ($0 - mean) * ($0 - mean) }.mean
    biasError = (variance / Double(errors.count - 1)).squareRoot()
    rootMeanSquareError = errors.map { $0 * $0 }.mean.squareRoot()
    meanLower = estimates.map(\.share.q5).mean
    meanUpper = estimates.map(\.share.q95).mean
    coverage =
      canBeCovered
      ? Recovery.Proportion(
        estimates.map { $0.share.q5 <= $0.trueShare && $0.trueShare <= $0.share.q95 }) : nil
    power = threshold?.exceeded(by: estimates.map(\.share.q5))
    isAllowed = estimates.contains(where: \.isAllowed)
    let probabilities = estimates.compactMap(\.priorProbability)
    priorProbability = probabilities.isEmpty ? nil : probabilities.mean
  }
}
