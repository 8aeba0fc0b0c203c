import MediaMix
import MediaMixInference
import Testing

@Suite("Media metrics")
struct MediaMetricsTests {
  /// What a fit expects of the KPI in its units, `[geo][draw]`.
  private func totals(_ fit: FittedModel) -> [[Double]] {
    let geoCount = fit.model.dataset.target.geoCount
    let mu = fit.trace.muInDataUnits
    let perDraw = fit.model.dataset.timeCount * geoCount
    return (0..<geoCount).map { geo in
      (0..<fit.draws.chainCount * fit.draws.drawCount).map { draw in
        stride(from: geo, to: perDraw, by: geoCount).reduce(0) {
          $0 + mu.values[draw * perDraw + $1]
        }
      }
    }
  }

  private func expectClose(_ a: [Double], _ b: [Double]) {
    #expect(a.count == b.count)
    #expect(zip(a, b).allSatisfy { abs($0 - $1) <= 1e-10 * max(1, abs($1)) })
  }

  @Test("They are what the KPI loses where the channel is turned off", arguments: [nil, 3])
  func withoutChannel(geos: Int?) async throws {
    let fit = try await SmallFit.make(.hillAdstock, geos: geos)
    let (with, dataset) = (totals(fit), fit.model.dataset)
    for (index, metrics) in fit.mediaMetrics().enumerated() {
      #expect(metrics.name == dataset.channels[index])
      #expect(metrics.geos.map(\.name) == dataset.geos)
      let off = totals(try fit.scalingEffect(of: metrics.name, by: 0))
      let losses = zip(with, off).map { zip($0, $1).map { $0 - $1 } }
      let spend = (0..<(geos ?? 1)).map { geo in
        (0..<dataset.timeCount).reduce(0) { $0 + dataset.spend[$1, index, geo] }
      }
      for (geo, found) in metrics.geos.enumerated() {
        expectClose(found.contributionDraws, zip(losses[geo], with[geo]).map { $0 / $1 })
        expectClose(try #require(found.returnDraws), losses[geo].map { $0 / spend[geo] })
      }
      func sum(_ rows: [[Double]]) -> [Double] {
        rows[0].indices.map { draw in rows.reduce(0) { $0 + $1[draw] } }
      }
      expectClose(metrics.contributionDraws, zip(sum(losses), sum(with)).map { $0 / $1 })
      expectClose(metrics.returnDraws, sum(losses).map { $0 / spend.reduce(0, +) })
    }
  }

  @Test("A geo in which a channel costs nothing has a contribution, and no return")
  func withoutSpend() async throws {
    var dataset = ExampleModel.dataset(periods: 30, channels: 2, features: 0, geos: 2)
    for time in 0..<30 { dataset.spend[time, 1, 0] = 0 }
    let model = try MediaMixModel(dataset: dataset, specification: ModelSpecification())
    let fit = try await model.fit(SamplerConfiguration(chains: 1, warmup: 10, draws: 5))
    let channels = fit.mediaMetrics()
    #expect(channels[1].geos[0].returnDraws == nil)
    #expect(channels[1].geos[0].returnOnInvestment == nil)
    #expect(channels[1].geos[0].contributionDraws.allSatisfy { $0 > 0 })
    #expect(channels[1].geos[1].returnOnInvestment?.mean.isFinite == true)
    #expect(channels[0].geos.allSatisfy { $0.returnDraws?.allSatisfy { $0.isFinite } == true })
    #expect(channels[1].returnOnInvestment.mean.isFinite)
  }
}
