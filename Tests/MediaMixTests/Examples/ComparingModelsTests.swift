import Foundation
import MediaMix
import MediaMixInference
import Testing

// The program of the article "Comparing models", which the test below compares with this.

func compareTransforms(_ dataset: Dataset, _ configuration: Configuration) async throws {
  let (training, holdout) = try dataset.split(after: configuration.data.trainUntil)
  var candidates: [ModelCandidate] = []
  for transform in MediaTransform.allCases {
    let (specification, _) = configuration.model.with(transform: transform)
    let model = try MediaMixModel(dataset: training, specification: specification)
    let fit = try await model.fit(configuration.sampler)
    candidates.append(try ModelCandidate(transform.rawValue, fit, holdout: holdout))
  }
  let comparison = ModelComparison(candidates)
  print(comparison.weights, comparison.differences.map(\.value))

  let plan = BacktestPlan(windows: 3, horizon: 4)
  let backtest = try await Backtest.run(training, configuration: configuration, plan: plan)
  print(backtest.skill, backtest.returnStabilities.filter(\.movesApart).map(\.name))
}

@Suite("The article on comparing models")
struct ComparingModelsTests {
  @Test("Its program is the one above, and runs")
  func program() async throws {
    let data = ExampleModel.dataset(periods: 40, channels: 1, features: 0)
    var schema = data.csvSchema
    schema.trainUntil = data.dates[35]
    let configuration = Configuration(
      data: schema, sampler: SamplerConfiguration(chains: 2, warmup: 30, draws: 20))
    try await compareTransforms(data, configuration)
    let article = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Sources/MediaMix/MediaMix.docc/ComparingModels.md")
    let here = try String(contentsOfFile: #filePath, encoding: .utf8)
    let programs = try String(contentsOf: article, encoding: .utf8)
      .components(separatedBy: "```swift\n").dropFirst()
      .compactMap { $0.components(separatedBy: "```").first }
    #expect(programs.count == 1)
    for program in programs { #expect(here.contains(program)) }
  }
}
