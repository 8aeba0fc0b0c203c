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
    let example = try Example()
    let yaml = try String(contentsOfFile: example.configuration, encoding: .utf8)
    try example.folder.put(
      yaml.replacingOccurrences(of: "data:\n", with: "data:\n  train_until: 2022-08-08\n"),
      "data.yaml")
    #expect(try Tool.run(example.fitArguments(["--chains", "4", "--draws", "60"])).status == 0)
    try Self.check(example.model, in: example.folder)
  }

  @Test(
    "The same of geo data, whose axes carry the geos' names, and of draws without statistics",
    .enabled(if: ArvizEnvironment.python != nil, "needs python3, and PyPI the first time"))
  func geos() async throws {
    let example = try await GeoExample.fitted()
    try Self.check(example.model, in: example.folder)
    let fit = try FittedModel(contentsOf: example.model)
    var draws: [String: [Double]] = [:]
    for parameter in fit.model.parameters.parameters {
      draws[parameter.name] = fit.draws(of: parameter.name)
    }
    try fit.replacingDraws(draws, chains: 4).save(to: example.folder["replaced.zarr"])
    try Self.check(example.folder["replaced.zarr"], in: example.folder)
  }

  /// Has the script compare the model at `path` with what it holds.
  private static func check(_ path: String, in folder: TemporaryFolder) throws {
    let python = try #require(ArvizEnvironment.python)
    let expected = try JSONSerialization.data(
      withJSONObject: content(of: try FittedModel(contentsOf: path)))
    try folder.put(String(decoding: expected, as: UTF8.self), "expected.json")
    try folder.put(try Tool.run(["summary", path, "--json"]).output, "summary.json")
    let script = try #require(
      Bundle.module.url(forResource: "Fixtures/check_with_arviz", withExtension: "py"))
    let run = try ChildProcess(
      python, [script.path, path, folder["expected.json"], folder["summary.json"]]
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

  /// The rows that the model has not seen, for the script.
  private static func rows(_ rows: Dataset) -> [String: Any] {
    [
      "dates": rows.dates.map(\.description), "media": bits(rows.media.values),
      "spend": bits(rows.spend.values), "extra_features": bits(rows.features.values),
      "target": bits(rows.target.values),
    ]
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
      "channels": dataset.channels, "features": dataset.featureNames, "geos": dataset.geos,
      "dates": dataset.dates.map(\.description), "target": bits(dataset.target.values),
      "media": bits(dataset.media.values), "spend": bits(dataset.spend.values),
      "extra_features": bits(dataset.features.values),
      "holdout": fit.holdout.map(Self.rows) ?? [:],
      "sample_stats": draws.statistics.isEmpty
        ? [:]
        : [
          "acceptance_rate": bits(statistics.map(\.acceptance)),
          "step_size": bits(statistics.map(\.stepSize)), "energy": bits(statistics.map(\.energy)),
          "lp": bits(statistics.map(\.logDensity)), "tree_depth": statistics.map(\.treeDepth),
          "n_steps": statistics.map(\.leapfrogSteps), "diverging": statistics.map(\.diverging),
          "reached_max_treedepth": statistics.map(\.saturated),
        ],
    ]
  }
}
