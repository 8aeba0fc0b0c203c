import MediaMixInference
import Testing

@Suite("Proposals of block moves")
struct BlockProposalTests {
  /// A bent, skewed and heavy-tailed density whose three coordinates are functions of independent
  /// variates: u ~ N(0, 1), x₁ = ½(u² − 1) + ½ N(0, 1), x₂ logistic of scale ½.
  private struct Target {
    let normal: Normal
    let logistic: Logistic

    init() throws {
      normal = try Normal(loc: 0, scale: 1)
      logistic = try Logistic(loc: 0, scale: 0.5)
    }

    func sample(using random: inout RandomStream) -> [Double] {
      let u = random.normal()
      return [u, 0.5 * (u * u - 1) + 0.5 * random.normal(), logistic.sample(using: &random)]
    }

    /// The independent variates of a point.
    func variates(_ x: [Double]) -> [Double] {
      [x[0], 2 * (x[1] - 0.5 * (x[0] * x[0] - 1)), x[2]]
    }

    func logDensity(at x: [Double]) -> Double {
      let v = variates(x)
      return normal.logDensityAndGradient(at: v[0]).logDensity
        + normal.logDensityAndGradient(at: v[1]).logDensity
        + logistic.logDensityAndGradient(at: v[2]).logDensity
    }
  }

  private func proposal(for target: Target) throws -> BlockProposal {
    var random = RandomStream(seed: 1, purpose: .simulation, index: 0)
    let points = (0..<480).flatMap { _ in target.sample(using: &random) }
    return BlockProposal(
      try #require(GaussianMixture(fittedTo: points, dimension: 3, using: &random)))
  }

  /// Draws of the target after five Metropolis steps each; `correction` multiplies log q(x)/q(x′).
  private func moved(correction: Double) throws -> (points: [[Double]], acceptance: Double) {
    let target = try Target()
    let proposal = try proposal(for: target)
    var random = RandomStream(seed: 2, purpose: .block, index: 0)
    var candidate = [0.0, 0, 0]
    var accepted = 0
    let points = (0..<6000).map { _ in
      var x = target.sample(using: &random)
      for _ in 0..<5 {
        var span = candidate.mutableSpan
        proposal.sample(using: &random, into: &span)
        let ratio =
          target.logDensity(at: candidate) - target.logDensity(at: x)
          + correction
          * (proposal.logDensity(at: x.span) - proposal.logDensity(at: candidate.span))
        if VectorMath.log(random.uniform()) < ratio {
          x = candidate
          accepted += 1
        }
      }
      return target.variates(x)
    }
    return (points, Double(accepted) / 30_000)
  }

  private func statistics(_ points: [[Double]]) throws -> [Double] {
    let target = try Target()
    let distributions: [any Distribution] = [target.normal, target.normal, target.logistic]
    return distributions.enumerated().map { i, distribution in
      var values = points.map { $0[i] }.makeIterator()
      return Accuracy.kolmogorovSmirnov(distribution, draws: points.count) {
        values.next() ?? .nan
      }
    }
  }

  @Test("Independence Metropolis leaves a density invariant that is not normal")
  func invariance() throws {
    let result = try moved(correction: 1)
    #expect(result.acceptance > 0.6)
    #expect(try statistics(result.points).allSatisfy { $0 < 1.95 })
    // And the test would notice if the proposal's density were forgotten.
    #expect(try statistics(moved(correction: 0).points).contains { $0 > 3 })
  }

  @Test("The density is normalised and that of the draws")
  func consistency() {
    let narrow = GaussianMixture(
      weights: [1], means: [2, -1], factors: [0.1, 0, 0.1], dimension: 2)
    let proposal = BlockProposal(narrow)
    var random = RandomStream(seed: 3, purpose: .block, index: 0)
    var x = [0.0, 0]
    var (area, near) = (0.0, 0)
    let count = 400_000
    for _ in 0..<count {
      var span = x.mutableSpan
      proposal.sample(using: &random, into: &span)
      if abs(x[0] - 2) < 0.5 && abs(x[1] + 1) < 0.5 {
        near += 1
        area += VectorMath.exp(-proposal.logDensity(at: x.span))
      }
    }
    #expect(abs(area / Double(count) - 1) < 0.1)
    // 0.9 of the narrow component, 0.1 · 0.0203 of the wide one.
    #expect(abs(Double(near) / Double(count) - 0.902) < 0.002)
    // Far from the mixture the defensive component is all there is.
    let far = [-4.0, 3]
    let square = (4 / 1.2) * (4 / 1.2) + (3 / 1.2) * (3 / 1.2)
    let expected = VectorMath.log(0.1 / (2 * .pi * 1.44)) - 0.5 * square
    #expect(abs(proposal.logDensity(at: far.span) - expected) < 1e-12)
    #expect(proposal.logDensity(at: [.infinity, 0].span) == -.infinity)
  }
}
