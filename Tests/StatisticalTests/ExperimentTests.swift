import MediaMix
import MediaMixInference
import Testing

extension StatisticalTests {
  /// Posteriors with an experiment, each held against the posterior of the data alone whose draws are
  /// weighted by the density of the experiment's result.
  @Suite("Experiments inform the posterior")
  struct Experiments {
    private static let transform = MediaTransform.adstock
    private static let sampler = SamplerConfiguration(draws: 4000, targetAcceptance: 0.9, seed: 3)

    private let dataset = Simulation(periods: 80, channels: 2, features: 1).run().dataset

    private func fit(_ tests: [LiftTest]) async throws -> FittedModel {
      try await MediaMixModel(
        dataset: dataset,
        specification: ModelSpecification(transform: Self.transform, experiments: tests)
      ).fit(Self.sampler)
    }

    /// A test of the first channel in a quarter of a year.
    private func test(estimate: Double, standardError: Double) -> LiftTest {
      LiftTest(
        channel: dataset.channels[0], first: dataset.dates[30], last: dataset.dates[42],
        estimate: .incrementalKPI(estimate), standardError: standardError)
    }

    @Test("Sharp, middling and vague results, against weighted draws of the posterior without")
    func reweighting() async throws {
      let plain = try await fit([])
      let alone = try effects(of: plain)
      let summary = ScalarSummary(chains: alone.chains(plain))
      // A result one standard deviation off.
      let estimate = summary.mean + summary.sd
      for share in [0.7, 2, 1000] {
        let result = test(estimate: estimate, standardError: share * summary.sd)
        let informed = try await fit([result])
        let found = try #require(informed.experimentResults.first)
        #expect(abs(found.dataAlone.mean - summary.mean) < 1e-9 * abs(summary.mean))
        let logWeights = try alone.map {
          try Normal(loc: $0, scale: result.standardError)
            .logDensityAndGradient(at: estimate).logDensity
        }
        try expectSame(
          "effect", informed.experimentEffects()[0].chains(informed),
          weighted: alone.chains(plain), logWeights.chains(plain))
        for parameter in ["coef_media", "lag_weight", "exponent", "intercept", "sigma"] {
          let range = try #require(plain.draws.layout.range(of: parameter))
          for index in range {
            try expectSame(
              plain.draws.layout.elementNames[index], informed.draws.chains(of: index),
              weighted: plain.draws.chains(of: index), logWeights.chains(plain))
          }
        }
      }
    }

    @Test("A result of tiny error decides the effect, whatever the data say; a vague one nothing")
    func limits() async throws {
      let plain = try await fit([])
      let alone = ScalarSummary(chains: try effects(of: plain).chains(plain))
      let estimate = alone.mean + 2 * alone.sd
      let error = alone.sd / 100
      let sharp = try #require(
        try await fit([test(estimate: estimate, standardError: error)]).experimentResults.first)
      #expect(abs(sharp.posterior.mean - estimate) < 0.2 * error)
      #expect(abs(sharp.posterior.sd / error - 1) < 0.1)
      #expect(sharp.contradictsData && !sharp.isMissed)
      let vague = try #require(
        try await fit([test(estimate: estimate, standardError: 1e6 * alone.sd)])
          .experimentResults.first)
      #expect(abs(vague.posterior.mean - alone.mean) < 6 * alone.mcseMean)
      #expect(abs(vague.posterior.sd / alone.sd - 1) < 0.1)
      #expect(!vague.contradictsData && !vague.isMissed)
    }

    /// Mean and standard deviation of draws beside those of weighted draws, within 4 combined Monte
    /// Carlo errors. That of the weighted draws is spread between the chains' estimates.
    private func expectSame(
      _ name: String, _ draws: [[Double]], weighted: [[Double]], _ logWeights: [[Double]]
    ) throws {
      let largest = logWeights.joined().max() ?? 0
      let weights = logWeights.map { $0.map { VectorMath.exp($0 - largest) } }
      let total = weights.joined().reduce(0, +)
      let squares = weights.joined().reduce(0) { $0 + $1 * $1 }
      try #require(total * total / squares > 1000, "too few weighted draws to compare with")
      func mean(_ number: (Double) -> Double) -> Double {
        zip(weights.joined(), weighted.joined()).reduce(0) { $0 + $1.0 * number($1.1) } / total
      }
      let expected = mean { $0 }
      let variance = mean { ($0 - expected) * ($0 - expected) }
      // The influence of each draw on the weighted mean and variance, whose autocorrelation counts.
      func error(_ influence: (Double) -> Double) -> Double {
        let count = Double(weights.joined().count)
        let terms = zip(weights, weighted).map { weights, values in
          zip(weights, values).map { $0 * influence($1) * count / total }
        }
        return ScalarSummary(chains: terms).mcseMean
      }
      let found = ScalarSummary(chains: draws)
      let meanError = error { $0 - expected }
      #expect(
        abs(found.mean - expected)
          < 4 * (meanError * meanError + found.mcseMean * found.mcseMean).squareRoot(),
        "mean of \(name): \(found.mean), not \(expected)")
      let spread = ScalarSummary(
        chains: draws.map { $0.map { ($0 - found.mean) * ($0 - found.mean) } })
      let varianceError = error { ($0 - expected) * ($0 - expected) - variance }
      #expect(
        abs(spread.mean - variance)
          < 4 * (varianceError * varianceError + spread.mcseMean * spread.mcseMean).squareRoot(),
        "sd of \(name): \(spread.mean.squareRoot()), not \(variance.squareRoot())")
    }

    /// What the first channel's media of the window brought, by the public transforms.
    private func effects(of fit: FittedModel) throws -> [Double] {
      let scaling = fit.model.scaling
      var without = dataset.media
      for t in 30...42 { without[t, 0] = 0 }
      let real = scaling.media.transform(dataset.media)
      let other = scaling.media.transform(without)
      let layout = fit.draws.layout
      let coefficients = try #require(layout.range(of: "coef_media"))
      let weights = try #require(layout.range(of: "lag_weight"))
      let exponents = try #require(layout.range(of: "exponent"))
      return (0..<fit.draws.chainCount * fit.draws.drawCount).map { index in
        let draw = Array(fit.draws.draw(index))
        func total(_ media: Panel) -> Double {
          Exponent.apply(
            to: Adstock.apply(to: media, lagWeight: Array(draw[weights])),
            exponent: Array(draw[exponents])
          ).series(column: 0).reduce(0, +)
        }
        return draw[coefficients.lowerBound] * (total(real) - total(other))
          * scaling.target.divisor(column: 0)
      }
    }
  }
}

extension [Double] {
  /// Cut into the chains of a fit.
  fileprivate func chains(_ fit: FittedModel) -> [[Double]] {
    (0..<fit.draws.chainCount).map {
      Array(self[$0 * fit.draws.drawCount..<($0 + 1) * fit.draws.drawCount])
    }
  }
}
