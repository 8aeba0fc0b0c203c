import MediaMixInference
import Synchronization
import Testing

@Suite("Sampler")
struct SamplerTests {
  private let precision = [
    [4.0, 1.2, 0.0], [1.2, 1.0, -0.3], [0.0, -0.3, 0.25],
  ]

  @Test("A correlated Gaussian's moments", arguments: SamplerConfiguration.MetricShape.allCases)
  func gaussian(shape: SamplerConfiguration.MetricShape) async throws {
    let mean = [5.0, -3.0, 100.0]
    let density = ClosureDensity.normal(mean: mean, precision: precision)
    let sampler = try Sampler(
      SamplerConfiguration(warmup: 600, draws: 2500, metric: shape, seed: 11))
    let (draws, _) = try await sampler.sample(density, from: .near([0, 0, 0]))
    let factor = try #require(
      LowerTriangular(factoring: precision.flatMap { $0 }, dimension: 3))
    for i in 0..<3 {
      let chains = draws.chains(of: i)
      let summary = ScalarSummary(chains: chains)
      #expect(abs(summary.mean - mean[i]) < 4 * summary.mcseMean)
      #expect(summary.rHat < 1.01)
      #expect(summary.essBulk > 2000)
      // The variance is the diagonal of the inverse precision: |A⁻¹ e_i|².
      var unit = [0.0, 0.0, 0.0]
      unit[i] = 1
      var solved = unit
      var span = solved.mutableSpan
      factor.solve(unit.span, into: &span)
      let variance = solved.reduce(0) { $0 + $1 * $1 }
      #expect(abs(summary.sd / variance.squareRoot() - 1) < 0.06)
    }
    #expect(draws.statistics.allSatisfy { $0.allSatisfy { !$0.diverging && !$0.saturated } })
  }

  @Test("In 300 dimensions with three long directions a low-rank metric mixes along them")
  func manyDimensions() async throws {
    let density = ClosureDensity(dimension: 300) { x in
      // Variances of 1, and of 400 along the means of three groups of coordinates.
      var means: [Double] = [0, 0, 0]
      for i in x.indices { means[i % 3] += x[i] / 100 }
      var gradient = x
      for i in x.indices { gradient[i] = 0.9975 * means[i % 3] - x[i] }
      let value: Double = 0.5 * Reductions.dot(gradient.span, x.span)
      return (value, gradient)
    }
    func draws(
      _ metric: SamplerConfiguration.MetricShape?, threads: Int = 4
    ) async throws -> (draws: Draws, worst: Double) {
      let sampler = try Sampler(
        SamplerConfiguration(warmup: 60, draws: 150, metric: metric, seed: 3))
      let (draws, _) = try await sampler.sample(
        density, from: .uniform(dimension: 300).climbing(from: 2), threads: threads)
      let scalars = (0..<300).map { draws.chains(of: $0) }
      let sizes = (0..<3).map { group in
        let means = (0..<4).map { chain in
          (0..<150).map { draw in
            stride(from: group, to: 300, by: 3).reduce(0) { $0 + scalars[$1][chain][draw] }
          }
        }
        return ScalarSummary(chains: means).essBulk
      }
      return (draws, sizes.min() ?? 0)
    }
    // A trajectory turns where most directions do, after much the same number of steps.
    let (lowRank, diagonal) = (try await draws(nil), try await draws(.diagonal))
    #expect(lowRank.worst > 100)
    #expect(lowRank.worst > 5 * diagonal.worst)
    #expect(try await draws(.lowRank, threads: 1).draws == lowRank.draws)
  }

  @Test("What a density draws anew takes chains where trajectories do not go")
  func refreshed() async throws {
    let sampler = try Sampler(SamplerConfiguration(warmup: 300, draws: 1000, seed: 4))
    let (draws, _) = try await sampler.sample(RefreshedDensity(), from: .near([5, 5]))
    let upper = draws.chains(of: 0).map { chain in chain.map { $0 > 0 ? 1.0 : 0 } }
    for (chains, expected) in [
      (upper, 0.7), (draws.chains(of: 1), 2),
      (draws.chains(of: 1).map { chain in chain.map { ($0 - 2) * ($0 - 2) } }, 23),
    ] {
      let summary = ScalarSummary(chains: chains)
      #expect(summary.essBulk > 1500)
      #expect(abs(summary.mean - expected) < 4 * summary.mcseMean, "\(summary)")
    }
  }

  @Test("A funnel's neck and mouth")
  func funnel() async throws {
    let sampler = try Sampler(
      SamplerConfiguration(
        warmup: 1000, draws: 5000, targetAcceptance: 0.99, metric: .dense, seed: 2))
    let (draws, _) = try await sampler.sample(
      ClosureDensity.funnel(count: 4), from: .near([0, 0, 0, 0, 0]))
    let chains = draws.chains(of: 0)
    let summary = ScalarSummary(chains: chains)
    #expect(abs(summary.mean) < 4 * summary.mcseMean)
    #expect(abs(summary.sd - 1) < 0.08)
    let sorted = chains.flatMap { $0 }.sorted()
    #expect(abs(sorted[sorted.count / 20] + 1.645) < 0.2)
    #expect(abs(sorted[sorted.count * 19 / 20] - 1.645) < 0.2)
  }

  @Test("The same seed gives the same bits on 1, 2 and 4 threads, another seed others")
  func determinism() async throws {
    let density = ClosureDensity.normal(mean: [0, 1, 2], precision: precision)
    func draw(seed: UInt64, threads: Int) async throws -> Draws {
      let sampler = try Sampler(SamplerConfiguration(warmup: 200, draws: 100, seed: seed))
      return try await sampler.sample(density, from: .near([0, 0, 0]), threads: threads).draws
    }
    let one = try await draw(seed: 5, threads: 1)
    #expect(try await draw(seed: 5, threads: 2) == one)
    #expect(try await draw(seed: 5, threads: 4) == one)
    #expect(try await draw(seed: 6, threads: 4) != one)
    #expect(one.chains(of: 0)[0] != one.chains(of: 0)[1])
  }

  @Test("Progress arrives in order and ends complete")
  func progress() async throws {
    let seen = Mutex<[SamplingProgress]>([])
    let density = ClosureDensity.normal(mean: [0, 1, 2], precision: precision)
    let sampler = try Sampler(SamplerConfiguration(chains: 2, warmup: 50, draws: 50))
    _ = try await sampler.sample(density, from: .near([0, 0, 0])) { progress in
      seen.withLock { $0.append(progress) }
    }
    let all = seen.withLock { $0 }
    #expect(all.last?.fraction == 1)
    #expect(zip(all, all.dropFirst()).allSatisfy { $0.fraction <= $1.fraction })
    #expect(all.last?.stepSizes.allSatisfy { $0 > 0 } == true)
  }

  @Test("A cancelled task stops within a transition")
  func cancellation() async throws {
    let density = ClosureDensity.normal(mean: [0, 1, 2], precision: precision)
    let sampler = try Sampler(SamplerConfiguration(draws: 1_000_000))
    let task = Task { try await sampler.sample(density, from: .near([0, 0, 0])) }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test("An impossible density is refused, a hard start is found by trying again")
  func starts() async throws {
    let sampler = try Sampler(SamplerConfiguration(chains: 2, warmup: 50, draws: 10))
    let nowhere = ClosureDensity(dimension: 1) { _ in (.nan, [0]) }
    await #expect(throws: SamplerError.self) {
      try await sampler.sample(nowhere, from: .near([0]), threads: 1)
    }
    let halfLine = ClosureDensity(dimension: 1) { x in
      x[0] < 0.5 ? (-.infinity, [0]) : (-x[0], [-1])
    }
    let (draws, _) = try await sampler.sample(halfLine, from: .near([0]))
    #expect(draws.values.allSatisfy { $0 >= 0.5 })
  }

  @Test("Options outside their range are refused by name")
  func options() {
    for (broken, option) in [
      (SamplerConfiguration(chains: 0), "chains"), (SamplerConfiguration(warmup: -1), "warmup"),
      (SamplerConfiguration(draws: 0), "draws"),
      (SamplerConfiguration(targetAcceptance: 1), "target acceptance"),
      (SamplerConfiguration(targetAcceptance: .nan), "target acceptance"),
      (SamplerConfiguration(maximumTreeDepth: 0), "maximum tree depth"),
    ] {
      let error = #expect(throws: SamplerError.self) { try Sampler(broken) }
      #expect(error?.description.contains(option) == true)
    }
  }

  @Test("Without warm-up the sampler still draws")
  func noWarmup() async throws {
    let density = ClosureDensity.normal(mean: [0], precision: [[1]])
    let sampler = try Sampler(SamplerConfiguration(chains: 1, warmup: 0, draws: 20))
    let (draws, effort) = try await sampler.sample(density, from: .near([0]))
    #expect(draws.drawCount == 20)
    #expect(effort.warmupLeapfrogSteps == 0)
  }
}
