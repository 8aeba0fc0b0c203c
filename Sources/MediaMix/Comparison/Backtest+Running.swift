internal import MediaMixInference

extension Backtest {
  /// Fits and scores every window of a plan.
  ///
  /// Windows run in parallel, the chains of each one after another; each window has a seed of its own,
  /// which follows from the sampler's, so that the result does not depend on the number of threads. An
  /// experiment informs the windows that begin after it was over. A window whose rows cannot be learnt
  /// from, because a channel had not begun, say, is left out and told in ``skipped``.
  ///
  /// - Parameters:
  ///   - dataset: all rows.
  ///   - configuration: the model and how to sample; `train_until` is not looked at.
  ///   - plan: the windows.
  ///   - threads: how many windows run at once at most; nil: as many as there are processors.
  ///   - progress: told how far it has come, from any thread but never twice at once.
  /// - Throws: ``BacktestError``; as ``MediaMixModel/init(dataset:specification:)`` and
  ///   ``MediaMixModel/fit(_:initialization:schema:threads:progress:)``.
  public static func run(
    _ dataset: Dataset, configuration: Configuration, plan: BacktestPlan = BacktestPlan(),
    threads: Int? = nil, progress: (@Sendable (FitSeriesProgress) -> Void)? = nil
  ) async throws -> Backtest {
    let origins = try plan.origins(
      periods: dataset.timeCount, year: configuration.model.seasonality.season)
    let outcomes = try await FitSeries.run(
      count: origins.count, threads: threads, progress: progress
    ) { index, progress in
      try await WindowOrigin(
        dataset: dataset, trainingCount: origins[index], horizon: plan.horizon
      ).outcome(configuration, progress: progress)
    }
    return try Backtest(outcomes, of: dataset)
  }

  private init(_ outcomes: [Outcome], of dataset: Dataset) throws(BacktestError) {
    let skipped = outcomes.compactMap(\.skipped)
    self.init(
      channels: dataset.channels, dates: dataset.dates,
      observed: dataset.target.series(column: 0, place: nil),
      windows: outcomes.compactMap(\.scored), skipped: skipped)
    if windows.isEmpty, let last = skipped.last {
      throw .noUsableWindow(windows: skipped.count, reason: last.reason.description)
    }
  }
}

/// What became of a window.
private enum Outcome: Sendable {
  case scored(Backtest.Window)
  case skipped(Backtest.SkippedWindow)

  var scored: Backtest.Window? {
    if case .scored(let window) = self { window } else { nil }
  }

  var skipped: Backtest.SkippedWindow? {
    if case .skipped(let window) = self { window } else { nil }
  }
}

/// What a window learns from and what it predicts.
private struct WindowOrigin: Sendable {
  let dataset: Dataset
  let trainingCount: Int
  let horizon: Int

  /// Fits and scores the window.
  func outcome(
    _ configuration: Configuration, progress: @escaping @Sendable (SamplingProgress) -> Void
  ) async throws -> Outcome {
    let model: MediaMixModel
    switch try modelOrReason(configuration.model) {
    case .success(let usable): model = usable
    case .failure(let reason):
      return .skipped(
        Backtest.SkippedWindow(
          trainingCount: trainingCount, first: dataset.dates[trainingCount], reason: reason))
    }
    let fit = try await model.fit(
      configuration.sampler.forPart(trainingCount), initialization: configuration.initialization,
      schema: configuration.data, threads: 1, progress: progress)
    return .scored(try window(fit))
  }

  /// The model of what the window learns from, or why there is none.
  private func modelOrReason(
    _ specification: ModelSpecification
  ) throws -> Result<MediaMixModel, DataError> {
    do {
      let training = dataset.rows(0..<trainingCount)
      try training.requireVariation()
      return .success(
        try MediaMixModel(
          dataset: training,
          specification: specification.known(before: dataset.dates[trainingCount])))
    } catch let error as DataError {
      return .failure(error)
    }
  }

  private func window(_ fit: FittedModel) throws -> Backtest.Window {
    let held = dataset.rows(trainingCount..<trainingCount + horizon)
    let prediction = try fit.predict(FutureRows(held))
    return Backtest.Window(
      trainingCount: trainingCount, scores: fit.scores(of: prediction, rows: held),
      forecast: prediction.totalPeriods(noise: true, seed: fit.sampler.seed),
      returns: fit.mediaMetrics().map(\.returnOnInvestment),
      largestRHat: fit.largestRHat, divergenceCount: fit.divergenceCount)
  }
}
