extension Sampler {
  /// Draws from `density`.
  ///
  /// - Parameters:
  ///   - density: what to sample.
  ///   - starts: where chains start, in the density's coordinates.
  ///   - threads: how many chains run at once at most; nil for all of them. The draws do not depend
  ///     on it.
  ///   - progress: told how far sampling has come, about ten times a second and at the end, from
  ///     any thread but never twice at once.
  /// - Returns: the kept draws of all chains, and what they cost.
  /// - Throws: ``SamplerError/noPossibleStart(chain:attempts:place:advice:)``; `CancellationError`
  ///   once the task is cancelled.
  public func sample<Density: ParameterizedDensity>(
    _ density: Density, from starts: ChainStarts, threads: Int? = nil,
    progress: (@Sendable (SamplingProgress) -> Void)? = nil
  ) async throws -> (draws: Draws, effort: SamplingEffort) {
    let clock = ContinuousClock()
    let begin = clock.now
    let reporter = progress.map { ProgressReporter(configuration: configuration, handler: $0) }
    var ensemble = try await Ensemble(
      density, configuration: configuration, from: starts,
      threads: threads ?? configuration.chains)
    try await ensemble.warmUp(progress: reporter)
    let thinning = try await ensemble.draw(progress: reporter)
    var effort = ensemble.effort
    effort.thinning = thinning
    let draws = ensemble.takeDraws(layout: density.layout)
    effort.wallSeconds = (clock.now - begin) / .seconds(1)
    return (draws, effort)
  }
}

/// All chains of one run, which take turns to run alone and to share what they have seen.
private struct Ensemble {
  private let configuration: SamplerConfiguration
  private let threads: Int
  private let shape: SamplerConfiguration.MetricShape
  private let dimension: Int
  private let blocks: [[Int]]
  private var chains: [Chain]
  /// What step sizes are tuned for: smaller steps where those of the configuration diverged.
  private var targetAcceptance: Double

  /// Chains that stand at their starts.
  init(
    _ density: some ParameterizedDensity, configuration: SamplerConfiguration,
    from starts: ChainStarts, threads: Int
  ) async throws {
    self.configuration = configuration
    self.threads = max(1, threads)
    targetAcceptance = configuration.targetAcceptance
    dimension = density.dimension
    shape = configuration.metric ?? (dimension <= Self.mostDense ? .dense : .diagonal)
    blocks = density.blocks.filter { !$0.isEmpty }
    let modes = try await Self.modes(
      of: density, from: starts, configuration, threads: self.threads)
    let isDense = shape == .dense
    chains = try (0..<configuration.chains).map { index in
      var random = RandomStream(
        seed: configuration.seed, purpose: .initialization, index: index)
      guard let mode = modes.choose(using: &random) else {
        return try Chain(
          density, configuration: configuration, index: index, from: starts, using: &random)
      }
      return try Chain(
        density, configuration: configuration, index: index, from: .around(mode), using: &random,
        metric: isDense ? mode.factor.map(Metric.dense) : nil)
    }
  }

  /// The modes that climbs from `starts` find; none where no climb is asked for.
  private static func modes(
    of density: some ParameterizedDensity, from starts: ChainStarts,
    _ configuration: SamplerConfiguration, threads: Int
  ) async throws -> [PosteriorMode] {
    let count = starts.climbs
    guard count > 0 else { return [] }
    let shares = min(threads, count)
    let climbs = try await withThrowingTaskGroup(of: [(Int, Climb)].self) { group in
      for share in 0..<shares {
        group.addTask {
          var bound = BoundDensity(density)
          var climbs: [(Int, Climb)] = []
          for index in stride(from: share, to: count, by: shares) {
            try Task.checkCancellation()
            var random = RandomStream(
              seed: configuration.seed, purpose: .initialization,
              index: configuration.chains + index)
            if let climb = bound.climb(from: starts, using: &random) {
              climbs.append((index, climb))
            }
          }
          return climbs
        }
      }
      var climbs: [(Int, Climb)] = []
      for try await share in group { climbs += share }
      return climbs.sorted { $0.0 < $1.0 }.map(\.1)
    }
    var bound = BoundDensity(density)
    return ModeSearch.modes(of: climbs) { bound.evaluate(at: $0, gradient: &$1) }
  }

  /// Beyond so many dimensions a full metric costs more than it gains.
  private static let mostDense = 250

  /// Runs every chain, at most ``threads`` at once; the result does not depend on the order.
  private mutating func advance(
    _ work: @escaping @Sendable (inout Chain) throws -> Void
  ) async throws {
    let count = chains.count
    var waiting = chains.map(Optional.some)
    chains = []
    let finished = try await withThrowingTaskGroup(of: (Int, Chain).self) { group in
      var next = 0
      func start() {
        guard next < count, let chain = waiting[next].take() else { return }
        let index = next
        next += 1
        group.addTask {
          var chain = chain
          try work(&chain)
          return (index, chain)
        }
      }
      for _ in 0..<min(threads, count) { start() }
      var finished: [Chain?] = Array(repeating: nil, count: count)
      for try await (index, chain) in group {
        finished[index] = chain
        start()
      }
      return finished
    }
    chains = finished.compactMap(\.self)
  }

  // MARK: Warm-up

  mutating func warmUp(progress: ProgressReporter?) async throws {
    let windows = WarmupSchedule(transitions: configuration.warmup).windows
    let last = windows.lastIndex { $0.metricDraws != nil }
    for (index, window) in windows.enumerated() {
      try await advance { try $0.warmUp(window, progress: progress) }
      if let count = window.metricDraws { shareMetric(ofNewest: count, after: window) }
      if index == last { beginBlockMoves() }
    }
  }

  /// Gives the chains a new metric of their newest draws: one of all together, unless some are still
  /// far from where the others are.
  private mutating func shareMetric(
    ofNewest count: Int, after window: WarmupSchedule.Window
  ) {
    let draws = chains.map(\.warmupDraws)
    let means = draws.map { $0.meanLogDensity(ofNewest: count) }
    let best = means.max() ?? 0
    // Chains that agree differ by chance: a log density of D dimensions has a variance of about D/2.
    let byChance = 3 * (0.5 * Double(dimension)).squareRoot()
    let together = means.allSatisfy { $0 > best - Self.mostApart - byChance }
    let common =
      together ? FisherMetric.metric(of: draws, newest: count, shape: shape) : nil
    for index in chains.indices {
      guard
        let metric = common
          ?? FisherMetric.metric(of: [draws[index]], newest: count, shape: shape)
      else { continue }
      chains[index].change(to: metric, after: window)
    }
  }

  /// Chains whose mean log densities are farther apart than this, and than by chance, have not yet met.
  private static let mostApart = 6.0

  /// Proposals for blocks, of the newer draws of all chains.
  private mutating func beginBlockMoves() {
    guard !blocks.isEmpty else { return }
    let draws = chains.map(\.warmupDraws)
    let count = draws.map(\.count).min() ?? 0
    let newest = count * 6 / 10
    var random = RandomStream(seed: configuration.seed, purpose: .block, index: chains.count)
    let proposals = blocks.compactMap { block in
      GaussianMixture(
        fittedTo: draws.flatMap { $0.positions(ofNewest: newest, coordinates: block) },
        dimension: block.count, using: &random
      ).map { (coordinates: block, proposal: BlockProposal($0)) }
    }
    for index in chains.indices {
      chains[index].begin(
        BlockMoves(
          proposals, sweeps: Self.sweeps, dimension: dimension,
          random: RandomStream(seed: configuration.seed, purpose: .block, index: index)))
    }
  }

  private static let sweeps = 3

  // MARK: Draws

  /// Draws, again and again until the goal is reached where there is one; transitions per draw.
  mutating func draw(progress: ProgressReporter?) async throws -> Int {
    // Of fewer draws nothing can be said.
    guard let goal = configuration.goal, configuration.draws >= ConvergenceReport.neededDraws else {
      try await draw(thinning: 1, isLast: true, progress: progress)
      return 1
    }
    var (thinning, next) = (1, 1)
    try await draw(thinning: thinning, isLast: false, progress: progress)
    while next <= goal.maximumThinning, try await !isReached(goal) {
      try await learn(fromDrawsThinnedBy: thinning, drawingNext: next, progress: progress)
      (thinning, next) = (next, 2 * next)
      try await draw(thinning: thinning, isLast: next > goal.maximumThinning, progress: progress)
    }
    return thinning
  }

  private mutating func draw(
    thinning: Int, isLast: Bool, progress: ProgressReporter?
  ) async throws {
    let count = configuration.draws
    if isLast { for index in chains.indices { chains[index].forgetRecord() } }
    try await advance {
      try $0.draw(count, thinning: thinning, records: !isLast, progress: progress)
    }
  }

  /// Makes warm-up of all draws: metric, proposals and step size are learned anew of them. Chains have
  /// then seen more of the posterior, and know the ways between its pockets.
  private mutating func learn(
    fromDrawsThinnedBy thinning: Int, drawingNext next: Int, progress: ProgressReporter?
  ) async throws {
    let window = WarmupSchedule.settling(transitions: configuration.draws * thinning)
    if chains.contains(where: { $0.output.statistics.contains(where: \.diverging) }) {
      targetAcceptance = 1 - (1 - targetAcceptance) / 2
    }
    progress?.extend(by: window.length + configuration.draws * next)
    for index in chains.indices {
      chains[index].returnToWarmup(thinning: thinning, targetAcceptance: targetAcceptance)
    }
    shareMetric(ofNewest: window.metricDraws ?? 0, after: window)
    beginBlockMoves()
    try await advance { try $0.warmUp(window, progress: progress) }
  }

  private func isReached(_ goal: ConvergenceGoal) async throws -> Bool {
    let chains = chains
    let count = chains[0].output.values.count / configuration.draws
    let share = max(1, (count + threads - 1) / threads)
    return try await withThrowingTaskGroup(of: Bool.self) { group in
      for first in stride(from: 0, to: count, by: share) {
        group.addTask {
          for scalar in first..<min(first + share, count) {
            try Task.checkCancellation()
            guard goal.isReached(by: chains.map { $0.draws(of: scalar) }) else { return false }
          }
          return true
        }
      }
      for try await isReached in group where !isReached {
        group.cancelAll()
        return false
      }
      return true
    }
  }

  var effort: SamplingEffort {
    let outputs = chains.map(\.output)
    return SamplingEffort(
      warmupLeapfrogSteps: outputs.reduce(0) { $0 + $1.warmupLeapfrogSteps },
      samplingLeapfrogSteps: outputs.reduce(0) { $0 + $1.samplingLeapfrogSteps },
      warmupSeconds: outputs.reduce(0) { $0 + $1.warmupTime / .seconds(1) },
      samplingSeconds: outputs.reduce(0) { $0 + $1.samplingTime / .seconds(1) },
      wallSeconds: 0, warmup: outputs.first?.warmupTransitions)
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

extension BoundDensity {
  /// The log density at `position`, `[dimension]`, and its gradient.
  fileprivate mutating func evaluate(at position: [Double], gradient: inout [Double]) -> Double {
    evaluate(at: position, row: 0..<dimension, gradient: &gradient)
  }

  /// The climb from the first possible place; nil where none is possible.
  fileprivate mutating func climb(
    from starts: ChainStarts, using random: inout RandomStream
  ) -> Climb? {
    var climb: Climb?
    _ = starts.firstPlace(of: dimension, using: &random) { place in
      climb = Climb(from: place) { evaluate(at: $0, gradient: &$1) }
      return climb != nil
    }
    return climb
  }
}
