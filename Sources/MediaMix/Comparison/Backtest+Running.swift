internal import MediaMixInference
internal import Synchronization

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension Backtest {
  /// How far a backtest has come.
  public struct Progress: Sendable, Hashable {
    /// How many windows there are.
    public var windowCount: Int
    /// How many of them are done.
    public var finishedCount: Int
    /// The share of all transitions of all windows that is done, in [0, 1].
    public var fraction: Double
    /// Time since the start.
    public var elapsed: Duration
  }

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
    threads: Int? = nil, progress: (@Sendable (Progress) -> Void)? = nil
  ) async throws -> Backtest {
    let origins = try plan.origins(
      periods: dataset.timeCount, year: configuration.model.seasonality.season)
    let meter = Meter(windowCount: origins.count, handler: progress)
    let outcomes = try await withThrowingTaskGroup(of: (Int, Outcome).self) { group in
      func start(_ index: Int) {
        let origin = WindowOrigin(
          dataset: dataset, trainingCount: origins[index], horizon: plan.horizon)
        group.addTask {
          let outcome = try await origin.outcome(configuration) {
            meter.show(index, fraction: $0.fraction)
          }
          meter.finish(index)
          return (index, outcome)
        }
      }
      let atOnce = min(
        max(1, threads ?? ProcessInfo.processInfo.activeProcessorCount), origins.count)
      (0..<atOnce).forEach(start)
      var next = atOnce
      var outcomes: [Int: Outcome] = [:]
      for try await (index, outcome) in group {
        outcomes[index] = outcome
        if next < origins.count {
          start(next)
          next += 1
        }
      }
      return outcomes.sorted { $0.key < $1.key }.map(\.value)
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

/// Gathers what windows report and hands it on.
private final class Meter: Sendable {
  private struct State {
    var fractions: [Double]
    var finishedCount = 0
  }

  private let begin = ContinuousClock.now
  private let state: Mutex<State>
  private let handler: (@Sendable (Backtest.Progress) -> Void)?

  init(windowCount: Int, handler: (@Sendable (Backtest.Progress) -> Void)?) {
    state = Mutex(State(fractions: Array(repeating: 0, count: windowCount)))
    self.handler = handler
  }

  /// A window is done when it is scored, not when it is sampled.
  func show(_ window: Int, fraction: Double) {
    update { $0.fractions[window] = min(fraction, 0.99) }
  }

  func finish(_ window: Int) {
    update {
      $0.fractions[window] = 1
      $0.finishedCount += 1
    }
  }

  /// The handler is called while the lock is held, so that reports arrive one at a time and in order.
  private func update(_ change: (inout State) -> Void) {
    guard let handler else { return }
    state.withLock { state in
      change(&state)
      let count = state.fractions.count
      handler(
        Backtest.Progress(
          windowCount: count, finishedCount: state.finishedCount,
          fraction: state.fractions.reduce(0, +) / Double(count),
          elapsed: ContinuousClock.now - begin))
    }
  }
}
