extension Ensemble {
  /// Chains whose mean log densities are farther apart than this, and than by chance, have not yet met.
  private static let mostApart = 6.0
  /// How often each transition tries every block.
  private static let sweeps = 3

  /// Tunes all chains, window by window.
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
  mutating func shareMetric(
    ofNewest count: Int, after window: WarmupSchedule.Window
  ) {
    let draws = chains.map(\.warmupDraws)
    let means = draws.map { $0.meanLogDensity(ofNewest: count) }
    let best = means.max() ?? 0
    // Chains that agree differ by chance: a log density of D dimensions has a variance of about D/2.
    let byChance = 3 * (0.5 * Double(dimension)).squareRoot()
    let together = means.allSatisfy { $0 > best - Self.mostApart - byChance }
    let common =
      together ? FisherMetric.metric(of: draws, newest: count, shape: shape, base: base) : nil
    for index in chains.indices {
      guard
        let metric = common
          ?? FisherMetric.metric(of: [draws[index]], newest: count, shape: shape, base: base)
      else { continue }
      chains[index].change(to: metric, after: window)
    }
  }

  /// Proposals for blocks, of the newer draws of all chains.
  mutating func beginBlockMoves() {
    guard !blocks.isEmpty else { return }
    let firstStream = proposalRounds * (chains.count + 1)
    proposalRounds += 1
    let draws = chains.map(\.warmupDraws)
    let count = draws.map(\.count).min() ?? 0
    let newest = count * 6 / 10
    var random = RandomStream(
      seed: configuration.seed, purpose: .block, index: firstStream + chains.count)
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
          random: RandomStream(
            seed: configuration.seed, purpose: .block, index: firstStream + index)))
    }
  }
}
