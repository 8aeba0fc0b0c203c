import MediaMix
import MediaMixInference
import Testing

@Suite("Models side by side")
struct ModelComparisonTests {
  private static let sampler = SamplerConfiguration(chains: 2, warmup: 80, draws: 60)

  /// The example data's model, another one that leaves out what the KPI follows, and the first again.
  private func candidates() async throws -> [ModelCandidate] {
    let data = ExampleModel.dataset(periods: 40, channels: 2, features: 0)
    let (training, holdout) = try data.split(after: data.dates[35])
    let good = ModelSpecification(transform: .adstock)
    var blind = good
    blind.priors = ["coef_media": .fixed(0.001), "gamma_seasonality": .fixed(0)]
    var candidates: [ModelCandidate] = []
    for (name, specification) in [("good", good), ("blind", blind)] {
      let fit = try await MediaMixModel(dataset: training, specification: specification)
        .fit(Self.sampler)
      candidates.append(try ModelCandidate(name, fit, holdout: holdout))
    }
    return candidates
  }

  @Test("The model that knows what the KPI follows predicts better and has the weight")
  func weights() async throws {
    let candidates = try await candidates()
    let comparison = ModelComparison(candidates)
    #expect(comparison.weights[0] > 0.8)
    #expect(comparison.differences[0].value == 0)
    #expect(comparison.differences[1].value < -2 * comparison.differences[1].standardError)
    #expect(
      comparison.differences[1]
        == candidates[1].leaveOneOut.difference(from: candidates[0].leaveOneOut))
    #expect(candidates[0].holdout?.model.periodCount == 4)
    #expect(comparison.futureDifferences.isEmpty)
    // What the blind model takes for excluded is what the data say.
    #expect(comparison.returns[0].isContradictory)
    #expect(comparison.returns[0].returns[0] == candidates[0].metrics[0].returnOnInvestment)
    let (date, geo) = comparison.observation(7)
    #expect(date == candidates[0].fit.model.dataset.dates[7])
    #expect(geo == nil)
  }

  @Test("Leave-future-out is compared where all have it")
  func futures() async throws {
    var candidates = try await candidates()
    candidates[0] = try await candidates[0].leavingFutureOut(periods: 4)
    #expect(ModelComparison(candidates).futureDifferences.isEmpty)
    #expect(ModelComparison(candidates).futureWeights.isEmpty)
    candidates[1] = try await candidates[1].leavingFutureOut(periods: 4)
    let comparison = ModelComparison(candidates)
    let differences = comparison.futureDifferences
    #expect(differences.count == 2)
    let densities = candidates.compactMap { $0.leaveFutureOut?.periods.map(\.elpd) }
    #expect(comparison.futureWeights == StackingWeights(densities).weights)
    #expect(comparison.weights == StackingWeights(candidates.map(\.leaveOneOut.pointwise)).weights)
    #expect(differences.map(\.value).max() == 0)
    #expect(candidates[1].leaveFutureOut?.periods.count == 4)
    #expect(candidates[1].holdout != nil)
  }

  @Test("A mixture's quantiles count each draw by its weight")
  func mixture() {
    let mixed = DistributionSummary(
      mixing: [(1...100).map(Double.init), [1000, 2000]], weights: [0.6, 0.4])
    #expect(abs(mixed.mean - (0.6 * 50.5 + 0.4 * 1500)) < 1e-9)
    // Draws are 0.006 apart up to 100, then 0.103 to 1000 and 0.2 to 2000: 0.897 together.
    #expect(abs(mixed.q5 - (1 + 0.05 * 0.897 / 0.006)) < 1e-9)
    #expect(abs(mixed.median - (1 + 0.5 * 0.897 / 0.006)) < 1e-9)
    #expect(abs(mixed.q95 - (2000 - 1000 * 0.05 * 0.897 / 0.2)) < 1e-9)
  }

  @Test(
    "The mixture with all weight on one model is that model's",
    arguments: [[5], [3, 1], [3, 1, 2], [4, -1, 2.5, 10, 2.5, 7]])
  func mixtureOfOne(draws: [Double]) {
    let plain = DistributionSummary(draws)
    for mixed in [
      DistributionSummary(mixing: [draws, [7]], weights: [1, 0]),
      DistributionSummary(mixing: [[.nan], draws], weights: [0, 1]),
    ] {
      for (own, other) in [
        (mixed.mean, plain.mean), (mixed.q5, plain.q5), (mixed.median, plain.median),
        (mixed.q95, plain.q95),
      ] { #expect(abs(own - other) < 1e-13) }
    }
    let unknown = DistributionSummary(mixing: [draws, [.nan, 1]], weights: [0.5, 0.5])
    #expect(unknown.q5.isNaN && unknown.median.isNaN && unknown.q95.isNaN)
  }

  @Test("Another transform keeps the priors and starts of parameters that it has")
  func transforms() {
    let own = ModelSpecification(
      transform: .hillAdstock,
      priors: [
        "slope": .fixed(1), "lag_weight": .fixed(0.5), "sigma": .fixed(1), "typo": .fixed(1),
      ])
    let (adstock, dropped) = own.with(transform: .adstock)
    #expect(adstock.transform == .adstock)
    #expect(adstock.priors.keys.sorted() == ["lag_weight", "sigma", "typo"])
    #expect(dropped == ["slope"])
    #expect(own.with(transform: .carryover).droppedPriors == ["lag_weight", "slope"])
    #expect(own.with(transform: .hillAdstock).specification == own)
    let starts = Initialization.values(["slope": [1], "sigma": [1]])
    #expect(starts.moved(from: .hillAdstock, to: .carryover) == .values(["sigma": [1]]))
    #expect(Initialization.uniform.moved(from: .adstock, to: .carryover) == .uniform)
  }
}
