import Foundation
import MediaMix
import Testing

@Suite("Experiments on the command line")
struct ExperimentCommandTests {
  /// The example with two experiments, one of which cannot be true.
  private func example(_ experiments: String) throws -> Example {
    let example = try Example()
    let yaml = try example.folder.text("data.yaml")
    try example.folder.put(yaml + "experiments:\n\(experiments)\n", "data.yaml")
    return example
  }

  private func dates(of example: Example) throws -> [Substring] {
    try example.folder.text("data.csv").split(separator: "\n").dropFirst()
      .compactMap { $0.split(separator: ",").first }
  }

  @Test("fit and summary show them, JSON has them, and what contradicts the data is a warning")
  func shown() throws {
    let dates = try dates(of: Example())
    let example = try example(
      """
        - {channel: media_0, first: \(dates[5]), last: \(dates[15]), roi: 0, standard_error: 1e9}
        - {channel: media_1, first: \(dates[5]), last: \(dates[15]), kpi: 300, standard_error: 20, tail: false}
      """)
    let fit = try Tool.run(example.fitArguments())
    try #require(fit.status == 0, "\(fit.errors)")
    #expect(fit.errors.contains("4 chains, draws 400/400"))
    let summary = try Tool.run(["summary", example.model])
    for run in [fit, summary] {
      #expect(run.output.contains("1 media_0, \(dates[5]) to \(dates[15])"))
      #expect(run.output.contains("data and experiments"))
      #expect(
        run.errors.contains(
          "Warning: experiment 2 (media_1, \(dates[5]) to \(dates[15])) contradicts the data"))
      #expect(!run.errors.contains("experiment 1 (media_0"))
    }
    let text = try Tool.run(["summary", example.model, "--json"]).output
    let document = try json(text)
    let experiments = try #require(document["experiments"] as? [[String: Any]])
    let results = try FittedModel(contentsOf: example.model).experimentResults
    #expect(experiments.count == 2)
    for (experiment, result) in zip(experiments, results) {
      #expect(
        Set(experiment.keys) == [
          "channel", "first", "last", "geos", "measure", "estimate", "standard_error",
          "data_alone", "posterior", "tail_probability", "contradicts",
        ])
      #expect(experiment["channel"] as? String == result.test.channel)
      #expect(experiment["first"] as? String == String(dates[5]))
      #expect((experiment["geos"] as? [Any])?.isEmpty == true)
      #expect(experiment["tail_probability"] as? Double == result.tailProbability)
      let alone = try #require(experiment["data_alone"] as? [String: Double])
      #expect(Set(alone.keys) == ["mean", "sd", "q5", "q95"])
      #expect(alone["mean"] == result.dataAlone.mean)
      let posterior = try #require(experiment["posterior"] as? [String: Double])
      #expect(posterior["q95"] == result.posterior.q95)
    }
    #expect(experiments.map { $0["measure"] as? String } == ["roi", "kpi"])
    let flags = try JSONValue(parsing: [UInt8](text.utf8))["experiments"]?.arrayValue
    #expect(flags?.map { $0["contradicts"]?.boolValue } == [false, true])
  }

  @Test("One that does not fit the data: status 65, the file and the experiment")
  func errors() throws {
    let example = try example(
      "  - {channel: media_9, first: 2020-01-01, last: 2020-02-01, kpi: 1, standard_error: 1}")
    let run = try Tool.run(example.fitArguments())
    #expect(run.status == 65)
    #expect(run.errors.contains("data.yaml: experiments: experiment 1 (\"media_9\"): "))
  }
}
