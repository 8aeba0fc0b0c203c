import MediaMix
import MediaMixInference
import Testing

@Suite("Prior beside posterior")
struct PriorComparisonTests {
  @Test("What the data say much about has moved, what they say nothing about has not")
  func moved() async throws {
    // The half-saturation of a channel that never ran is known by its prior alone.
    var dataset = ExampleModel.dataset(periods: 60, channels: 2, features: 0)
    for time in 0..<60 { dataset.media[time, 1] = 0 }
    let model = try MediaMixModel(
      dataset: dataset,
      specification: ModelSpecification(
        transform: .adstock, scaling: .none, mediaPrior: .explicit([1, 1]),
        priors: [
          "coef_trend": .family(.cauchy, ["loc": 0, "scale": 1]), "expo_trend": .fixed(1),
        ]))
    let fit = try await model.fit(SamplerConfiguration(chains: 2, warmup: 300, draws: 1000))
    let rows = fit.priorComparison()
    #expect(rows.map(\.name) == fit.summary().map(\.name))
    let byName = Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0) })

    let idle = try #require(byName["lag_weight[channel_1]"])
    #expect((idle.distance?.kolmogorovSmirnov ?? 1) < 0.1)
    #expect(abs(idle.varianceRemoved) < 0.2)
    #expect(abs(idle.priorMean - 2.0 / 3) < 1e-12)

    let sigma = try #require(byName["sigma[0]"])
    #expect((sigma.distance?.kolmogorovSmirnov ?? 0) > 0.7)
    #expect((sigma.distance?.hellinger ?? 0) > 0.7)
    #expect(sigma.varianceRemoved > 0.99 && sigma.varianceRemoved < 1)

    let trend = try #require(byName["coef_trend[0]"])
    #expect(trend.priorMean.isNaN && trend.varianceRemoved.isNaN)
    #expect((trend.distance?.totalVariation ?? 0) > 0.9)

    let exponent = try #require(byName["expo_trend"])
    #expect(exponent.distance == nil && exponent.varianceRemoved.isNaN)
    #expect(exponent.priorMean == 1 && exponent.priorDeviation == 0)
  }
}
