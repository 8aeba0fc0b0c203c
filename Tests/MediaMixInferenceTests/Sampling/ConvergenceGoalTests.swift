import MediaMixInference
import Synchronization
import Testing

@Suite("Goals of convergence")
struct ConvergenceGoalTests {
  /// Two coordinates that go together, which single steps explore slowly.
  private let density = ClosureDensity.normal(
    mean: [1, 2], precision: [[5, -4.5], [-4.5, 5]])

  private func configuration(draws: Int, goal: ConvergenceGoal? = nil) -> SamplerConfiguration {
    SamplerConfiguration(
      chains: 2, warmup: 19, draws: draws, goal: goal, maximumTreeDepth: 1, seed: 3)
  }

  private func sample(_ configuration: SamplerConfiguration) async throws -> (
    draws: Draws, effort: SamplingEffort
  ) {
    try await Sampler(configuration).sample(density, from: .near([1, 2]), threads: 2)
  }

  @Test("An extended chain is the longer chain, of which every fourth draw is kept")
  func thinning() async throws {
    let goal = ConvergenceGoal(effectiveSampleSize: 1e9, maximumThinning: 7)
    let extended = try await sample(configuration(draws: 40, goal: goal))
    let long = try await sample(configuration(draws: 160))
    #expect(extended.effort.thinning == 4 && long.effort.thinning == 1)
    #expect(extended.effort.samplingLeapfrogSteps == long.effort.samplingLeapfrogSteps)
    for chain in 0..<2 {
      for draw in 0..<40 {
        let last = chain * 160 + 4 * draw + 3
        #expect(extended.draws.draw(chain * 40 + draw) == long.draws.draw(last))
        #expect(
          extended.draws.statistics[chain][draw] == long.draws.statistics[chain][4 * draw + 3])
      }
    }
  }

  @Test("Chains stop as soon as the goal is reached, and are as good as it asks for")
  func reached() async throws {
    let short = try await sample(configuration(draws: 500))
    let worst = (0..<2).map { Convergence.bulkESS(short.draws.chains(of: $0)) }.min() ?? 0
    #expect(worst < 300)
    let goal = ConvergenceGoal(effectiveSampleSize: 300, rHat: 1.05, maximumThinning: 4096)
    let result = try await sample(configuration(draws: 500, goal: goal))
    let thinning = try #require(result.effort.thinning)
    #expect(thinning > 1 && thinning < 4096)
    #expect(result.draws.drawCount == 500)
    for scalar in 0..<2 {
      let summary = ScalarSummary(chains: result.draws.chains(of: scalar))
      #expect(summary.essBulk >= 300 && summary.essTail >= 300 && summary.rHat <= 1.05)
    }
    let easy = ConvergenceGoal(effectiveSampleSize: 1, rHat: 10)
    #expect(try await sample(configuration(draws: 500, goal: easy)).draws == short.draws)
  }

  @Test("A number of draws means exactly so many transitions; none means a goal")
  func configurations() {
    #expect(SamplerConfiguration().goal == ConvergenceGoal())
    #expect(SamplerConfiguration(warmup: 50).goal == ConvergenceGoal())
    #expect(SamplerConfiguration(draws: 1000).goal == nil)
    let goal = ConvergenceGoal(effectiveSampleSize: 100)
    #expect(SamplerConfiguration(draws: 1000, goal: goal).goal == goal)
  }

  @Test("Draws of an odd number are as far apart as others")
  func odd() async throws {
    let goal = ConvergenceGoal(effectiveSampleSize: 1e9, maximumThinning: 4)
    let extended = try await sample(configuration(draws: 5, goal: goal))
    let long = try await sample(configuration(draws: 20))
    for draw in 0..<10 { #expect(extended.draws.draw(draw) == long.draws.draw(4 * draw + 3)) }
  }

  @Test("Odd numbers of draws, one draw, and one chain")
  func edges() async throws {
    let goal = ConvergenceGoal(effectiveSampleSize: 1e9, maximumThinning: 8)
    for draws in [1, 2, 5, 7] {
      var configuration = configuration(draws: draws, goal: goal)
      configuration.chains = 1
      let seen = Mutex<[SamplingProgress]>([])
      let result = try await Sampler(configuration).sample(density, from: .near([1, 2])) { now in
        seen.withLock { $0.append(now) }
      }
      #expect(result.draws.drawCount == draws && result.draws.values.allSatisfy(\.isFinite))
      #expect(seen.withLock { $0.last?.fraction } == 1)
      // Of fewer than four draws nothing can be said, and no goal is pursued.
      #expect(seen.withLock { $0.last?.extensions } == (draws < 4 ? 0 : 3))
      #expect(result.effort.thinning == (draws < 4 ? 1 : 8))
    }
  }

  @Test("Constants do not stand in the way")
  func constants() async throws {
    let goal = ConvergenceGoal(effectiveSampleSize: 50, rHat: 1.2)
    #expect(goal.isReached(by: [[1, 1, 1, 1, 1], [1, 1, 1, 1, 1]]))
    #expect(ConvergenceGoal().leastEffectiveSampleSize(chains: 2) == 400)
    #expect(ConvergenceGoal().leastEffectiveSampleSize(chains: 8) == 800)
    #expect(goal.leastEffectiveSampleSize(chains: 8) == 50)
    #expect(!goal.isReached(by: [[1, 1, 1, 1, .nan], [1, 1, 1, 1, 1]]))
  }

  @Test("Impossible goals are refused by name")
  func refused() {
    for (goal, word) in [
      (ConvergenceGoal(effectiveSampleSize: 0), "effective sample size"),
      (ConvergenceGoal(effectiveSampleSize: .nan), "effective sample size"),
      (ConvergenceGoal(rHat: 1), "r-hat"), (ConvergenceGoal(maximumThinning: 0), "thinning"),
    ] {
      let error = #expect(throws: SamplerError.self) {
        try Sampler(SamplerConfiguration(goal: goal))
      }
      #expect(error?.description.contains(word) == true)
    }
  }
}
