import Foundation
import MediaMix
import MediaMixInference
import Testing

@Suite("Priors: lmmm prior, summary --prior, fit --init")
struct PriorTests {
  /// The example with `scaling: mean` and some settings replaced by others.
  private func example(model: String = "scaling: mean", sampler: String? = nil) throws -> Example {
    let example = try Example()
    var yaml = try example.folder.text("data.yaml")
    yaml = yaml.replacingOccurrences(of: "scaling: mean", with: model)
    if let sampler { yaml = yaml.replacingOccurrences(of: "chains: 4", with: sampler) }
    try example.folder.put(yaml, "data.yaml")
    return example
  }

  @Test("prior prints what the library says, the same twice, and writes nothing else")
  func prior() throws {
    let example = try Example()
    let arguments = [
      "prior", example.data, "--config", example.configuration, "--draws", "200", "--seed", "3",
    ]
    let run = try Tool.run(arguments)
    #expect(run.status == 0, "\(run.errors)")
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines[0] == "What the priors imply before any fit, by 200 draws")
    for name in ["channel", "media_0", "media_1", "all media", "baseline", "all periods"] {
      #expect(lines.contains { $0.hasPrefix(name + " ") }, "\(name)")
    }
    #expect(lines.allSatisfy { $0.count <= 100 })
    #expect(try Tool.run(arguments).output == run.output)
    #expect(try example.folder.names() == ["data.csv", "data.truth.json", "data.yaml"])

    let expected = try predictive(of: example)
    #expect(
      run.errors == expected.warnings.map { "Warning: \($0.message)\n" }.joined())
  }

  @Test("prior never writes over what it reads, nor two results into one file")
  func ownFiles() throws {
    let example = try Example()
    let data = try example.folder.text("data.csv")
    let start = ["prior", example.data, "--config", example.configuration, "--draws", "20"]
    for more in [
      ["--plot", example.data], ["--output", example.configuration],
      ["--plot", example.folder["./data.csv"]],
      ["--plot", example.folder["new"], "--output", example.folder["./new"]],
    ] {
      let run = try Tool.run(start + more)
      #expect(run.status == 1 && run.errors.contains("name another"), "\(more): \(run.errors)")
    }
    #expect(try example.folder.text("data.csv") == data)
    #expect(try example.folder.names() == ["data.csv", "data.truth.json", "data.yaml"])
  }

  private func predictive(of example: Example) throws -> PriorPredictive {
    let configuration = try Configuration.read(yamlAt: example.configuration)
    return try MediaMixModel(
      dataset: Dataset.read(csvAt: example.data, schema: configuration.data),
      specification: configuration.model
    ).priorPredictive(draws: 200, seed: 3)
  }

  @Test("prior --json: the promised keys and the library's numbers")
  func document() throws {
    let example = try Example()
    let run = try Tool.run([
      "prior", example.data, "--config", example.configuration, "--draws", "200", "--seed", "3",
      "--json",
    ])
    let document = try json(run.output)
    #expect(
      Set(document.keys) == [
        "draws", "unusable_draws", "channels", "media_share", "baseline_share", "coverage",
        "probability_media_above_kpi", "probability_negative_baseline",
        "probability_negative_mean_baseline", "kpi", "warnings",
      ])
    let expected = try predictive(of: example)
    let channels = try #require(document["channels"] as? [[String: Any]])
    let share = try #require(channels[1]["share"] as? [String: Double])
    #expect(share["median"] == expected.channels[1].share.median)
    let geos = try #require(document["kpi"] as? [[String: Any]])
    #expect(Set(geos[0].keys) == ["kpi", "periods"])
    let periods = try #require(geos[0]["periods"] as? [[String: Any]])
    #expect(periods.count == 40)
    #expect((periods[7]["kpi"] as? [String: Double])?["q95"] == expected.geos[0].kpi[7].q95)
    #expect(periods[7]["observed"] as? Double == expected.geos[0].observed[7])
  }

  @Test("prior writes a picture and the draws where told to")
  func files() throws {
    let example = try Example()
    let run = try Tool.run([
      "prior", example.data, "--config", example.configuration, "--draws", "50",
      "--plot", example.folder["prior.svg"], "--output", example.folder["draws.csv"],
      "--transform", "carryover",
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(try example.folder.text("prior.svg").hasPrefix("<svg "))
    let draws = try example.folder.text("draws.csv").split(separator: "\n")
    #expect(draws.count == 51)
    #expect(draws[0].contains("peak_effect_delay"))
  }

  @Test("prior refuses bad input with 65, wrong usage with 64, and a folder as a file with 1")
  func failures() throws {
    let example = try example(model: "priors: {sigmma: 1}")
    let bad = try Tool.run(["prior", example.data, "--config", example.configuration])
    #expect(bad.status == 65)
    #expect(bad.errors.contains("data.yaml: model.priors: prior of sigmma"))
    let usage = try Tool.run([
      "prior", example.data, "--config", example.configuration, "--draws", "0",
    ])
    #expect(usage.status == 64)
    let good = try Example()
    let folder = try Tool.run([
      "prior", good.data, "--config", good.configuration, "--plot", good.folder.path,
    ])
    #expect(folder.status == 1)
    #expect(folder.errors.contains("is a folder"))
  }

  @Test("summary --prior: distances and variance removed, null and – where there is none")
  func summary() throws {
    let example = try example(
      model: "priors: {coef_trend: {cauchy: {loc: 0, scale: 1}}, expo_trend: {fixed: 1}}")
    let fit = try Tool.run(example.fitArguments())
    try #require(fit.status == 0, "\(fit.errors)")
    let run = try Tool.run(["summary", example.model, "--json", "--prior"])
    let parameters = try #require(try json(run.output)["parameters"] as? [[String: Any]])
    let expected = try FittedModel(contentsOf: example.model).priorComparison()
    for (parameter, comparison) in zip(parameters, expected) {
      let prior = try #require(parameter["prior"] as? [String: Any])
      #expect(Set(prior.keys) == ["mean", "sd", "distances", "variance_removed"])
      #expect(prior["mean"] as? Double == parameter["prior_mean"] as? Double)
      #expect(prior["sd"] as? Double == parameter["prior_sd"] as? Double)
      let distances = try #require(prior["distances"] as? [String: Any])
      #expect(Set(distances.keys) == ["ks", "hellinger", "js", "min"])
      #expect(distances["ks"] as? Double == comparison.distance?.kolmogorovSmirnov)
      #expect(distances["min"] as? Double == comparison.distance?.totalVariation)
    }
    let fixed = try #require(parameters.first { $0["name"] as? String == "expo_trend" })
    #expect((fixed["prior"] as? [String: Any])?["variance_removed"] is NSNull)
    let trend = try #require(parameters.first { $0["name"] as? String == "coef_trend[0]" })
    #expect((trend["prior"] as? [String: Any])?["variance_removed"] is NSNull)
    #expect((trend["prior"] as? [String: Any])?["mean"] is NSNull)

    let table = try Tool.run(["summary", example.model, "--prior"]).output.split(separator: "\n")
    #expect(table.allSatisfy { $0.count <= 115 })
    let row = try #require(table.last { $0.hasPrefix("expo_trend") })
    #expect(row.split(separator: " ").suffix(5) == ["–", "–", "–", "–", "–"])
    let cauchy = try #require(table.last { $0.hasPrefix("coef_trend") })
    #expect(cauchy.split(separator: " ")[1...2] == ["–", "–"])
  }

  @Test("fit --init overrides the configuration and is kept", arguments: ["mean", "uniform"])
  func initFlag(place: String) throws {
    let example = try example(sampler: "init: sample")
    let fit = try Tool.run(example.fitArguments(["--init", place]))
    #expect(fit.status == 0, "\(fit.errors)")
    let loaded = try FittedModel(contentsOf: example.model)
    #expect(loaded.initialization == (place == "mean" ? .priorMean : .uniform))
  }

  @Test(
    "Starts that cannot be: 65, with file, key and parameter",
    arguments: [
      ("init: {sgima: 1}", "\"sgima\"; did you mean sigma?"),
      ("init: {sigma: [1, 2]}", "sigma has 2 numbers"),
      ("init: {sigma: -1}", "sigma[0] is -1.0"),
      ("init: {sigma: 1e-200}", "the given sigma makes the data impossible"),
    ])
  func impossibleStarts(setting: String, message: String) throws {
    let example = try example(sampler: setting)
    let run = try Tool.run(example.fitArguments())
    #expect(run.status == 65)
    #expect(run.errors.contains("data.yaml: sampler.init: "))
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(try example.folder.names() == ["data.csv", "data.truth.json", "data.yaml"])
    #expect(try Tool.run(example.fitArguments(["--init", "nowhere"])).status == 64)
  }
}
