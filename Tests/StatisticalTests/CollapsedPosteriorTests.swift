import MediaMix
import MediaMixInference
import Testing

extension StatisticalTests {
  /// The sampler's coordinates make no difference to the posterior.
  @Suite("The collapsed posterior is the plain one")
  struct CollapsedPosterior {
    @Test("Means and deviations of all parameters")
    func moments() async throws {
      // In plain coordinates a free exponent trades off with the trend's coefficient along a curved
      // valley that takes too long to explore.
      let model = try MediaMixModel(
        dataset: Simulation(periods: 60).run().dataset,
        specification: ModelSpecification(
          transform: .carryover, priors: ["expo_trend": .fixed(0.9)]))
      let sampler = try Sampler(SamplerConfiguration(draws: 2000, seed: 3))
      let collapsedDensity = CollapsedDensity(model.density)
      let start = collapsedDensity.position(of: try model.startingParameters([:]))
      let (collapsed, _) = try await sampler.sample(collapsedDensity, from: .near(start))
      let (plain, _) = try await sampler.sample(
        model.density, from: .near(model.density.priorMedians))
      try expectSame(collapsed, plain, leavingOut: "expo_trend")
    }

    @Test("A trend with a normal prior by another name is sampled as well")
    func explicitTrend() async throws {
      let data = Simulation(periods: 80).run().dataset
      func fit(_ priors: [String: PriorSetting]) async throws -> FittedModel {
        try await MediaMixModel(
          dataset: data, specification: ModelSpecification(transform: .carryover, priors: priors)
        ).fit(SamplerConfiguration(draws: 2000, seed: 3))
      }
      let normal = try await fit([:])
      let other = try await fit([
        "coef_trend": .family(.studentT, ["df": 1e9, "loc": 0, "scale": 1])
      ])
      #expect(other.divergenceCount <= 16)
      try expectSame(other.draws, normal.draws)
    }

    private func expectSame(
      _ collapsed: Draws, _ plain: Draws, leavingOut fixed: String? = nil
    ) throws {
      for (index, name) in collapsed.layout.elementNames.enumerated() where name != fixed {
        let found = ScalarSummary(chains: collapsed.chains(of: index))
        let expected = ScalarSummary(chains: plain.chains(of: index))
        let error = (found.mcseMean * found.mcseMean + expected.mcseMean * expected.mcseMean)
          .squareRoot()
        #expect(
          abs(found.mean - expected.mean) < 4.5 * error,
          "mean of \(name): \(found.mean), not \(expected.mean), with an error of \(error)")
        #expect(abs(found.sd / expected.sd - 1) < 0.15, "sd of \(name): \(found.sd) \(expected.sd)")
        #expect(found.essBulk > 1000 && expected.essBulk > 200, "\(name)")
      }
    }
  }
}
