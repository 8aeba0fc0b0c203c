import MediaMix
import MediaMixInference
import Testing

@Suite("Insights beside the reference")
struct ReferenceInsightTests {
  /// The case's draws in a fit of data whose spend sums to given numbers in each channel and geo.
  private func fit(
    _ output: FittedOutput, spend: (_ time: Int, _ channel: Int, _ geo: Int) -> Double,
    scaling: ModelSpecification.ScalingRule = .mean
  ) async throws -> FittedModel {
    let model = output.fit.model
    var dataset = model.dataset
    for time in 0..<dataset.timeCount {
      for channel in dataset.channels.indices {
        for geo in 0..<dataset.target.geoCount {
          dataset.spend[time, channel, geo] = spend(time, channel, geo)
        }
      }
    }
    let other: MediaMixModel
    if scaling == .none {
      // The model's scale is taken for the data's, as the reference does.
      dataset.media = model.scaling.media.transform(dataset.media)
      dataset.target = model.scaling.target.transform(dataset.target)
      var specification = model.specification
      specification.scaling = .none
      other = try MediaMixModel(dataset: dataset, specification: specification)
    } else {
      other = try MediaMixModel(
        dataset: dataset, specification: model.specification, scaling: model.scaling)
    }
    let any = try await other.fit(SamplerConfiguration(chains: 1, warmup: 0, draws: 4))
    return try any.replacingDraws(DrawExample.draws(of: output.fit, count: 4))
  }

  @Test("Contribution and return of each channel, of geo data in each geo")
  func metrics() async throws {
    for output in try await FittedOutput.all() {
      let costs = try #require(output.json["unscaled_costs"]).numbers
      let geoCount = output.fit.model.dataset.target.geoCount
      // The reference's case has each channel's cost in equal parts in all geos.
      let fit = try await fit(output) { time, channel, _ in
        time == 7 ? costs[channel] / Double(geoCount) : 0
      }
      let contribution = try #require(output.json["metrics"]?["contribution"]).numbers
      let returns = try #require(output.json["metrics"]?["roi"]).numbers
      for (channel, metrics) in fit.mediaMetrics().enumerated() {
        for geo in 0..<geoCount {
          func expected(_ numbers: [Double]) -> [Double] {
            (0..<4).map { numbers[($0 * costs.count + channel) * geoCount + geo] }
          }
          let isNational = metrics.geos.isEmpty
          expectClose(
            isNational ? metrics.contributionDraws : metrics.geos[geo].contributionDraws,
            expected(contribution))
          expectClose(
            isNational ? metrics.returnDraws : try #require(metrics.geos[geo].returnDraws),
            expected(returns))
        }
      }
    }
  }

  @Test("The clipped table of contributions")
  func clippedTable() async throws {
    var clipped = 0
    for output in try await FittedOutput.all() {
      let table = output.fit.clippedContributionTable()
      let rows = try #require(output.json["contribution_table"]?["rows"]?.arrayValue)
      #expect(table.periods.count == rows.count)
      for (index, (period, row)) in zip(table.periods, rows).enumerated() {
        expectClose(
          period.channelShares + [period.baselineShare, period.prediction]
            + period.channelContributions + [period.baselineContribution, Double(index + 1)],
          row.numbers)
        if period.baselineShare == 0 { clipped += 1 }
      }
    }
    #expect(clipped > 0)
  }

  @Test("Attribution over spend")
  func attribution() async throws {
    for output in try await FittedOutput.all() {
      let spend = try #require(output.json["attribution_over_spend"]?["media_spend"]).numbers
      let channelCount = output.fit.model.dataset.channels.count
      let fit = try await fit(
        output, spend: { $2 == 0 ? spend[$0 * channelCount + $1] : 0 }, scaling: .none)
      let rows = try #require(output.json["attribution_over_spend"]?["rows"]?.arrayValue)
      for (share, row) in zip(try fit.attributionOverSpend(), rows) {
        expectClose(
          [share.attribution, share.spend, try #require(share.ratio)], row.numbers)
      }
    }
  }
}
