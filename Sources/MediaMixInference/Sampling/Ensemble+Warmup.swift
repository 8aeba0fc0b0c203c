extension Ensemble {
  /// Chains whose mean log densities are farther apart than this, and than by chance, have not yet met.
  private static let mostApart = 6.0
  /// How often each transition tries every block: three times, or fewer where blocks are so many that their
  /// tries would cost more than the trajectory.
  private var sweeps: Int { max(1, min(3, Self.mostTries / blocks.count)) }
  private static let mostTries = 30

  /// Tunes all chains, window by window.
  mutating func warmUp(progress: ProgressReporter?) async throws {
    let windows = WarmupSchedule(transitions: configuration.warmup).windows
    let last = windows.lastIndex { $0.metricDraws != nil }
    for (index, window) in windows.enumerated() {
      try await advance { try $0.warmUp(window, progress: progress) }
      if let count = window.metricDraws { shareMetric(ofNewest: count, after: window) }
      if index == last { try await beginBlockMoves() }
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
  mutating func beginBlockMoves() async throws {
    guard !blocks.isEmpty else { return }
    let firstStream = proposalRounds * (chains.count + blocks.count)
    proposalRounds += 1
    let proposals = try await proposals(firstStream: firstStream + chains.count)
    for index in chains.indices {
      chains[index].begin(
        BlockMoves(
          proposals, sweeps: sweeps,
          random: RandomStream(
            seed: configuration.seed, purpose: .block, index: firstStream + index)))
    }
  }

  /// Of each block that one can be made for; as many at once as there are threads.
  ///
  /// - Parameter firstStream: the random stream of the first block; each has its own.
  private func proposals(
    firstStream: Int
  ) async throws -> [(coordinates: [Int], proposal: BlockProposal)] {
    let draws = chains.map(\.warmupDraws)
    let newest = (draws.map(\.count).min() ?? 0) * 6 / 10
    let (blocks, seed) = (blocks, configuration.seed)
    // The last is the block of all coordinates and takes longest: it goes first.
    let order = Array(blocks.indices.reversed())
    let proposals = try await BoundedTasks.map(order.count, atOnce: threads) { place in
      let index = order[place]
      var random = RandomStream(seed: seed, purpose: .block, index: firstStream + index)
      let block = blocks[index]
      return GaussianMixture(
        fittedTo: draws.flatMap { $0.positions(ofNewest: newest, coordinates: block) },
        dimension: block.count, using: &random
      ).map(BlockProposal.init)
    }
    return zip(order, proposals).reversed().compactMap { index, proposal in
      proposal.map { (coordinates: blocks[index], proposal: $0) }
    }
  }
}
