import Synchronization

/// How far sampling has come.
public struct SamplingProgress: Sendable, Hashable {
  /// Transitions that one chain makes in all, warm-up included: more each time that chains draw again.
  public var transitionsPerChain: Int
  /// Transitions of one chain that are warm-up.
  public var warmup: Int
  /// Transitions done, `[chain]`.
  public var completed: [Int]
  /// How many times chains drew again because their draws had not reached the goal.
  public var extensions: Int
  /// Divergences since warm-up, all chains together, those of draws that are not kept among them.
  public var divergences: Int
  /// The present step size, `[chain]`; 0 for a chain that has not begun.
  public var stepSizes: [Double]
  /// Time since the start.
  public var elapsed: Duration

  /// The share of all transitions that is done, in [0, 1].
  public var fraction: Double {
    Double(completed.reduce(0, +)) / Double(transitionsPerChain * completed.count)
  }
}

/// Gathers what the chains report and hands it on, at most so often that nobody is held up.
final class ProgressReporter: Sendable {
  private struct State {
    var progress: SamplingProgress
    var lastReport: ContinuousClock.Instant
  }

  private static let interval = Duration.milliseconds(100)
  private let start = ContinuousClock.now
  private let state: Mutex<State>
  private let handler: @Sendable (SamplingProgress) -> Void

  init(
    configuration: SamplerConfiguration, handler: @escaping @Sendable (SamplingProgress) -> Void
  ) {
    self.handler = handler
    state = Mutex(
      State(
        progress: SamplingProgress(
          transitionsPerChain: configuration.warmup + configuration.draws,
          warmup: configuration.warmup,
          completed: Array(repeating: 0, count: configuration.chains), extensions: 0,
          divergences: 0,
          stepSizes: Array(repeating: 0, count: configuration.chains), elapsed: .zero),
        lastReport: start))
  }

  /// Takes one transition of `chain` into account. The handler is called while the lock is held, so
  /// that reports arrive one at a time and in order.
  func add(_ statistics: TransitionStatistics, chain: Int, isWarmup: Bool) {
    state.withLock { state in
      state.progress.completed[chain] += 1
      state.progress.stepSizes[chain] = statistics.stepSize
      if statistics.diverging && !isWarmup { state.progress.divergences += 1 }
      let now = ContinuousClock.now
      let isLast = state.progress.completed.allSatisfy { $0 == state.progress.transitionsPerChain }
      guard isLast || now - state.lastReport >= Self.interval else { return }
      state.lastReport = now
      state.progress.elapsed = now - start
      handler(state.progress)
    }
  }

  /// All transitions so far are warm-up, and so are `settling` more, before `draws`.
  func drawAgain(settling: Int, draws: Int) {
    state.withLock { state in
      state.progress.warmup = state.progress.transitionsPerChain + settling
      state.progress.transitionsPerChain = state.progress.warmup + draws
      state.progress.extensions += 1
      state.progress.divergences = 0
    }
  }
}
