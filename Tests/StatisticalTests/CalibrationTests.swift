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

    @Test(
      "National", arguments: MediaTransform.allCases)
    func national(transform: MediaTransform) async throws {
      try await expectCalibrated(transform, geos: 1, replications: 80)
    }

    @Test("Geos", arguments: MediaTransform.allCases)
    func geos(transform: MediaTransform) async throws {
      try await expectCalibrated(transform, geos: 2, replications: 40)
    }

    private func expectCalibrated(
      _ transform: MediaTransform, geos: Int, replications: Int
    ) async throws {
      let calibration = try await Calibration.run(
        try Self.model(transform, geos: geos), sampler: Self.sampler, replications: replications)
      #expect(calibration.failures.isEmpty)
      let worst = try #require(calibration.byDoubt.first)
      #expect(
        worst.familyWiseProbability > 0.001,
        "\(worst.name), \(worst.uniformity.departure): \(worst.ranks.sorted())")
    }

    @Test("Fits that expect media to do a third of what they do are found out")
    func wrongPrior() async throws {
      let right = try Self.model(
        .carryover, geos: 1, priors: ["coef_media": .positional([0.3])])
      let wrong = try Self.model(
        .carryover, geos: 1, priors: ["coef_media": .positional([0.1])])
      let calibration = try await Calibration.run(
        truthsFrom: right, fitting: wrong, sampler: Self.sampler, replications: 80)
      let found = calibration.miscalibrated
      #expect(found.contains { $0.kind == .returnOnInvestment })
      for quantity in found where quantity.kind == .returnOnInvestment {
        #expect(quantity.uniformity.departure == .tooLow)
        #expect(quantity.familyWiseProbability < 0.001)
      }
    }

    @Test("Fits that take the noise for less than it is have too narrow intervals")
    func overconfidence() async throws {
      let right = try Self.model(
        .carryover, geos: 1, priors: ["sigma": .fixed(0.3)])
      let wrong = try Self.model(
        .carryover, geos: 1, priors: ["sigma": .fixed(0.1)])
      let calibration = try await Calibration.run(
        truthsFrom: right, fitting: wrong, sampler: Self.sampler, replications: 80)
      let found = calibration.miscalibrated
      #expect(found.contains { $0.name == "coef_extra_features[feature_0]" })
      for quantity in found where quantity.name.hasPrefix("coef_extra_features") {
        #expect(quantity.uniformity.departure == .tooNarrow)
        #expect(quantity.familyWiseProbability < 0.001)
      }
    }
  }
}
