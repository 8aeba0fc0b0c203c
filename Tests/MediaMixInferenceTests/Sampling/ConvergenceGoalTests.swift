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

  @Test("What misses the goal becomes warm-up; chains that draw again do so twice as long")
  func thinning() async throws {
    let goal = ConvergenceGoal(effectiveSampleSize: 1e9, maximumThinning: 7)
    let (draws, effort) = try await sample(configuration(draws: 40, goal: goal))
    #expect(effort.thinning == 4)
    // 19, then 40, 40 and 80 that missed the goal, each with 60 for the step size after it.
    #expect(effort.warmup == 19 + (40 + 60) + (40 + 60) + (80 + 60))
    // A tree of depth 1 has one leapfrog step.
    #expect(effort.samplingLeapfrogSteps == 2 * 40 * 4)
    #expect(effort.warmupLeapfrogSteps >= 2 * 359)
    #expect(draws.drawCount == 40 && draws.statistics.map(\.count) == [40, 40])
    let plain = try await sample(configuration(draws: 40))
    #expect(plain.effort.thinning == 1 && plain.effort.warmup == 19)
  }

  @Test("Draws that miss the goal teach steps that do not diverge")
  func smallerSteps() async throws {
    let goal = ConvergenceGoal(effectiveSampleSize: 1e9, maximumThinning: 2)
    var options = configuration(draws: 1000)
    options.warmup = 100
    options.targetAcceptance = 0.5
    options.maximumTreeDepth = 10
    func run(_ goal: ConvergenceGoal?) async throws -> [TransitionStatistics] {
      options.goal = goal
      let result = try await Sampler(options).sample(
        ClosureDensity.funnel(count: 9), from: .near(Array(repeating: 0, count: 10)))
      return result.draws.statistics.flatMap(\.self)
    }
    let (once, again) = (try await run(nil), try await run(goal))
    #expect(once.contains { $0.diverging })
    #expect(again.count { $0.diverging } < once.count { $0.diverging })
    let steps = [once, again].map { $0.map(\.stepSize).reduce(0, +) }
    #expect(steps[1] < steps[0])
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
      #expect(seen.withLock { $0.last?.extensions } == (draws < 4 ? 0 : 4))
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
