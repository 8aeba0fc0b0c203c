import Synchronization

/// All chains of one run, which take turns to run alone and to share what they have seen.
struct Ensemble {
  let configuration: SamplerConfiguration
  let threads: Int
  let shape: SamplerConfiguration.MetricShape
  let dimension: Int
  let blocks: [[Int]]
  /// The shape of the best mode, which low-rank metrics are relative to.
  let base: DirectionalScaling?
  var chains: [Chain]
  /// What step sizes are tuned for: more than the configuration's where draws that missed the goal
  /// diverged.
  var targetAcceptance: Double
  /// How often proposals for blocks were made: each time has random streams of its own, because chains
  /// stand where the streams before took them.
  var proposalRounds = 0

  /// Chains that stand at their starts.
  init(
    _ density: some ParameterizedDensity, configuration: SamplerConfiguration,
    from starts: ChainStarts, threads: Int
  ) async throws {
    self.configuration = configuration
    self.threads = max(1, threads)
    targetAcceptance = configuration.targetAcceptance
    dimension = density.dimension
    let shape =
      configuration.metric ?? (dimension <= Metric.mostDenseDimensions ? .dense : .lowRank)
    self.shape = shape
    blocks = density.blocks.filter { !$0.isEmpty }
    let modes = try await Self.modes(
      of: density, from: starts, seed: configuration.seed, after: configuration.chains,
      threads: self.threads)
    base =
      if case .directional(let maps) = modes.first?.shape { maps.first } else { nil }
    chains = try (0..<configuration.chains).map { index in
      var random = RandomStream(
        seed: configuration.seed, purpose: .initialization, index: index)
      guard let mode = modes.choose(using: &random) else {
        return try Chain(
          density, configuration: configuration, index: index, from: starts, using: &random)
      }
      return try Chain(
        density, configuration: configuration, index: index, from: .around(mode), using: &random,
        metric: shape == .diagonal ? nil : mode.shape)
    }
  }

  /// Runs every chain, at most ``threads`` at once; the result does not depend on the order.
  mutating func advance(
    _ work: @escaping @Sendable (inout Chain) throws -> Void
  ) async throws {
    let waiting = chains.map(WaitingChain.init)
    chains = []
    chains = try await BoundedTasks.map(waiting.count, atOnce: threads) {
      try waiting[$0].run(work)
    }
  }

  /// What all chains together cost so far.
  var effort: SamplingEffort {
    let outputs = chains.map(\.output)
    return SamplingEffort(
      warmupLeapfrogSteps: outputs.reduce(0) { $0 + $1.warmupLeapfrogSteps },
      samplingLeapfrogSteps: outputs.reduce(0) { $0 + $1.samplingLeapfrogSteps },
      warmupSeconds: outputs.reduce(0) { $0 + $1.warmupTime / .seconds(1) },
      samplingSeconds: outputs.reduce(0) { $0 + $1.samplingTime / .seconds(1) },
      wallSeconds: 0, warmup: outputs.first?.warmupTransitions,
      targetAcceptance: targetAcceptance)
  }

  /// Hands over the kept draws of all chains.
  mutating func takeDraws(layout: ParameterLayout) -> Draws {
    let statistics = chains.map(\.output.statistics)
    var values: [Double] = []
    values.reserveCapacity(chains.count * configuration.draws * layout.count)
    for index in chains.indices { values += chains[index].takeValues() }
    return Draws(layout: layout, values: values, statistics: statistics)
  }
}

/// A chain on its way into a task, which becomes its only owner: a task's closure would keep a copy, and
/// with it one of all draws.
private final class WaitingChain: Sendable {
  private let chain: Mutex<Chain?>

  init(_ chain: Chain) { self.chain = Mutex(chain) }

  /// The chain after some work, once.
  func run(_ work: (inout Chain) throws -> Void) throws -> Chain {
    guard var chain = chain.withLock({ $0.take() }) else {
      preconditionFailure("a chain that runs twice at once")
    }
    try work(&chain)
    return chain
  }
}
