import Foundation
import MediaMix
import MediaMixInference
import Testing

@Suite("Trace")
struct TraceTests {
  @Test("Names, axes and shapes are the reference's", arguments: [nil, 3])
  func shapes(geos: Int?) async throws {
    let trace = try await SmallFit.make(.hillAdstock, geos: geos).trace
    let geo = geos.map { [$0] } ?? []
    var expected: [String: [Int]] = [
      "intercept": [geos ?? 1], "sigma": [geos ?? 1], "coef_trend": [geos ?? 1], "expo_trend": [],
      "coef_media": [2] + geo, "gamma_seasonality": [2, 2], "coef_extra_features": [2] + geo,
      "lag_weight": [2], "half_max_effective_concentration": [2], "slope": [2],
      "media_transformed": [30, 2] + geo, "mu": [30] + geo,
    ]
    if let geos {
      expected["channel_coef_media"] = [2, 1]
      expected["coef_seasonality"] = [geos]
    }
    #expect(Set(trace.names) == Set(expected.keys))
    #expect(trace.names.count == expected.count)
    for (name, shape) in expected {
      let draws = try #require(trace[name])
      #expect(draws.shape == [2, 20] + shape, "\(name)")
      #expect(draws.flattened.shape == [40] + shape)
      #expect(draws.flattened.values == draws.values)
      #expect(draws.dimensions.prefix(2) == ["chain", "draw"])
      #expect(draws.flattened.dimensions.first == "sample")
    }
    #expect(
      trace["mu"]?.dimensions.suffix(1 + geo.count) == (["time"] + geo.map { _ in "geo" })[...])
    let media = try #require(trace["media_transformed"])
    #expect(media.axes[2].labels?.first == "2022-01-08")
    #expect(media.axes[3].labels == ["channel_0", "channel_1"])
    #expect(media.axes.last?.labels?.last == (geos == nil ? "channel_1" : "geo_2"))
    #expect(trace["nu"] == nil)
  }

  @Test("Positions are where the axes say")
  func positions() async throws {
    let fit = try await SmallFit.make(.adstock, geos: 2)
    let coefficients = try #require(fit.trace["coef_media"])
    let index = try #require(
      fit.model.parameters.elementNames.firstIndex(of: "coef_media[channel_1,geo_0]"))
    let chains = fit.draws.chains(of: index)
    for (chain, draw) in [(0, 0), (1, 7), (0, 19)] {
      #expect(coefficients[chain, draw, 1, 0] == chains[chain][draw])
      #expect(coefficients.flattened[chain * 20 + draw, 1, 0] == chains[chain][draw])
    }
  }

  @Test("μ is the sum of its parts, in every geo", arguments: [nil, 3])
  func mean(geos: Int?) async throws {
    let fit = try await SmallFit.make(.carryover, geos: geos)
    let trace = fit.trace
    let mu = try #require(trace["mu"])
    let inUnits = trace.muInDataUnits
    let media = trace.mediaTransformed
    let data = fit.model.scaling.transform(fit.model.dataset)
    func draws(_ name: String) throws -> [Double] { try #require(fit.draws(of: name)) }
    let (intercept, slope) = (try draws("intercept"), try draws("coef_trend"))
    let (exponent, gamma) = (try draws("expo_trend"), try draws("gamma_seasonality"))
    let (coefficient, feature) = (try draws("coef_media"), try draws("coef_extra_features"))
    let season = geos == nil ? nil : try draws("coef_seasonality")
    let count = geos ?? 1
    for sample in [0, 13, 39] {
      for (time, geo) in [(0, 0), (1, count - 1), (29, 0), (17, count - 1)] {
        var expected = intercept[sample * count + geo]
        expected += slope[sample * count + geo] * pow(Double(time), exponent[sample])
        for degree in 0..<2 {
          let angle = 2 * Double.pi * Double((degree + 1) * time) / 52
          let wave =
            gamma[sample * 4 + 2 * degree] * sin(angle)
            + gamma[sample * 4 + 2 * degree + 1] * cos(angle)
          expected += (season?[sample * count + geo] ?? 1) * wave
        }
        for column in 0..<2 {
          let place = (sample * 2 + column) * count + geo
          expected +=
            coefficient[place] * media.values[((sample * 30 + time) * 2 + column) * count + geo]
          expected += feature[place] * data.features[time, column, geo]
        }
        let found = mu.values[(sample * 30 + time) * count + geo]
        #expect(abs(found - expected) < 1e-10)
        #expect(
          inUnits.values[(sample * 30 + time) * count + geo]
            == found * fit.model.scaling.target.divisor(column: 0, geo: geo))
      }
    }
  }

  @Test("Draws one by one are the arrays, and an error ends them")
  func streaming() async throws {
    struct Stop: Error {}
    let trace = try await SmallFit.make(.hillAdstock, geos: 2).trace
    var (mean, media, parameters): ([Double], [Double], [Double]) = ([], [], [])
    trace.forEachDraw {
      parameters += $0
      mean += $1.values
      media += $2.values
    }
    #expect(parameters == trace.draws.values)
    #expect(mean == trace.mu.values)
    #expect(media == trace.mediaTransformed.values)
    var seen = 0
    #expect(throws: Stop.self) {
      try trace.forEachDraw { _, _, _ in
        seen += 1
        if seen == 3 { throw Stop() }
      }
    }
    #expect(seen == 3)
  }
}
