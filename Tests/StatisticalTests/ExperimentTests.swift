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
      let summary = ScalarSummary(
        chains: try effects(of: test(estimate: 0, standardError: 1), in: plain).chains(plain))
      // A result one standard deviation off.
      let estimate = summary.mean + summary.sd
      for share in [0.7, 2, 1000] {
        let informed = try await fit([
          test(estimate: estimate, standardError: share * summary.sd)
        ])
        try expectReweighted(
          informed, plain, ["coef_media", "lag_weight", "exponent", "intercept", "sigma"])
      }
    }

    @Test("A return in some of the geos, without its tail, against weighted draws")
    func geoReweighting() async throws {
      let data = Simulation(periods: 60, channels: 2, features: 1, geos: 3).run().dataset
      func fit(_ tests: [LiftTest]) async throws -> FittedModel {
        try await MediaMixModel(
          dataset: data,
          specification: ModelSpecification(
            transform: .carryover, numberOfLags: 13, experiments: tests)
        ).fit(SamplerConfiguration(draws: 2000, targetAcceptance: 0.9, seed: 4))
      }
      var test = LiftTest(
        channel: data.channels[1], first: data.dates[20], last: data.dates[28],
        geos: [data.geos[2], data.geos[0]], estimate: .returnOnInvestment(0), standardError: 1,
        includesTail: false)
      let plain = try await fit([])
      let summary = ScalarSummary(chains: try effects(of: test, in: plain).chains(plain))
      test.estimate = .returnOnInvestment(summary.mean + 0.5 * summary.sd)
      test.standardError = 0.5 * summary.sd
      try expectReweighted(
        try await fit([test]), plain,
        [
          "coef_media", "channel_coef_media", "ad_effect_retention_rate", "peak_effect_delay",
          "exponent", "intercept", "sigma",
        ])
    }

    /// The posterior with one experiment beside that of the data alone with weighted draws: the
    /// experiment's effect and parameters.
    private func expectReweighted(
      _ informed: FittedModel, _ plain: FittedModel, _ parameters: [String]
    ) throws {
      let found = try #require(informed.experimentResults.first)
      let alone = try effects(of: found.test, in: plain)
      let mean = ScalarSummary(chains: alone.chains(plain)).mean
      #expect(abs(found.dataAlone.mean - mean) < 1e-9 * abs(mean))
      let logWeights = try alone.map {
        try Normal(loc: $0, scale: found.test.standardError)
          .logDensityAndGradient(at: found.test.estimate.value).logDensity
      }
      try expectSame(
        "effect", informed.experimentEffects()[0].chains(informed),
        weighted: alone.chains(plain), logWeights.chains(plain))
      for parameter in parameters {
        for index in try #require(plain.draws.layout.range(of: parameter)) {
          try expectSame(
            plain.draws.layout.elementNames[index], informed.draws.chains(of: index),
            weighted: plain.draws.chains(of: index), logWeights.chains(plain))
        }
      }
    }

    @Test("A result of tiny error decides the effect, whatever the data say; a vague one nothing")
    func limits() async throws {
      let plain = try await fit([])
      let alone = ScalarSummary(
        chains: try effects(of: test(estimate: 0, standardError: 1), in: plain).chains(plain))
      let estimate = alone.mean + 3 * alone.sd
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

    /// What a test measures, draw by draw and in the units of its result, by the public transforms.
    private func effects(of test: LiftTest, in fit: FittedModel) throws -> [Double] {
      let (data, scaling, layout) = (fit.model.dataset, fit.model.scaling, fit.draws.layout)
      let channel = try #require(data.channels.firstIndex(of: test.channel))
      let geos =
        data.geos.isEmpty ? [0] : (test.geos ?? data.geos).compactMap(data.geos.firstIndex)
      let window = data.dates.indices.filter {
        test.first <= data.dates[$0] && data.dates[$0] <= test.last
      }
      let begin = try #require(window.first)
      let end = test.includesTail ? data.timeCount : begin + window.count
      var without = data.media
      var spend = 0.0
      for (t, geo) in window.flatMap({ t in geos.map { (t, $0) } }) {
        without[t, channel, geo] = 0
        spend += data.spend[t, channel, geo]
      }
      var unit = 1.0
      if case .returnOnInvestment = test.estimate { unit = spend }
      let real = scaling.media.transform(data.media)
      let other = scaling.media.transform(without)
      let coefficients = try #require(layout.range(of: "coef_media")).lowerBound
      return (0..<fit.draws.chainCount * fit.draws.drawCount).map { index in
        let draw = Array(fit.draws.draw(index))
        func parameter(_ name: String) -> [Double] {
          layout.range(of: name).map { Array(draw[$0]) } ?? []
        }
        func transformed(_ media: Panel) -> Panel {
          let lagged =
            fit.model.specification.transform == .carryover
            ? Carryover.apply(
              to: media, retentionRate: parameter("ad_effect_retention_rate"),
              peakDelay: parameter("peak_effect_delay"), numberOfLags: 13)
            : Adstock.apply(to: media, lagWeight: parameter("lag_weight"))
          return Exponent.apply(to: lagged, exponent: parameter("exponent"))
        }
        let (with, without) = (transformed(real), transformed(other))
        return geos.reduce(0) { sum, geo in
          let gain = (begin..<end).reduce(0.0) {
            $0 + with[$1, channel, geo] - without[$1, channel, geo]
          }
          return sum + draw[coefficients + channel * real.geoCount + geo] * gain
            * scaling.target.divisor(column: 0, geo: geo) / unit
        }
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
