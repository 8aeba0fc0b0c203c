extension Ensemble {
  /// Draws, again and again until the goal is reached where there is one; transitions per draw.
  mutating func draw(progress: ProgressReporter?) async throws -> Int {
    // Of fewer draws nothing can be said.
    guard let goal = configuration.goal, configuration.draws >= ConvergenceReport.neededDraws else {
      try await draw(thinning: 1, isLast: true, progress: progress)
      return 1
    }
    // What is learned of the first draws may be all that was missing: they are repeated as they were.
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
    progress?.drawAgain(settling: window.length, draws: configuration.draws * next)
    for index in chains.indices {
      chains[index].returnToWarmup(thinning: thinning, targetAcceptance: targetAcceptance)
    }
    shareMetric(ofNewest: window.metricDraws ?? 0, after: window)
    try await beginBlockMoves()
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
}
