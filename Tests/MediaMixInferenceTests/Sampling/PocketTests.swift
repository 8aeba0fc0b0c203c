import MediaMixInference
import Testing

@Suite("Densities with pockets")
struct PocketTests {
  @Test("Blocks move chains between bumps that trajectories do not leave, on any number of threads")
  func bumps() async throws {
    func draws(threads: Int) async throws -> Draws {
      let sampler = try Sampler(SamplerConfiguration(draws: 2000, seed: 5))
      return try await sampler.sample(
        TwoBumps(), from: .uniform(radius: 6, dimension: 2).climbing(from: 12), threads: threads
      ).draws
    }
    let one = try await draws(threads: 1)
    #expect(try await draws(threads: 3) == one)
    let above = one.chains(of: 0).map { $0.map { $0 > 0 ? 1.0 : 0 } }
    let share = ScalarSummary(chains: above)
    #expect(share.rHat < 1.02)
    #expect(share.essBulk > 400)
    #expect(abs(share.mean - TwoBumps.share) < 4 * share.mcseMean)
    for scalar in 0..<2 {
      let summary = ScalarSummary(chains: one.chains(of: scalar))
      #expect(abs(summary.mean - 5 * (2 * TwoBumps.share - 1)) < 4 * summary.mcseMean)
    }
  }

  @Test("What is held until the rest has found its place does not make up for it")
  func held() async throws {
    // Two pockets of h, of which y chooses: the one that suits a y far from its own place, and the one
    // that suits y there, which is higher.
    let density = ClosureDensity(dimension: 2) { x in
      let (h, y, wall) = (x[0], x[1], x[0] * x[0] - 1)
      let value: Double = -0.5 * (y - 5) * (y - 5) - 10 * wall * wall + 0.8 * h * y
      let byH: Double = -40 * h * wall + 0.8 * y
      let byY: Double = 5 - y + 0.8 * h
      return (value, [byH, byY])
    }
    func shareAbove(_ starts: ChainStarts) async throws -> Double {
      let sampler = try Sampler(SamplerConfiguration(warmup: 30, draws: 30, seed: 2))
      let (draws, _) = try await sampler.sample(density, from: starts)
      return draws.chains(of: 0).joined().reduce(0) { $0 + ($1 > 0 ? 1 : 0) } / 120
    }
    let start = ChainStarts.at([0.2, -40])
    #expect(try await shareAbove(start.climbing(from: 2)) == 0)
    #expect(try await shareAbove(start.climbing(from: 2, holding: [0])) == 1)
  }

  @Test("Climbs that find no possible place are told of")
  func nowhere() async throws {
    let nowhere = ClosureDensity(dimension: 1) { _ in (-.infinity, [0]) }
    let sampler = try Sampler(SamplerConfiguration(chains: 2, warmup: 5, draws: 5))
    await #expect(throws: SamplerError.self) {
      try await sampler.sample(nowhere, from: .near([0]).climbing(from: 3))
    }
  }
}

/// Two round bumps of width 1 in the plane, ten apart along each axis.
private struct TwoBumps: ParameterizedDensity {
  /// The mass of the upper bump.
  static let share = 0.3

  let layout = ParameterLayout([Parameter("x"), Parameter("y")])
  var dimension: Int { 2 }
  var blocks: [[Int]] { [[0, 1]] }
  func makeWorkspace() {}

  func evaluate(
    at position: Span<Double>, gradient: inout MutableSpan<Double>, workspace: inout Void
  ) -> Double {
    func term(_ center: Double, _ mass: Double) -> Double {
      let (x, y) = (position[0] - center, position[1] - center)
      return VectorMath.log(mass) - 0.5 * (x * x + y * y)
    }
    let (upper, lower) = (term(5, Self.share), term(-5, 1 - Self.share))
    let weight = VectorMath.logistic(upper - lower)
    for i in 0..<2 { gradient[i] = -position[i] + 5 * (2 * weight - 1) }
    return max(upper, lower) + VectorMath.softplus(-abs(upper - lower))
  }

  func write(
    parametersAt position: Span<Double>, into values: inout MutableSpan<Double>,
    workspace: inout Void, using random: inout RandomStream
  ) {
    for i in 0..<2 { values[i] = position[i] }
  }
}
