import Foundation
import MediaMix
import MediaMixInference
import Testing

@Suite("Documents of geo fits and edited fits")
struct GeoDocumentTests {
  @Test("metrics: in all and in each geo, no return where nothing was spent")
  func metrics() async throws {
    let example = try await GeoExample.fitted()
    let run = try Tool.run(["metrics", example.model, "--json"])
    #expect(run.status == 0)
    let channels = try #require(try json(run.output)["channels"] as? [[String: Any]])
    let expected = try FittedModel(contentsOf: example.model).mediaMetrics()
    #expect(channels.map { $0["name"] as? String } == ["tv", "web"])
    for (channel, metrics) in zip(channels, expected) {
      #expect(
        Set(channel.keys) == [
          "name", "contribution", "roi", "marginal_roi", "cost_per_unit", "attribution_over_spend",
          "geos",
        ])
      let geos = try #require(channel["geos"] as? [[String: Any]])
      #expect(geos.map { $0["name"] as? String } == ["north", "south", "Île-de-France"])
      for (geo, metrics) in zip(geos, metrics.geos) {
        #expect(
          Set(geo.keys) == ["name", "contribution", "roi", "marginal_roi", "cost_per_unit"])
        let share = try #require(geo["contribution"] as? [String: Double])
        #expect(share["q95"] == metrics.contribution.q95)
        if let expected = metrics.returnOnInvestment {
          let roi = try #require(geo["roi"] as? [String: Double])
          #expect(Set(roi.keys) == ["mean", "median", "q5", "q95"])
          #expect(roi["median"] == expected.median)
        } else {
          #expect(geo["roi"] is NSNull)
          #expect(geo["marginal_roi"] is NSNull)
          #expect(geo["cost_per_unit"] is NSNull)
        }
      }
    }
    #expect(expected[1].geos[0].returnOnInvestment == nil)
  }

  @Test("The printed metrics: all geos together, then each geo below its channel")
  func metricsTable() async throws {
    let example = try await GeoExample.fitted()
    let lines = try Tool.run(["metrics", example.model]).output
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let columns = [
      "channel", "mean", "median", "5", "%", "95", "%", "mean", "median", "5", "%", "95", "%",
    ]
    #expect(lines[0] == "All geos together")
    #expect(lines[3].split(separator: " ").map(String.init) == columns)
    #expect(lines[4].hasPrefix("tv"))
    #expect(lines[5].hasPrefix("web"))
    #expect(lines[7] == "Each geo")
    #expect(lines[11] == "tv")
    #expect(lines[12].hasPrefix("  north"))
    #expect(lines[14].hasPrefix("  Île-de-France"))
    #expect(lines[15] == "web")
    #expect(lines[16].split(separator: " ").suffix(4) == ["–", "–", "–", "–"])
    #expect(lines[20].contains("marginal return") && lines[20].contains("cost per unit"))
    #expect(lines[22].hasPrefix("tv") && lines[23].hasPrefix("  north"))
    #expect(lines[27].split(separator: " ").suffix(6) == Array(repeating: "–", count: 6)[...])
    #expect(lines[31].contains("share of all channels"))
    #expect(lines[33].hasPrefix("tv") && lines[34].hasPrefix("web"))
    #expect(!lines.contains { $0.lowercased().contains("nan") || $0.contains("inf") })
  }

  @Test("A fixed parameter is shown as such, and no warning names it")
  func fixed() async throws {
    let example = try await GeoExample.fitted()
    let run = try Tool.run(["summary", example.model])
    let row = try #require(
      run.output.split(separator: "\n").first { $0.hasPrefix("coef_trend[north]") })
    #expect(
      row.split(separator: " ").map(String.init)
        == ["coef_trend[north]", "0.000", "fixed"] + Array(repeating: "–", count: 7))
    #expect(!run.errors.contains("coef_trend"))
    let parameters = try #require(
      try json(Tool.run(["summary", example.model, "--json"]).output)["parameters"]
        as? [[String: Any]])
    let trend = try #require(parameters.first { $0["name"] as? String == "coef_trend[north]" })
    #expect(trend["r_hat"] is NSNull)
    #expect((trend["sd"] as? NSNumber)?.doubleValue == 0)
    #expect(parameters.contains { $0["name"] as? String == "coef_media[web,Île-de-France]" })
  }

  @Test("An edited fit says so: summary, and its JSON")
  func edited() async throws {
    let example = try await GeoExample.fitted()
    let fit = try FittedModel(contentsOf: example.model)
    let edited = try fit.scalingEffect(of: "tv", by: 2).thinned(to: 10, seed: 7)
    try edited.save(to: example.folder["edited.zarr"])
    let run = try Tool.run(["summary", example.folder["edited.zarr"]])
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    #expect(
      run.output.hasSuffix(
        """

        1 chain of 10 draws
        Edited after sampling: effect of tv times 2.0
        Edited after sampling: 10 of 240 draws kept, chosen with seed 7

        """))
    let document = try json(
      Tool.run(["summary", example.folder["edited.zarr"], "--json"]).output)
    #expect(document["edits"] as? [String] == edited.edits.map(\.description))
    #expect(document["draws"] as? Int == 10)
    #expect(try json(Tool.run(["summary", example.model, "--json"]).output)["edits"] == nil)
    #expect(
      try Tool.run([
        "export", example.folder["edited.zarr"], "--output", example.folder["export"],
      ]).status == 0)
  }
}
