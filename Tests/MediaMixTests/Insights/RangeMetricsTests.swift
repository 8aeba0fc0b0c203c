import MediaMix
import MediaMixInference
import Testing

@Suite("Metrics of a part of the data")
struct RangeMetricsTests {
  @Test(
    "Return and marginal return are what the KPI loses without the range's media, and gains by more",
    arguments: [MediaTransform.hillAdstock, .adstock, .carryover], [nil, 3])
  func bruteForce(transform: MediaTransform, geos: Int?) async throws {
    let fit = try await InsightExample.fit(transform, geos: geos)
    let dataset = fit.model.dataset
    let places = geos == nil ? [0] : [0, 2]
    for periods in [6..<15, 0..<30, 24..<30] {
      let found = try fit.mediaMetrics(
        in: DataSelection(
          from: dataset.dates[periods.lowerBound], to: dataset.dates[periods.upperBound - 1],
          geos: geos.map { _ in ["geo_2", "geo_0"] }))
      for (channel, metrics) in found.enumerated() {
        func media(times factor: Double) -> Panel {
          var media = dataset.media
          for time in periods { for geo in places { media[time, channel, geo] *= factor } }
          return media
        }
        let spend = InsightExample.sum(dataset.spend, periods, column: channel, geos: places)
        #expect(abs(metrics.spend - spend) < 1e-9)
        var (returns, slopes): ([Double], [Double]) = ([], [])
        for parameters in InsightExample.draws(of: fit) {
          func kpi(times factor: Double) -> Double {
            InsightExample.sum(
              InsightExample.effect(of: media(times: factor), fit, at: parameters),
              periods.lowerBound..<30, column: channel, geos: places)
          }
          returns.append((kpi(times: 1) - kpi(times: 0)) / spend)
          let step = 1e-4
          slopes.append((kpi(times: 1 + step) - kpi(times: 1 - step)) / (2 * step * spend))
        }
        expectClose(metrics.returnDraws, returns, within: 1e-11)
        expectClose(metrics.costPerUnitDraws, returns.map { 1 / $0 }, within: 1e-9)
        // The difference's own error.
        expectClose(metrics.marginalReturnDraws, slopes, within: 1e-6)
        if geos == nil { #expect(metrics.geos.isEmpty) }
      }
    }
  }

  @Test("The share is that of the range's KPI, and geos are what they are alone")
  func shares() async throws {
    let fit = try await InsightExample.fit(.hillAdstock, geos: 3)
    let dates = fit.model.dataset.dates
    let range = DataSelection(from: dates[4], to: dates[9])
    let metrics = try fit.mediaMetrics(in: range)
    let table = try fit.contributions(in: range)
    for (index, channel) in metrics.enumerated() {
      let total = table.places[0].series[5 + index].total
      expectClose(
        [channel.contribution.mean, channel.contribution.q5],
        [total.share.mean, total.share.q5], within: 1e-12)
      for (place, geo) in channel.geos.enumerated() {
        var alone = range
        alone.geos = [geo.name]
        #expect(try fit.mediaMetrics(in: alone)[index].geos == [geo])
        let share = table.places[1 + place].series[5 + index].total.share
        expectClose([geo.contribution.mean], [share.mean], within: 1e-12)
      }
    }
    #expect(try fit.mediaMetrics(in: DataSelection()) == fit.mediaMetrics())
  }

  @Test("A range in which a channel did not run has no return of it, and the others theirs")
  func silent() async throws {
    var dataset = ExampleModel.dataset(periods: 30, channels: 2, features: 0)
    for time in 10..<20 {
      dataset.media[time, 1] = 0
      dataset.spend[time, 1] = 0
    }
    let model = try MediaMixModel(dataset: dataset, specification: ModelSpecification())
    let fit = try await model.fit(SamplerConfiguration(chains: 1, warmup: 10, draws: 5))
    let metrics = try fit.mediaMetrics(
      in: DataSelection(from: dataset.dates[12], to: dataset.dates[19]))
    #expect(metrics[1].spend == 0)
    #expect(metrics[1].returnDraws.allSatisfy { $0.isNaN })
    #expect(metrics[1].marginalReturnDraws.allSatisfy { $0.isNaN })
    #expect(metrics[1].costPerUnitDraws.allSatisfy { $0.isNaN })
    // Carry-over of what ran before.
    #expect(metrics[1].contributionDraws.allSatisfy { $0 > 0 })
    #expect(metrics[0].returnOnInvestment.mean.isFinite)
  }

  @Test("A channel that did nothing costs infinitely much per unit, without NaN")
  func infiniteCost() async throws {
    let fit = try await InsightExample.fit(.adstock).scalingEffect(of: "channel_0", by: 0)
    let cost = fit.mediaMetrics()[0].costPerUnit
    #expect(cost == DistributionSummary([.infinity]))
    #expect(cost.q5 == .infinity)
    var draw = 0
    let mixed = try fit.editingDraws(of: "coef_media") { element, value in
      guard element.label == "channel_1" else { return value }
      draw += 1
      return draw % 2 == 0 ? 0 : value
    }
    #expect(mixed.mediaMetrics()[1].costPerUnit.q5.isFinite)
    #expect(mixed.mediaMetrics()[1].costPerUnit.q95 == .infinity)
  }

  @Test("Attribution over spend is of the range and the geos, and nil where nothing was spent")
  func attribution() async throws {
    let fit = try await InsightExample.fit(.carryover, geos: 3)
    let dataset = fit.model.dataset
    let shares = try fit.attributionOverSpend(
      in: DataSelection(from: dataset.dates[3], to: dataset.dates[8], geos: ["geo_1"]))
    var effects = [0.0, 0, 0]
    for parameters in InsightExample.draws(of: fit) {
      let effect = InsightExample.effect(of: dataset.media, fit, at: parameters)
      for channel in 0..<3 {
        effects[channel] += InsightExample.sum(effect, 3..<9, column: channel, geos: [1])
      }
    }
    let spend = (0..<3).map {
      InsightExample.sum(dataset.spend, 3..<9, column: $0, geos: [1])
    }
    expectClose(shares.map(\.attribution), effects.map { $0 / effects.reduce(0, +) })
    expectClose(shares.map(\.spend), spend.map { $0 / spend.reduce(0, +) })
    expectClose(shares.map { $0.ratio ?? -1 }, shares.map { $0.attribution / $0.spend })
  }
}
