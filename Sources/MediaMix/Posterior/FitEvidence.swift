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
  /// How many draws of the posterior there are, all chains together.
  package var drawCount = 4000
  /// How many geos the KPI is of; 0 for national data.
  package var geoCount = 0
  /// Scores of the training periods, of geo data of all geos together.
  package var fitted: PredictionScores?
  /// Scores of the periods that the model has not seen.
  package var holdout: PredictionScores?
  /// What the model's prediction of those is better by than a naive one.
  package var skill: Double?
  /// How far each parameter's posterior mean is from the prior's, in standard deviations of the prior.
  package var priorShifts: [Finding] = []
  /// How far prior and posterior of each channel's coefficient are apart, on average over its geos.
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
    let disagreeing = Self.worst(
      results.map { Finding(name: $0.name, value: $0.summary.rHat) }
        .filter { $0.value > FitLimits.rHat })
    if !disagreeing.isEmpty { concerns.append(.resultsDisagree(worst: disagreeing)) }
    let apart = parameterRHats.filter { $0.value > FitLimits.parameterRHat }
    if !apart.isEmpty {
      concerns.append(.parametersDisagree(worst: Self.worst(apart), count: apart.count))
    }
    if divergentShare > FitLimits.divergentShare {
      concerns.append(.manyDivergences(share: divergentShare))
    }
    let noisy = Self.worst(
      results.map { Finding(name: $0.name, value: -$0.summary.essBulk) }
        .filter { $0.value > -FitLimits.effectiveSampleSize })
    if !noisy.isEmpty {
      concerns.append(
        .resultsNoisy(worst: noisy.map { Finding(name: $0.name, value: -$0.value) }))
    }
    let graver = concerns
    concerns += warnings.filter { concernsResults($0) && !Self.isSaid($0, by: graver) }
      .map { .convergence($0) }
    return concerns + concernsOfFit + concernsOfPriors
  }

  /// Whether a warning is about what people use, not about parameters that no result depends on.
  private func concernsResults(_ warning: ConvergenceWarning) -> Bool {
    switch warning {
    case .highRHat(_, _, let limit, _, _, _, _): results.contains { $0.summary.rHat > limit }
    case .lowEffectiveSampleSize(let part, _, _, let limit, _, _, _):
      results.contains { (part == .bulk ? $0.summary.essBulk : $0.summary.essTail) < limit }
    case .divergences(let count, let draws, _):
      Double(count) >= FitLimits.carefulDivergentShare * Double(draws)
    case .notFinite, .tooFewDraws, .lowEnergyFraction, .saturatedTrees, .constant, .singleChain:
      true
    }
  }

  /// Whether a graver concern says the same with other numbers.
  private static func isSaid(_ warning: ConvergenceWarning, by concerns: [FitConcern]) -> Bool {
    concerns.contains { concern in
      switch (concern, warning) {
      case (.resultsDisagree, .highRHat), (.parametersDisagree, .highRHat),
        (.manyDivergences, .divergences), (.resultsNoisy, .lowEffectiveSampleSize):
        true
      default: false
      }
    }
  }

  /// How the model agrees with the KPI, seen and unseen.
  private var concernsOfFit: [FitConcern] {
    var concerns: [FitConcern] = []
    if negativeBaseline > FitLimits.negativeBaseline {
      concerns.append(.negativeBaseline(probability: negativeBaseline))
    }
    if let share = fitted?.rSquared, share < FitLimits.explainedShare {
      concerns.append(.littleExplained(rSquared: share, geos: geoCount))
    }
    if let fitted, fitted.isTooSure {
      concerns.append(
        .tooSureOfTraining(
          coverage: fitted.coverage90, periods: fitted.periodCount, geos: geoCount))
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
    let shifted = priorShifts.filter { $0.value > FitLimits.priorDeviations }
    if !shifted.isEmpty {
      concerns.append(.priorConflict(worst: Self.worst(shifted), count: shifted.count))
    }
    let limit = FitLimits.learntDistance(draws: drawCount)
    let untold = learnt.filter { $0.value < limit }.map(\.name)
    if !untold.isEmpty { concerns.append(.priorDecides(channels: untold, of: learnt.count)) }
    if !contradictedChannels.isEmpty {
      concerns.append(.experimentConflict(channels: contradictedChannels))
    }
    if !edits.isEmpty { concerns.append(.edited(edits)) }
    return concerns
  }

  /// The five largest values, none of which is NaN.
  private static func worst(_ values: [Finding]) -> [Finding] {
    Array(values.sorted { $0.value > $1.value }.prefix(5))
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
