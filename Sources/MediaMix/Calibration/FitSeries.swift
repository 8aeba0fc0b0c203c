internal import MediaMixInference
internal import Synchronization

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// How far a series of fits has come.
public struct FitSeriesProgress: Sendable, Hashable {
  /// How many fits there are.
  public var count: Int
  /// How many of them are done.
  public var finishedCount: Int
  /// The share of all transitions of all fits that is done, in [0, 1].
  public var fraction: Double
  /// Time since the start.
  public var elapsed: Duration
}

/// Many fits that do not depend on one another.
///
/// Fits run in parallel, the chains of each one after another: chains of one fit wait for one another
/// at the ends of warm-up's windows, fits never do.
enum FitSeries {
  /// The results of all fits, in their order.
  ///
  /// - Parameters:
  ///   - count: how many, ≥ 1.
  ///   - threads: how many run at once at most; nil: as many as there are processors.
  ///   - progress: told how far the series has come, from any thread but never twice at once.
  ///   - result: of the fit at an index, which it should make on one thread and whose progress it
  ///     hands on.
  /// - Throws: the first error of any fit, or `CancellationError`.
  static func run<Result: Sendable>(
    count: Int, threads: Int?, progress: (@Sendable (FitSeriesProgress) -> Void)?,
    result:
      @escaping @Sendable (
        _ index: Int, _ progress: @escaping @Sendable (SamplingProgress) -> Void
      ) async throws -> Result
  ) async throws -> [Result] {
    let meter = FitSeriesMeter(count: count, handler: progress)
    return try await BoundedTasks.map(
      count, atOnce: max(1, threads ?? ProcessInfo.processInfo.activeProcessorCount)
    ) { index in
      let result = try await result(index) { meter.show(index, fraction: $0.fraction) }
      meter.finish(index)
      return result
    }
  }
}

/// Gathers what fits report and hands it on.
private final class FitSeriesMeter: Sendable {
  private struct State {
    var fractions: [Double]
    var finishedCount = 0
  }

  private let begin = ContinuousClock.now
  private let state: Mutex<State>
  private let handler: (@Sendable (FitSeriesProgress) -> Void)?

  init(count: Int, handler: (@Sendable (FitSeriesProgress) -> Void)?) {
    state = Mutex(State(fractions: Array(repeating: 0, count: count)))
    self.handler = handler
  }

  /// A fit is done when what is asked of it is known, not when it is sampled.
  func show(_ index: Int, fraction: Double) {
    update { $0.fractions[index] = min(fraction, 0.99) }
  }

  func finish(_ index: Int) {
    update {
      $0.fractions[index] = 1
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
        FitSeriesProgress(
          count: count, finishedCount: state.finishedCount,
          fraction: state.fractions.reduce(0, +) / Double(count),
          elapsed: ContinuousClock.now - begin))
    }
  }
}
