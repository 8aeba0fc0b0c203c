internal import MediaMixInference

extension FittedModel {
  /// Whether the numbers of this fit can be used, and what must be known before they are; rules and
  /// limits are those of ``FitConcern`` and ``FitLimits``.
  ///
  /// What is not given is computed, which takes about as long as it takes to get it otherwise.
  ///
  /// - Parameters:
  ///   - summary: the fit's own ``summary()``, if it is at hand.
  ///   - metrics: its ``mediaMetrics()`` of all periods.
  ///   - fitted: the scores of its ``fittedValues()``.
  ///   - holdout: its ``holdoutScores()``; where no rows were kept, those of rows that were held out
  ///     otherwise.
  ///   - priors: its ``priorComparison(summary:priorDraws:)``.
  public func verdict(
    summary: [ParameterSummary]? = nil, metrics: [ChannelMetrics]? = nil,
    fitted: PredictionScores? = nil, holdout: HoldoutScores? = nil,
    priors: [PriorComparison]? = nil
  ) -> FitVerdict {
    let summary = summary ?? self.summary()
    let metrics = metrics ?? mediaMetrics()
    let holdout = holdout ?? holdoutScores()
    var evidence = FitEvidence()
    if hasWholeChains {
      evidence.warnings = convergence(summary: summary).warnings
      evidence.parameterRHats = summary.map {
        FitEvidence.Finding(name: $0.name, value: $0.statistics.rHat)
      }
      evidence.results = results(metrics)
      evidence.divergentShare =
        Double(divergenceCount) / Double(draws.chainCount * draws.drawCount)
    }
    evidence.negativeBaseline = metrics.probabilityOfNegativeBaseline
    evidence.drawCount = draws.chainCount * draws.drawCount
    evidence.geoCount = model.dataset.geos.count
    evidence.fitted = fitted ?? fittedValues().scores(seed: sampler.seed)
    evidence.holdout = holdout?.model
    evidence.skill = holdout?.skill
    addPriors(priors ?? priorComparison(summary: summary), summary: summary, to: &evidence)
    evidence.contradictedChannels = experimentResults.filter { $0.contradictsData || $0.isMissed }
      .map(\.test.channel).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    evidence.edits = edits
    return FitVerdict(evidence)
  }

  /// What people use, with diagnostics: each channel's contribution, which its return goes with, and the
  /// baseline.
  private func results(
    _ metrics: [ChannelMetrics]
  ) -> [(name: String, summary: ScalarSummary)] {
    func chains(_ values: [Double]) -> [[Double]] {
      (0..<draws.chainCount).map {
        Array(values[$0 * draws.drawCount..<($0 + 1) * draws.drawCount])
      }
    }
    let channels = metrics.map { ("contribution of \($0.name)", $0.contributionDraws) }
    return (channels + [("baseline", metrics.baselineShares)]).map { name, values in
      (name, ScalarSummary(chains: chains(values)))
    }.filter { !$0.1.isConstant }
  }

  private func addPriors(
    _ priors: [PriorComparison], summary: [ParameterSummary], to evidence: inout FitEvidence
  ) {
    evidence.priorShifts = zip(priors, summary).compactMap { prior, posterior in
      guard prior.distance != nil, prior.priorDeviation > 0, prior.priorDeviation.isFinite else {
        return nil
      }
      let shift = (posterior.statistics.mean - prior.priorMean).magnitude / prior.priorDeviation
      return FitEvidence.Finding(name: prior.name, value: shift)
    }
    let first = model.parameters.offset(of: .mediaCoefficient)
    let geoCount = model.dataset.media.geoCount
    evidence.learnt = model.dataset.channels.enumerated().compactMap { channel, name in
      let distances = (0..<geoCount).compactMap {
        priors[first + channel * geoCount + $0].distance?.hellinger
      }
      guard !distances.isEmpty else { return nil }
      return FitEvidence.Finding(
        name: name, value: distances.reduce(0, +) / Double(distances.count))
    }
  }
}

extension [ChannelMetrics] {
  /// The share of the KPI that media have no part in, draw by draw.
  fileprivate var baselineShares: [Double] {
    map(\.contributionDraws).sumOfRows.map { 1 - $0 }
  }

  /// The share of draws in which the KPI without media is negative.
  ///
  /// Media that raise the KPI have a negative share of it only where all of it is negative, and the
  /// baseline with it; the baseline's share is above 1 then.
  fileprivate var probabilityOfNegativeBaseline: Double {
    let shares = baselineShares
    return Double(shares.count { !(0...1).contains($0) }) / Double(shares.count)
  }
}
