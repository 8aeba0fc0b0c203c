import MediaMix
import MediaMixInference
import Testing

@Suite("What priors imply")
struct PriorPredictiveTests {
  /// Everything fixed but one harmless scalar, so that all is known.
  private static let known: [String: PriorSetting] = [
    "intercept": .fixed(2), "coef_trend": .fixed(0), "gamma_seasonality": .fixed(0),
    "coef_media": .fixed(0.5), "lag_weight": .fixed(0), "exponent": .fixed(1),
    "sigma": .fixed(0.3),
  ]

  @Test("Where all is fixed, everything is what one computes by hand")
  func known() throws {
    let model = try ExampleModel.model(.adstock, channels: 2, features: 0, priors: Self.known)
    let prior = model.priorPredictive(draws: 400, seed: 2)
    let dataset = model.dataset
    #expect(prior.drawCount == 400 && prior.unusableDrawCount == 0 && prior.geos.count == 1)
    var (effects, total) = ([0.0, 0.0], 0.0)
    for time in 0..<dataset.timeCount {
      let media = (0..<2).map { 0.5 * dataset.media[time, $0] }
      let expected = prior.geos[0].expected[time]
      #expect(abs(expected.q5 - (2 + media[0] + media[1])) < 1e-12)
      #expect(expected.q5 == expected.q95)
      // 5 % and 95 % of a normal distribution; the quantiles of 400 draws scatter by 0.11 sigma.
      let kpi = prior.geos[0].kpi[time]
      #expect(abs(kpi.q95 - expected.median - 1.645 * 0.3) < 5 * 0.11 * 0.3)
      #expect(abs(kpi.q5 - expected.median + 1.645 * 0.3) < 5 * 0.11 * 0.3)
      for channel in 0..<2 { effects[channel] += media[channel] }
      total += 2 + media[0] + media[1]
    }
    for channel in 0..<2 {
      let spend = (0..<dataset.timeCount).reduce(0.0) { $0 + dataset.spend[$1, channel] }
      #expect(abs(prior.channels[channel].share.median - effects[channel] / total) < 1e-12)
      #expect(
        abs(prior.channels[channel].returnOnInvestment.median - effects[channel] / spend) < 1e-12)
    }
    #expect(abs(prior.mediaShare.q25 - (effects[0] + effects[1]) / total) < 1e-12)
    #expect(abs(prior.baselineShare.q75 - 2 * Double(dataset.timeCount) / total) < 1e-12)
    #expect(prior.probabilityOfNegativeBaseline == 0 && prior.probabilityOfMediaAboveKPI == 0)
  }

  @Test("A baseline of zero is not negative by rounding", arguments: [nil, 3])
  func noBaseline(geos: Int?) throws {
    let zero: [String: PriorSetting] = [
      "intercept": .fixed(0), "coef_trend": .fixed(0), "gamma_seasonality": .fixed(0),
    ]
    let prior = try ExampleModel.model(.carryover, features: 0, geos: geos, priors: zero)
      .priorPredictive(draws: 200)
    #expect(prior.probabilityOfNegativeBaseline == 0)
    #expect(prior.probabilityOfNegativeMeanBaseline == 0)
    #expect(prior.probabilityOfMediaAboveKPI == 0)
    let below = try ExampleModel.model(
      .carryover, features: 0, geos: geos,
      priors: zero.merging(["intercept": .fixed(-1e-6)]) { $1 }
    ).priorPredictive(draws: 200)
    #expect(below.probabilityOfNegativeBaseline == 1 && below.probabilityOfMediaAboveKPI > 0.9)
  }

  @Test("Shares and returns are the metrics of the same draws", arguments: MediaTransform.allCases)
  func metrics(transform: MediaTransform) throws {
    let model = try MediaMixModel(
      dataset: ExampleModel.dataset(), specification: ModelSpecification(transform: transform))
    let prior = model.priorPredictive(draws: 200, seed: 7)
    for (channel, metrics) in zip(
      prior.channels, model.priorTrace(draws: 200, seed: 7).mediaMetrics())
    {
      #expect(channel.name == metrics.name)
      let (share, roi) = (metrics.contribution, metrics.returnOnInvestment)
      #expect(relativeError([channel.share.median], [share.median]) < 1e-9)
      #expect(relativeError([channel.share.q5], [share.q5]) < 1e-9)
      #expect(relativeError([channel.returnOnInvestment.q95], [roi.q95]) < 1e-9)
    }
  }

  @Test("Each geo has its own bands, in its own units")
  func geos() throws {
    var dataset = ExampleModel.dataset(periods: 30, geos: 3)
    for time in 0..<30 { dataset.target[time, 0, 2] *= 1000 }
    let model = try MediaMixModel(
      dataset: dataset, specification: ModelSpecification(transform: .adstock))
    let prior = model.priorPredictive(draws: 100)
    #expect(prior.geos.map(\.name) == ["geo_0", "geo_1", "geo_2"])
    for (index, geo) in prior.geos.enumerated() {
      #expect(geo.observed == dataset.target.series(column: 0, geo: index))
      #expect(geo.expected.count == 30 && geo.kpi.count == 30)
    }
    let widths = prior.geos.map { $0.kpiOverall.q75 - $0.kpiOverall.q25 }
    #expect(widths[2] > 100 * widths[0] && widths[2] > 100 * widths[1])
    #expect(prior == model.priorPredictive(draws: 100))
    #expect(prior != model.priorPredictive(draws: 100, seed: 2))
  }

  @Test("Sensible priors raise no warning, absurd ones are named")
  func warnings() throws {
    func warnings(_ changes: [String: PriorSetting]) throws -> [PriorWarning] {
      let model = try ExampleModel.model(
        .adstock, channels: 2, features: 0,
        priors: Self.known.merging(changes) { $1 })
      return model.priorPredictive(draws: 200).warnings
    }
    #expect(try warnings(["intercept": .fixed(1), "coef_media": .fixed(0.3)]) == [])
    let media = try warnings(["intercept": .fixed(-0.5), "coef_media": .fixed(2)])
    #expect(media.contains(.mediaAboveKPI(probability: 1)))
    #expect(media.contains(.negativeBaseline(probability: 1)))
    guard case .observedOutside = try warnings(["intercept": .fixed(100)]).last else {
      Issue.record("data far from what the priors allow raise no warning")
      return
    }
    let wide = try warnings(["sigma": .fixed(100)])
    guard case .wide(let ratio) = wide.first else {
      Issue.record("a prior interval of 300 times the KPI raises no warning")
      return
    }
    #expect(ratio > 100)
    let unequal = try warnings(["coef_media": .fixed([0.02, 0.5])])
    guard case .unequalReturns(high: "channel_1", low: "channel_0", let times) = unequal.last
    else {
      Issue.record("\(unequal)")
      return
    }
    #expect(times > 15 && times < 40)
    #expect(unequal.last?.message.contains("channel_1") == true)
  }

  @Test("Draws that are not finite are left out, counted and told")
  func notFinite() throws {
    // A log-normal as wide as this overflows now and then.
    let heavy = try ExampleModel.model(
      .adstock, priors: ["intercept": .family(.logNormal, ["loc": 0, "scale": 700])]
    ).priorPredictive(draws: 200)
    #expect(heavy.unusableDrawCount > 5 && heavy.unusableDrawCount < 60)
    #expect(!heavy.channels[0].share.median.isNaN)
    #expect(heavy.warnings.first == .notFinite(count: heavy.unusableDrawCount, of: 200))
    let hopeless = try ExampleModel.model(
      .adstock, priors: ["intercept": .family(.logNormal, ["loc": 1000, "scale": 1])]
    ).priorPredictive(draws: 20)
    #expect(hopeless.unusableDrawCount == 20 && hopeless.mediaShare.median.isNaN)
    #expect(hopeless.warnings == [.notFinite(count: 20, of: 20)])
  }
}
