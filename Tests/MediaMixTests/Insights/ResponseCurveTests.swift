import MediaMix
import MediaMixInference
import Testing

@Suite("Response curves")
struct ResponseCurveTests {
  private static let transforms: [MediaTransform] = [.hillAdstock, .adstock, .carryover]

  /// Media of a channel and nothing else in one period after the training data, or in so many periods
  /// without any before.
  private func media(
    _ fit: FittedModel, _ kind: ResponseCurve.Kind, channel: Int, _ levels: [Double]
  ) -> Panel {
    let dataset = fit.model.dataset
    var row = Panel(
      repeating: 0, timeCount: 1, columnCount: dataset.channels.count, geoCount: levels.count)
    for (geo, level) in levels.enumerated() { row[0, channel, geo] = level }
    switch kind {
    case .onePeriod: return dataset.media.followed(by: row)
    case .steadyState(let periods):
      return (1..<periods).reduce(row) { all, _ in all.followed(by: row) }
    }
  }

  /// The KPI that it adds in the last period, in some geos, draw by draw.
  private func response(
    _ fit: FittedModel, _ kind: ResponseCurve.Kind, channel: Int, _ levels: [Double], geos: [Int]
  ) -> [Double] {
    let some = media(fit, kind, channel: channel, levels)
    let none = media(fit, kind, channel: channel, levels.map { _ in 0 })
    let last = some.timeCount - 1..<some.timeCount
    return InsightExample.draws(of: fit).map { parameters in
      InsightExample.sum(
        InsightExample.effect(of: some, fit, at: parameters), last, column: channel, geos: geos)
        - InsightExample.sum(
          InsightExample.effect(of: none, fit, at: parameters), last, column: channel, geos: geos)
    }
  }

  private func expect(_ summary: DistributionSummary?, _ draws: [Double], within: Double = 1e-10)
    throws
  {
    let (summary, expected) = (try #require(summary), DistributionSummary(draws))
    expectClose(
      [summary.mean, summary.median, summary.q5, summary.q95],
      [expected.mean, expected.median, expected.q5, expected.q95], within: within)
  }

  @Test(
    "Points are what the KPI gains by such media", arguments: transforms,
    [ResponseCurve.Kind.onePeriod, .steadyState(periods: 7)])
  func national(transform: MediaTransform, kind: ResponseCurve.Kind) async throws {
    let fit = try await InsightExample.fit(transform)
    let curves = try fit.responseCurves(
      ResponseCurveOptions(kind: kind, steps: 4, marks: ["channel_1": 5]))
    #expect(curves.map(\.channel) == fit.model.dataset.channels)
    for (channel, curve) in curves.enumerated() {
      let series = fit.model.dataset.media.series(column: channel)
      let greatest = try #require(series.max())
      let price = Double(2 + channel)
      expectClose(
        curve.points.map(\.media), (0..<4).map { 1.2 * greatest * Double($0) / 3 }, within: 1e-12)
      expectClose(curve.points.map(\.spend), curve.points.map { $0.media * price }, within: 1e-12)
      expectClose([curve.current.media], [series.reduce(0, +) / 30], within: 1e-12)
      #expect(curve.geo == nil)
      #expect((curve.marked == nil) == (channel != 1))
      if let marked = curve.marked {
        expectClose([marked.spend, marked.media], [5, 5 / price], within: 1e-12)
      }
      for point in curve.points + [curve.current] + [curve.marked].compactMap(\.self) {
        func response(_ media: Double) -> [Double] {
          self.response(fit, kind, channel: channel, [media], geos: [0])
        }
        let own = response(point.media)
        try expect(point.response, own)
        guard point.spend > 0 else {
          #expect(point.returnOnInvestment == nil && point.marginalReturn == nil)
          continue
        }
        try expect(point.returnOnInvestment, own.map { $0 / point.spend })
        let step = 1e-4 * point.media
        let slopes = zip(response(point.media + step), response(point.media - step)).map {
          ($0 - $1) / (2 * step * price)
        }
        try expect(point.marginalReturn, slopes, within: 1e-5)
      }
    }
  }

  @Test("Geos: together with the historic split, and each by itself", arguments: transforms)
  func geos(transform: MediaTransform) async throws {
    let fit = try await InsightExample.fit(transform, geos: 2)
    let dataset = fit.model.dataset
    let kind = ResponseCurve.Kind.onePeriod
    let curves = try fit.responseCurves(
      ResponseCurveOptions(kind: kind, steps: 3, percentageAdd: 0.5, marks: ["channel_2": 9]))
    #expect(
      curves.map(\.geo) == Array(repeating: [nil, "geo_0", "geo_1"], count: 3).flatMap(\.self))
    for channel in 0..<3 {
      let series = (0..<2).map { dataset.media.series(column: channel, geo: $0) }
      let means = series.map { $0.reduce(0, +) / 30 }
      let greatest = try #require((0..<30).map { series[0][$0] + series[1][$0] }.max())
      let prices = (0..<2).map { Double(2 + channel + 3 * $0) }
      let joint = curves[3 * channel]
      let shares = means.map { $0 / (means[0] + means[1]) }
      let cost = shares[0] * prices[0] + shares[1] * prices[1]
      for point in joint.points + [joint.current] + [joint.marked].compactMap(\.self) {
        expectClose([point.spend], [point.media * cost], within: 1e-12)
        try expect(
          point.response,
          response(fit, kind, channel: channel, shares.map { $0 * point.media }, geos: [0, 1]))
      }
      expectClose(
        [joint.points[2].media, joint.current.media], [1.5 * greatest, means[0] + means[1]],
        within: 1e-12)
      if channel == 2 { expectClose([try #require(joint.marked).spend], [9], within: 1e-12) }
      for geo in 0..<2 {
        let own = curves[3 * channel + 1 + geo]
        expectClose([own.points[2].media], [1.5 * (series[geo].max() ?? 0)], within: 1e-12)
        expectClose([own.current.spend], [means[geo] * prices[geo]], within: 1e-12)
        #expect(own.marked == nil)
        for point in own.points {
          var levels = [0.0, 0]
          levels[geo] = point.media
          try expect(
            point.response, response(fit, kind, channel: channel, levels, geos: [geo]))
        }
      }
    }
  }

  @Test("The saturation point halves the marginal return, draw by draw")
  func saturation() async throws {
    let fit = try await InsightExample.fit(.hillAdstock).thinned(to: 1, seed: 3)
      .editingDraws(of: "half_max_effective_concentration") { _, _ in 0.4 }
      .editingDraws(of: "slope") { _, _ in 1 }
      .editingDraws(of: "lag_weight") { _, _ in 0.5 }
    let curves = try fit.responseCurves(
      ResponseCurveOptions(kind: .steadyState(periods: 52), steps: 400))
    for curve in curves {
      // Where S = 1 the slope is ∝ 1/(K + x)², which halves at K + x = √2·(K + x₀).
      let mean = fit.model.scaling.media.divisor(
        column: try #require(fit.model.dataset.channels.firstIndex(of: curve.channel)))
      let price = curve.current.spend / curve.current.media
      let half = (2.0.squareRoot() * 1.4 - 0.4) * mean * price
      let median = try #require(curve.saturation.median)
      #expect(abs(median / half - 1) < 1e-3)
      #expect(curve.saturation.q5 == curve.saturation.q95)
      #expect(curve.saturation.probabilityBeyond == 0)
    }
    let powers = try await InsightExample.fit(.adstock).editingDraws(of: "exponent") { _, _ in 0.9 }
    // A power of 0.9 halves its slope at 2¹⁰ times the media.
    for curve in try powers.responseCurves(ResponseCurveOptions(kind: .onePeriod)) {
      #expect(curve.saturation.median == nil && curve.saturation.q5 == nil)
      #expect(curve.saturation.probabilityBeyond == 1)
    }
  }

  @Test("Prices move spend and nothing else; bad options are errors")
  func options() async throws {
    let fit = try await InsightExample.fit(.adstock)
    var options = ResponseCurveOptions(kind: .steadyState(of: fit.model.specification), steps: 5)
    #expect(options.kind == .steadyState(periods: 52))
    let plain = try fit.responseCurves(options)
    options.prices = ["channel_0": 20]
    let priced = try fit.responseCurves(options)
    #expect(priced[1] == plain[1])
    #expect(priced[0].points.map(\.response) == plain[0].points.map(\.response))
    expectClose(priced[0].points.map(\.spend), plain[0].points.map { $0.spend * 10 })
    options.prices = ["channel_O": 1]
    #expect(
      throws: InsightError.unknownChannel("channel_O", known: fit.model.dataset.channels)
    ) { try fit.responseCurves(options) }
    options.prices = ["channel_0": 0]
    #expect(try fit.responseCurves(options)[0].points.allSatisfy { $0.returnOnInvestment == nil })
    options.marks = ["channel_0": 3]
    #expect(throws: InsightError.noPrice(channel: "channel_0")) { try fit.responseCurves(options) }
    for (change, name) in [
      ({ $0.steps = 1 }, "the number of steps"),
      ({ $0.percentageAdd = -0.1 }, "the share beyond the greatest media"),
      ({ $0.percentageAdd = .nan }, "the share beyond the greatest media"),
      ({ $0.kind = .steadyState(periods: 0) }, "the number of periods"),
      ({ $0.prices = ["channel_0": -1] }, "the price of channel_0"),
      ({ $0.marks = ["channel_1": .infinity] }, "the spend of channel_1"),
    ] as [((inout ResponseCurveOptions) -> Void, String)] {
      var bad = ResponseCurveOptions(kind: .onePeriod)
      change(&bad)
      let error = #expect(throws: InsightError.self) { try fit.responseCurves(bad) }
      #expect(error?.description.hasPrefix(name) == true)
    }
  }
}
