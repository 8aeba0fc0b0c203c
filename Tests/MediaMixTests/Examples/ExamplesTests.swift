import Foundation
import MediaMix
import MediaMixInference
import Testing

/// The program of README.md, which ``ExamplesTests/programOfReadme()`` compares with this.
func reportReturns(csv: String, yaml: String, savingTo path: String) async throws {
  let configuration = try Configuration.read(yamlAt: yaml)
  let dataset = try Dataset.read(csvAt: csv, schema: configuration.data)
  let model = try MediaMixModel(dataset: dataset, specification: configuration.model)
  let fit = try await model.fit(
    configuration.sampler, initialization: configuration.initialization, schema: configuration.data)
  for warning in fit.convergence().warnings {
    print("warning:", warning.message)
  }
  for channel in fit.mediaMetrics() {
    let roi = channel.returnOnInvestment
    print("\(channel.name): \(roi.median) per euro, 90 % between \(roi.q5) and \(roi.q95)")
  }
  try fit.save(to: path)
}

@Suite("Examples")
struct ExamplesTests {
  private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../..").standardizedFileURL
  private static let folder = package.appendingPathComponent("Examples")

  private static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: package.appendingPathComponent(path), encoding: .utf8)
  }

  /// The text of each fenced block of README.md in that language.
  private static func blocks(ofReadmeIn language: String) throws -> [String] {
    try text("README.md").components(separatedBy: "```\(language)\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
  }

  @Test(
    "Every table has a configuration, and is fitted",
    arguments: ["coffee", "museum", "simulated"])
  func fits(name: String) async throws {
    let configuration = try Configuration.read(yamlAt: Self.path("\(name).yaml"))
    let dataset = try Dataset.read(csvAt: Self.path("\(name).csv"), schema: configuration.data)
    let (training, holdout) = try dataset.split(after: configuration.data.trainUntil)
    #expect((holdout != nil) == (configuration.data.trainUntil != nil))
    let model = try MediaMixModel(dataset: training, specification: configuration.model)
    #expect(model.warnings.isEmpty)
    let fit = try await model.fit(
      SamplerConfiguration(chains: 2, warmup: 60, draws: 25, maximumTreeDepth: 6),
      schema: configuration.data)
    #expect(fit.draws.values.count == 2 * 25 * model.parameters.count)
    #expect(!fit.draws.values.contains { !$0.isFinite })
    #expect(fit.mediaMetrics().map(\.name) == configuration.data.media.map(\.name))
  }

  @Test("No table of the folder is left out")
  func allTables() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    let tables = names.filter { $0.hasSuffix(".csv") }.sorted()
    #expect(tables == ["coffee.csv", "museum.csv", "simulated.csv"])
    #expect(Set(names).isSuperset(of: tables.map { $0.dropLast(4) + ".yaml" }))
  }

  @Test("The coffee example finds the returns that it was made with")
  func coffeeTruth() async throws {
    var configuration = try Configuration.read(yamlAt: Self.path("coffee.yaml"))
    configuration.sampler.draws = 500
    configuration.sampler.goal = nil
    let dataset = try Dataset.read(csvAt: Self.path("coffee.csv"), schema: configuration.data)
    let fit = try await MediaMixModel(
      dataset: dataset, specification: configuration.model
    ).fit(configuration.sampler)
    // As printed by make_examples.py.
    for (channel, truth) in zip(fit.mediaMetrics(), [2.70, 4.24, 3.01]) {
      let roi = channel.returnOnInvestment
      #expect(roi.q5 < truth && truth < roi.q95, "\(channel.name)")
    }
  }

  @Test("The program of README.md is the one above, and runs")
  func programOfReadme() async throws {
    let program = try #require(try Self.blocks(ofReadmeIn: "swift").first { $0.contains("func ") })
    let function = try #require(program.range(of: "func ")).lowerBound
    let here = try String(contentsOfFile: #filePath, encoding: .utf8)
    #expect(here.contains(program[function...]))
    let scratch = try ScratchFolder()
    var configuration = try Configuration.read(yamlAt: Self.path("coffee.yaml"))
    configuration.sampler.warmup = 60
    configuration.sampler.draws = 25
    configuration.sampler.goal = nil
    try scratch.put(configuration.yaml(), "short.yaml")
    try await reportReturns(
      csv: Self.path("coffee.csv"), yaml: scratch["short.yaml"], savingTo: scratch["coffee.zarr"])
    #expect(try FittedModel(contentsOf: scratch["coffee.zarr"]).draws.drawCount == 25)
  }

  @Test("The configuration of README.md is the coffee example's")
  func configurationOfReadme() throws {
    #expect(try Self.blocks(ofReadmeIn: "yaml").first == Self.text("Examples/coffee.yaml"))
  }
}
