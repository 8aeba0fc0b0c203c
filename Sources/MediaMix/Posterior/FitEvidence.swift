package import MediaMixInference

/// What is known of a fit, as numbers that a ``FitVerdict`` is made of.
package struct FitEvidence {
  package typealias Finding = ConvergenceWarning.ParameterValue

  /// What the sampler's diagnostics warn of.
  package var warnings: [ConvergenceWarning] = []
  /// R-hat of each parameter.
  package var parameterRHats: [Finding] = []
  /// The results that people use, by name, of chains that can be judged.
  package var results: [(name: String, summary: ScalarSummary)] = []
  /// The share of transitions that diverged.
  package var divergentShare = 0.0
  /// The probability that the KPI without media is negative.
  package var negativeBaseline = 0.0
  /// Scores of the training periods.
  package var fitted: PredictionScores?
  /// Scores of the periods that the model has not seen.
  package var holdout: PredictionScores?
  /// What the model's prediction of those is better by than a naive one.
  package var skill: Double?
  /// How far each parameter's posterior mean is from the prior's, in standard deviations of the prior.
  package var priorShifts: [Finding] = []
  /// How far prior and posterior of each channel's coefficient are apart; the most of its geos.
  package var learnt: [Finding] = []
  /// Channels of experiments that contradict data or model.
  package var contradictedChannels: [String] = []
  /// What was done to the draws.
  package var edits: [DrawEdit] = []

  /// Evidence of nothing.
  package init() {}

  /// What follows from it, in the order of ``FitConcern``.
  var concerns: [FitConcern] {
    var concerns: [FitConcern] = []
    let disagreeing = Self.worst(results.map { Finding(name: $0.name, value: $0.summary.rHat) }) {
      $0 > FitLimits.rHat
    }
    if !disagreeing.isEmpty { concerns.append(.resultsDisagree(worst: disagreeing)) }
    let apart = Self.worst(parameterRHats) { $0 > FitLimits.parameterRHat }
    if !apart.isEmpty { concerns.append(.parametersDisagree(worst: apart)) }
    if divergentShare > FitLimits.divergentShare {
      concerns.append(.manyDivergences(share: divergentShare))
    }
    let noisy = Self.worst(
      results.map { Finding(name: $0.name, value: -$0.summary.essBulk) }
    ) { $0 > -FitLimits.effectiveSampleSize }
    if !noisy.isEmpty {
      concerns.append(
        .resultsNoisy(worst: noisy.map { Finding(name: $0.name, value: -$0.value) }))
    }
    concerns += warnings.map { .convergence($0) }
    return concerns + concernsOfFit + concernsOfPriors
  }

  /// How the model agrees with the KPI, seen and unseen.
  private var concernsOfFit: [FitConcern] {
    var concerns: [FitConcern] = []
    if negativeBaseline > FitLimits.negativeBaseline {
      concerns.append(.negativeBaseline(probability: negativeBaseline))
    }
    if let share = fitted?.rSquared, share < FitLimits.explainedShare {
      concerns.append(.littleExplained(rSquared: share))
    }
    guard let holdout else { return concerns }
    if holdout.isTooSure {
      concerns.append(.tooSure(coverage: holdout.coverage90, periods: holdout.periodCount))
    }
    if let before = fitted?.meanAbsolutePercentageError,
      let after = holdout.meanAbsolutePercentageError, after > FitLimits.smallError,
      after > FitLimits.errorGrowth * before
    {
      concerns.append(.errorGrows(training: before, holdout: after))
    }
    if let skill, skill <= 0 { concerns.append(.worseThanNaive(skill: skill)) }
    return concerns
  }

  /// What was known before, and done after.
  private var concernsOfPriors: [FitConcern] {
    var concerns: [FitConcern] = []
    let shifted = Self.worst(priorShifts) { $0 > FitLimits.priorDeviations }
    if !shifted.isEmpty { concerns.append(.priorConflict(worst: shifted)) }
    let untold = learnt.filter { $0.value < FitLimits.learntDistance }.map(\.name)
    if !untold.isEmpty { concerns.append(.priorDecides(channels: untold)) }
    if !contradictedChannels.isEmpty {
      concerns.append(.experimentConflict(channels: contradictedChannels))
    }
    if !edits.isEmpty { concerns.append(.edited(edits)) }
    return concerns
  }

  /// The largest values of those beyond a limit; NaN is beyond none.
  private static func worst(
    _ values: [Finding], where isBeyond: (Double) -> Bool
  ) -> [Finding] {
    Array(values.filter { isBeyond($0.value) }.sorted { $0.value > $1.value }.prefix(5))
  }
}

extension PredictionScores {
  /// Whether so few of independent periods would be in an honest 90 % interval by chance with less than
  /// ``FitLimits/coverageProbability``: P(X ≤ k) of a binomial X, which is I₀.₁(n − k, k + 1).
  fileprivate var isTooSure: Bool {
    let inside = (coverage90 * Double(periodCount)).rounded()
    let outside = Double(periodCount) - inside
    guard outside > 0 else { return false }
    return SpecialFunctions.regularizedBeta(outside, inside + 1, 0.1)
      < FitLimits.coverageProbability
  }
}
