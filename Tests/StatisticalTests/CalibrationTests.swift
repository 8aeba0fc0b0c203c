import MediaMix
import MediaMixInference
import Testing

extension StatisticalTests {
  /// Small runs of what `lmmm calibrate` does at length.
  @Suite("Posteriors are calibrated")
  struct CalibrationOfTransforms {
    private static let sampler = SamplerConfiguration(chains: 2, warmup: 200, draws: 200, seed: 3)

    private static func model(
      _ transform: MediaTransform, geos: Int, priors: [String: PriorSetting] = [:]
    ) throws -> MediaMixModel {
      try MediaMixModel(
        dataset: Simulation(periods: 26, channels: 2, features: 1, geos: geos).run().dataset,
        specification: ModelSpecification(
          transform: transform, seasonality: Seasonality(degrees: 1, frequency: 52),
          priors: priors))
    }

    /// The replications are as many as find those of two geos out that expect half of the effects.
    private static func calibration(
      truthsFrom right: MediaMixModel, fitting wrong: MediaMixModel
    ) async throws -> Calibration {
      try await Calibration.run(
        truthsFrom: right, fitting: wrong, sampler: sampler, replications: 80)
    }

    @Test("Right models", arguments: MediaTransform.allCases, [1, 2])
    func right(transform: MediaTransform, geos: Int) async throws {
      let model = try Self.model(transform, geos: geos)
      let calibration = try await Self.calibration(truthsFrom: model, fitting: model)
      #expect(calibration.failures.isEmpty)
      let worst = try #require(calibration.byDoubt.first)
      #expect(
        worst.familyWiseProbability > Self.least,
        "\(worst.name), \(worst.uniformity.departure): \(worst.ranks.sorted())")
    }

    /// The probability by chance below which ranks are taken to show a fault, all quantities
    /// considered.
    private static let least = 0.001

    /// Checks that faults are found, and that all among the quantities `isOfFault` are `departure`.
    private func expectFound(
      _ departure: RankUniformity.Departure, in calibration: Calibration,
      where isOfFault: (Calibration.Quantity) -> Bool
    ) {
      let all = calibration.quantities.filter(isOfFault).map {
        "\($0.name) \($0.uniformity.departure) \($0.familyWiseProbability)"
      }
      let found = calibration.miscalibrated.filter(isOfFault)
      #expect(found.contains { $0.familyWiseProbability < Self.least }, "\(all)")
      #expect(found.allSatisfy { $0.uniformity.departure == departure }, "\(all)")
    }

    @Test("Fits that expect media to do half of what they do are found out", arguments: [1, 2])
    func wrongPrior(geos: Int) async throws {
      let calibration = try await Self.calibration(
        truthsFrom: try Self.model(
          .carryover, geos: geos, priors: ["coef_media": .positional([0.3])]),
        fitting: try Self.model(
          .carryover, geos: geos, priors: ["coef_media": .positional([0.15])]))
      expectFound(.tooLow, in: calibration) { $0.kind == .returnOnInvestment }
    }

    @Test(
      "Fits that take the noise for two fifths of what it is have too narrow intervals",
      arguments: [1, 2])
    func overconfidence(geos: Int) async throws {
      let calibration = try await Self.calibration(
        truthsFrom: try Self.model(.carryover, geos: geos, priors: ["sigma": .fixed(0.3)]),
        fitting: try Self.model(
          .carryover, geos: geos, priors: ["sigma": .fixed(0.12)]))
      expectFound(.tooNarrow, in: calibration) { $0.name.hasPrefix("coef_extra_features") }
    }
  }
}
