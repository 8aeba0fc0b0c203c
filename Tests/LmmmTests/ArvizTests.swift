import Foundation
import MediaMix
import MediaMixInference
import Testing

@Suite("A saved model in Python")
struct ArvizTests {
  @Test(
    "ArviZ and xarray read every number, label and date; its diagnostics are ours",
    .enabled(if: ArvizEnvironment.python != nil, "needs python3, and PyPI the first time"))
  func arviz() throws {
    let python = try #require(ArvizEnvironment.python)
    let example = try Example()
    #expect(try Tool.run(example.fitArguments(["--chains", "4", "--draws", "60"])).status == 0)
    let expected = try JSONSerialization.data(
      withJSONObject: Self.content(of: try FittedModel(contentsOf: example.model)))
    try example.folder.put(String(decoding: expected, as: UTF8.self), "expected.json")
    try example.folder.put(
      try Tool.run(["summary", example.model, "--json"]).output, "summary.json")
    let script = try #require(
      Bundle.module.url(forResource: "Fixtures/check_with_arviz", withExtension: "py"))
    let run = try ChildProcess(
      python,
      [script.path, example.model, example.folder["expected.json"], example.folder["summary.json"]]
    ).wait()
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output == "agrees\n")
  }

  private static func bits(_ values: [Double]) -> [String] {
    values.map {
      let digits = String($0.bitPattern, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
  }

  /// What the model holds, for the script.
  private static func content(of fit: FittedModel) -> [String: Any] {
    let (draws, dataset) = (fit.draws, fit.model.dataset)
    let statistics = draws.statistics.flatMap { $0 }
    var posterior: [String: Any] = [:]
    for parameter in draws.layout.parameters {
      posterior[parameter.name] = [
        "dimensions": ["chain", "draw"] + parameter.axes.map(\.name),
        "shape": [draws.chainCount, draws.drawCount] + parameter.shape,
        "elements": parameter.elementNames, "bits": bits(fit.draws(of: parameter.name) ?? []),
      ]
    }
    return [
      "posterior": posterior, "chains": draws.chainCount, "draws": draws.drawCount,
      "channels": dataset.channels, "features": dataset.featureNames,
      "dates": dataset.dates.map(\.description), "target": bits(dataset.target.values),
      "media": bits(dataset.media.values), "spend": bits(dataset.spend.values),
      "extra_features": bits(dataset.features.values),
      "sample_stats": [
        "acceptance_rate": bits(statistics.map(\.acceptance)),
        "step_size": bits(statistics.map(\.stepSize)), "energy": bits(statistics.map(\.energy)),
        "lp": bits(statistics.map(\.logDensity)), "tree_depth": statistics.map(\.treeDepth),
        "n_steps": statistics.map(\.leapfrogSteps), "diverging": statistics.map(\.diverging),
        "reached_max_treedepth": statistics.map(\.saturated),
      ],
    ]
  }
}
