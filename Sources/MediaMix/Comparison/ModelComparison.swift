public import MediaMixInference

/// One of several models of the same data, with everything that they are compared by.
public struct ModelCandidate: Sendable {
  /// What it is called.
  public let name: String
  /// The fit.
  public let fit: FittedModel
  /// Leave-one-out cross-validation over the training rows.
  public let leaveOneOut: LeaveOneOut
  /// Leave-future-out cross-validation over the last of them; nil where it was not asked for.
  public let leaveFutureOut: LeaveFutureOut?
  /// How it predicts the rows that were held out; nil without any.
  public let holdout: HoldoutScores?
  /// What its channels brought.
  public let metrics: [ChannelMetrics]

  /// A candidate.
  ///
  /// - Parameters:
  ///   - name: what to call it.
  ///   - fit: the fit.
  ///   - holdout: rows after its training data; nil without any.
  /// - Throws: ``PredictionError`` if those rows do not fit the model.
  public init(_ name: String, _ fit: FittedModel, holdout: Dataset?) throws(PredictionError) {
    var scores: HoldoutScores?
    if let holdout { scores = try fit.holdoutScores(holdout) }
    self.init(
      name: name, fit: fit, leaveOneOut: fit.leaveOneOut(), leaveFutureOut: nil, holdout: scores,
      metrics: fit.mediaMetrics())
  }

  private init(
    name: String, fit: FittedModel, leaveOneOut: LeaveOneOut, leaveFutureOut: LeaveFutureOut?,
    holdout: HoldoutScores?, metrics: [ChannelMetrics]
  ) {
    self.name = name
    self.fit = fit
    self.leaveOneOut = leaveOneOut
    self.leaveFutureOut = leaveFutureOut
    self.holdout = holdout
    self.metrics = metrics
  }

  /// The same with ``leaveFutureOut``: what to go by where the Pareto k of ``leaveOneOut`` are too
  /// large.
  ///
  /// - Parameters:
  ///   - periods: how many of the last periods are predicted.
  ///   - threads: how many chains run at once at most; nil: all.
  /// - Throws: as `FittedModel.leaveFutureOut(periods:threads:)`.
  public func leavingFutureOut(periods: Int, threads: Int? = nil) async throws -> ModelCandidate {
    ModelCandidate(
      name: name, fit: fit, leaveOneOut: leaveOneOut,
      leaveFutureOut: try await fit.leaveFutureOut(periods: periods, threads: threads),
      holdout: holdout, metrics: metrics)
  }
}

/// Several models of the same data side by side: which predicts best, how to mix them, and where their
/// answers differ.
public struct ModelComparison: Sendable {
  /// The models.
  public let candidates: [ModelCandidate]
  /// The weight of each in the best mixture of their predictions, by leave-one-out; `[candidate]`.
  /// Returns are mixed by these.
  ///
  /// No better than leave-one-out is: see `LeaveOneOut.unreliablePoints`, and ``futureWeights`` where
  /// there are any.
  public let weights: [Double]
  /// The same by leave-future-out: weights for predictions one period ahead, from few periods.
  /// `[candidate]`; empty where not all have ``ModelCandidate/leaveFutureOut``.
  public let futureWeights: [Double]
  /// How much worse each predicts than the best, with the standard error of that: 0 for the best,
  /// negative for all others; `[candidate]`.
  public let differences: [ElpdSum]
  /// What they say of each channel's return.
  public let returns: [ReturnAgreement]

  /// Compares models.
  ///
  /// - Precondition: one or more, fitted to the same rows.
  public init(_ candidates: [ModelCandidate]) {
    let datasets = candidates.map(\.fit.model.dataset)
    precondition(
      !datasets.isEmpty
        && datasets.allSatisfy {
          $0.dates == datasets[0].dates && $0.target == datasets[0].target
            && $0.channels == datasets[0].channels
        }, "models of other data")
    self.candidates = candidates
    let estimates = candidates.map(\.leaveOneOut)
    let weights = StackingWeights(estimates.map(\.pointwise)).weights
    self.weights = weights
    let futures = candidates.compactMap(\.leaveFutureOut)
    futureWeights =
      futures.count == candidates.count
      ? StackingWeights(futures.map { $0.periods.map(\.elpd) }).weights : []
    let best = estimates.indices.max { estimates[$0].elpd < estimates[$1].elpd } ?? 0
    differences = estimates.map { $0.difference(from: estimates[best]) }
    returns = datasets[0].channels.indices.map { channel in
      ReturnAgreement(candidates.map { $0.metrics[channel] }, weights: weights)
    }
  }

  /// How much worse each predicts one period ahead than the best of them; empty where not all have
  /// ``ModelCandidate/leaveFutureOut``.
  public var futureDifferences: [ElpdSum] {
    let futures = candidates.compactMap(\.leaveFutureOut)
    guard futures.count == candidates.count,
      let best = futures.max(by: { $0.elpd.value < $1.elpd.value })
    else { return [] }
    return futures.map { $0.difference(from: best) }
  }

  /// The observation at a place of `LeaveOneOut.points`: its period, and its geo in geo data.
  public func observation(_ point: Int) -> (date: CalendarDate, geo: String?) {
    let dataset = candidates[0].fit.model.dataset
    let (time, geo) = point.quotientAndRemainder(dividingBy: dataset.target.geoCount)
    return (dataset.dates[time], dataset.geoName(geo))
  }
}
