import MediaMix
import MediaMixInference
import Synchronization
import Testing

@Suite("Results of experiments")
struct ExperimentResultTests {
  private let sampler = SamplerConfiguration(chains: 2, warmup: 60, draws: 40, seed: 5)

  @Test("What the data alone say is what a model without experiments says")
  func dataAlone() async throws {
    let model = try ExperimentExample.model(.adstock)
    let fit = try await model.fit(sampler)
    let plain = try await ExperimentExample.model(.adstock) { _ in [] }.fit(sampler)
    #expect(plain.experimentResults.isEmpty && plain.experimentEffects().isEmpty)
    #expect(fit.experimentResults.map(\.test) == model.specification.experiments)
    #expect(plain.draws.values != fit.draws.values)
    for (result, effects) in zip(fit.experimentResults, fit.experimentEffects()) {
      let alone = try (0..<80).map {
        try ExperimentExample.effect(result.test, of: model, at: Array(plain.draws.draw($0)))
      }
      let (mean, sd) = moments(alone)
      #expect(abs(result.dataAlone.mean - mean) < 1e-9 * max(1, abs(mean)))
      #expect(abs(result.dataAlone.sd - sd) < 1e-9 * max(1, sd))
      #expect(abs(result.dataAlone.q5 - SortedSample(alone).quantile(0.05)) < 1e-9 * max(1, mean))
      #expect(abs(result.posterior.mean - moments(effects).mean) < 1e-9 * max(1, abs(mean)))
      #expect(result.posterior.q95 == SortedSample(effects).quantile(0.95))
      // By a coarse integral of the predictive density.
      let estimate = result.test.estimate.value
      let below =
        alone.map {
          SpecialFunctions.normalCDF((estimate - $0) / result.test.standardError)
        }.reduce(0, +) / 80
      #expect(abs(result.tailProbability - 2 * min(below, 1 - below)) < 1e-9)
      #expect(result.contradictsData == (result.tailProbability < 0.05))
    }
    // The third claims a thousand, of a KPI of about one a week.
    #expect(fit.experimentResults[2].contradictsData && fit.experimentResults[2].isMissed)
  }

  private func moments(_ draws: [Double]) -> (mean: Double, sd: Double) {
    let mean = draws.reduce(0, +) / Double(draws.count)
    let squares = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(draws.count - 1)).squareRoot())
  }

  @Test("Progress counts both runs, without a step back")
  func progress() async throws {
    let reports = Reports()
    let fit = try await ExperimentExample.model(.carryover).fit(sampler) { reports.add($0) }
    let all = reports.all
    #expect(all.allSatisfy { $0.completed.count == 4 && $0.stepSizes.count == 4 })
    #expect(all.map(\.fraction) == all.map(\.fraction).sorted())
    #expect(all.map(\.elapsed) == all.map(\.elapsed).sorted())
    #expect(all.map(\.divergences) == all.map(\.divergences).sorted())
    #expect(all.last?.fraction == 1)
    #expect(all.contains { $0.fraction == 0.5 })
    let end = try #require(all.last)
    #expect(fit.effort.wallSeconds >= end.elapsed / .seconds(1))
  }

  private final class Reports: Sendable {
    private let reports = Mutex<[SamplingProgress]>([])
    func add(_ report: SamplingProgress) { reports.withLock { $0.append(report) } }
    var all: [SamplingProgress] { reports.withLock { $0 } }
  }

  @Test("Results are saved with the model, and come back to the same bits")
  func roundTrip() async throws {
    let folder = try ScratchFolder()
    let fit = try await ExperimentExample.model(.hillAdstock).fit(sampler)
    try fit.save(to: folder["a.zarr"])
    let loaded = try FittedModel(contentsOf: folder["a.zarr"])
    #expect(loaded.experimentResults == fit.experimentResults)
    #expect(loaded.configuration == fit.configuration)
    try loaded.save(to: folder["b.zarr"])
    #expect(try folder.files(below: "a.zarr") == folder.files(below: "b.zarr"))
  }

  @Test("A single draw has results that can be saved")
  func singleDraw() async throws {
    let folder = try ScratchFolder()
    let fit = try await ExperimentExample.model(.adstock).fit(
      SamplerConfiguration(chains: 1, warmup: 5, draws: 1))
    try fit.save(to: folder["a.zarr"])
    #expect(
      try FittedModel(contentsOf: folder["a.zarr"]).experimentResults == fit.experimentResults)
  }

  @Test("Damaged results are refused")
  func damaged() async throws {
    let folder = try ScratchFolder()
    try await ExperimentExample.model(.adstock).fit(sampler).save(to: folder["m.zarr"])
    let sound = try ZarrStore.read(from: folder["m.zarr"])
    let results = try #require(sound.attributes["experiments"]?.arrayValue)
    #expect(results.count == 4)
    func result(_ changes: [String: JSONValue], _ tail: JSONValue = 0.5) -> JSONValue {
      var summary: [String: JSONValue] = ["mean": 1.0, "sd": 1.0, "q5": 0.0, "q95": 2.0]
      summary.merge(changes) { $1 }
      return ["data_alone": .object(summary), "tail_probability": tail]
    }
    let others = Array(results.dropFirst())
    func refuse(_ value: JSONValue?, _ message: String) {
      var root = sound
      root.attributes["experiments"] = value
      let error = #expect(throws: ArchiveError.self) {
        try FittedModel(archived: root, path: "m.zarr")
      }
      #expect(error?.reason.contains(message) == true, "\(error?.reason ?? "")")
    }
    refuse(nil, "the attribute experiments is missing")
    refuse(3, "the attribute experiments cannot be read")
    refuse(.array(others), "experiments has 3 results, and its configuration 4")
    for broken in [
      result(["mean": "NaN"]), result(["sd": -1.0]), result(["q95": -1.0]),
      result(["q5": "-Infinity"]), result([:], 1.5), result([:], "NaN"), result([:], -0.1),
    ] {
      refuse(.array([broken] + others), "holds a number that no result can have")
    }
    refuse(.array([result(["mean": nil])] + others), "cannot be read")
    var root = sound
    root.attributes["experiments"] = .array([result([:])] + others)
    _ = try FittedModel(archived: root, path: "m.zarr")
  }

  @Test("Results without experiments are refused")
  func unexpected() async throws {
    let folder = try ScratchFolder()
    try await SmallFit.make(.adstock).save(to: folder["m.zarr"])
    var root = try ZarrStore.read(from: folder["m.zarr"])
    #expect(root.attributes["experiments"] == nil)
    root.attributes["experiments"] = .array([])
    let error = #expect(throws: ArchiveError.self) {
      try FittedModel(archived: root, path: "m.zarr")
    }
    #expect(error?.reason.contains("its configuration has none") == true)
  }
}
