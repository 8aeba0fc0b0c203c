import Foundation
import MediaMix
import MediaMixInference
import Testing

@Suite("JSON documents")
struct DocumentTests {
  @Test("summary: the promised keys, and the fit's numbers to the same bits")
  func summary() throws {
    let example = try Example.fitted.get()
    let run = try Tool.run(["summary", example.model, "--json"])
    #expect(run.status == 0)
    let document = try json(run.output)
    #expect(
      Set(document.keys) == [
        "parameters", "divergences", "chains", "warmup", "draws", "thinning",
        "leapfrog_steps", "warmup_seconds", "sampling_seconds", "wall_seconds",
      ])
    #expect(document["chains"] as? Int == 2)
    #expect(document["warmup"] as? Int == 60)
    #expect(document["draws"] as? Int == 40)
    let parameters = try #require(document["parameters"] as? [[String: Any]])
    let expected = try FittedModel(contentsOf: example.model).summary()
    #expect(parameters.map { $0["name"] as? String } == expected.map(\.name))
    #expect(expected.map(\.name).contains("coef_media[media_0]"))
    #expect(expected.map(\.name).contains("gamma_seasonality[0,1]"))
    for (parameter, row) in zip(parameters, expected) {
      #expect(
        Set(parameter.keys) == [
          "name", "mean", "sd", "median", "q5", "q95", "mcse_mean", "ess_bulk", "ess_tail", "r_hat",
        ])
      #expect(parameter["mean"] as? Double == row.statistics.mean)
      #expect(parameter["q95"] as? Double == row.statistics.q95)
      #expect(parameter["r_hat"] as? Double == row.statistics.rHat)
    }
    #expect(run.errors.contains("Warning: "))
  }

  @Test("summary --prior: the prior's moments, null where there are none")
  func prior() throws {
    let example = try Example()
    let yaml = try example.folder.text("data.yaml")
    try example.folder.put(
      yaml.replacingOccurrences(
        of: "scaling: mean", with: "priors: {coef_trend: {cauchy: {loc: 0, scale: 1}}}"),
      "data.yaml")
    let fit = try Tool.run(example.fitArguments())
    try #require(fit.status == 0, "\(fit.errors)")
    let run = try Tool.run(["summary", example.model, "--json", "--prior"])
    let parameters = try #require(try json(run.output)["parameters"] as? [[String: Any]])
    let trend = try #require(parameters.first { $0["name"] as? String == "coef_trend[0]" })
    #expect(trend["prior_mean"] is NSNull)
    #expect(trend["prior_sd"] is NSNull)
    let retention = try #require(
      parameters.first { $0["name"] as? String == "ad_effect_retention_rate[media_1]" })
    // Beta(1, 1): uniform from 0 to 1.
    #expect(retention["prior_mean"] as? Double == 0.5)
    #expect(abs((retention["prior_sd"] as? Double ?? 0) - (1.0 / 12).squareRoot()) < 1e-15)
  }

  @Test("A single chain has no r-hat: null")
  func singleChain() throws {
    let example = try Example()
    let fit = try Tool.run(example.fitArguments(["--chains", "1"]))
    #expect(fit.status == 0, "\(fit.errors)")
    let run = try Tool.run(["summary", example.model, "--json"])
    let parameters = try #require(try json(run.output)["parameters"] as? [[String: Any]])
    #expect(parameters.allSatisfy { $0["r_hat"] is NSNull })
  }

  @Test("metrics: the promised keys, and the fit's numbers")
  func metrics() throws {
    let example = try Example.fitted.get()
    let run = try Tool.run(["metrics", example.model, "--json"])
    #expect(run.status == 0)
    let document = try json(run.output)
    #expect(Set(document.keys) == ["channels"])
    let channels = try #require(document["channels"] as? [[String: Any]])
    let expected = try FittedModel(contentsOf: example.model).mediaMetrics()
    #expect(channels.count == 2)
    for (channel, metrics) in zip(channels, expected) {
      #expect(
        Set(channel.keys) == [
          "name", "contribution", "roi", "marginal_roi", "cost_per_unit", "attribution_over_spend",
        ])
      #expect(channel["name"] as? String == metrics.name)
      let share = try #require(channel["contribution"] as? [String: Double])
      let roi = try #require(channel["roi"] as? [String: Double])
      #expect(Set(share.keys) == ["mean", "median", "q5", "q95"])
      #expect(Set(roi.keys) == ["mean", "median", "q5", "q95"])
      #expect(share["mean"] == metrics.contribution.mean)
      #expect(roi["q5"] == metrics.returnOnInvestment.q5)
      let marginal = try #require(channel["marginal_roi"] as? [String: Double])
      #expect(marginal["median"] == metrics.marginalReturn.median)
      let cost = try #require(channel["cost_per_unit"] as? [String: Double])
      #expect(cost["q95"] == metrics.costPerUnit.q95)
    }
  }
}
