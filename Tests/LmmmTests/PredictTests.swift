import Foundation
import MediaMix
import Testing

@Suite("lmmm predict and lmmm fitted")
struct PredictTests {
  /// A fit of all but the last eight of 40 simulated weeks.
  private func heldOut() throws -> Example {
    let example = try Example()
    let last = try Dataset.read(
      csvAt: example.data, schema: Configuration.read(yamlAt: example.configuration).data
    ).dates[31]
    let yaml = try example.folder.text("data.yaml")
    try example.folder.put(
      yaml.replacing("data:\n", with: "data:\n  train_until: \(last)\n"), "data.yaml")
    let fit = try Tool.run(example.fitArguments())
    try #require(fit.status == 0, "\(fit.errors)")
    return example
  }

  @Test("Held-out rows of the fitted table are predicted and scored")
  func holdout() throws {
    let example = try heldOut()
    let output = example.folder["p.csv"]
    let run = try Tool.run(
      ["predict", example.model, example.data, "--noise", "--seed", "5", "--output", output])
    try #require(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("Note: the model was fitted to the first 32 periods"))
    #expect(run.output.contains("MAPE"))
    let lines = try example.folder.text("p.csv").split(separator: "\n")
    #expect(lines[0] == "date,mean,q5,q25,median,q75,q95,observed")
    #expect(lines.count == 9)
    let fit = try FittedModel(contentsOf: example.model)
    let table = try FutureTable.read(csvAt: example.data, following: fit)
    let first = try fit.predict(table.rows).periods(noise: true, seed: 5)[0]
    let q = first.quantiles
    let numbers = [first.mean, q.q5, q.q25, q.median, q.q75, q.q95, try #require(first.observed)]
    let cells = [first.date.description] + numbers.map(\.description)
    #expect(String(lines[1]) == cells.joined(separator: ","))
    // What is printed has a row for each period and one of scores.
    let printed = try Tool.run(["predict", example.model, example.data])
    #expect(printed.output.split(separator: "\n").count == 11)
  }

  @Test("Rows that were fitted are answered with what to use instead")
  func fittedRows() throws {
    let example = try Example.fitted.get()
    let run = try Tool.run(["predict", example.model, example.data])
    #expect(run.status == 65)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("lmmm fitted"))
  }

  @Test("fitted: a row for each training period, and scores")
  func fitted() throws {
    let example = try Example.fitted.get()
    let run = try Tool.run(["fitted", example.model])
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 43)
    #expect(lines[0].hasSuffix("observed"))
    #expect(lines[41].hasPrefix("periods"))
  }

  @Test("No prediction replaces what it is made from")
  func outputs() throws {
    let example = try heldOut()
    let data = try example.folder.text("data.csv")
    let run = try Tool.run(["predict", example.model, example.data, "--output", example.data])
    #expect(run.status == 1)
    #expect(try example.folder.text("data.csv") == data)
  }

  @Test("Geo data: rows and scores of each geo")
  func geos() async throws {
    let example = try await GeoExample.fitted()
    let run = try Tool.run(["fitted", example.model])
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n")
    // Headers, 120 rows, and scores of all and of each of three geos.
    #expect(lines.count == 126)
    #expect(lines[1].contains("north"))
    #expect(lines[122].hasPrefix("all"))
  }
}
