import Foundation
import MediaMix
import MediaMixInference
import Testing

/// A quick fit to save.
enum SmallFit {
  static func make(
    _ transform: MediaTransform, features: Int = 2, scaling: ModelSpecification.ScalingRule = .mean,
    schema: DataSchema? = nil
  ) async throws -> FittedModel {
    let model = try MediaMixModel(
      dataset: ExampleModel.dataset(periods: 30, channels: 2, features: features),
      specification: ModelSpecification(
        transform: transform, numberOfLags: 5, scaling: scaling,
        priors: ["sigma": .family(.exponential, ["rate": 1.5])]))
    return try await model.fit(
      SamplerConfiguration(chains: 2, warmup: 30, draws: 20, metric: .diagonal, seed: .max),
      schema: schema)
  }
}

@Suite("Saved models")
struct SavedModelTests {
  private func expectEqual(_ a: FittedModel, _ b: FittedModel) {
    #expect(a.draws.layout == b.draws.layout)
    #expect(a.draws.values.map(\.bitPattern) == b.draws.values.map(\.bitPattern))
    #expect(a.draws.statistics == b.draws.statistics)
    #expect(a.effort == b.effort)
    #expect(a.configuration == b.configuration)
    #expect(a.model.dataset == b.model.dataset)
    #expect(a.model.scaling == b.model.scaling)
    #expect(a.model.mediaPriorScales == b.model.mediaPriorScales)
    #expect(a.model.parameters == b.model.parameters)
  }

  @Test("Loading gives the same bits, and saving again the same files")
  func roundTrip() async throws {
    let folder = try ScratchFolder()
    for (transform, features, scaling) in [
      (MediaTransform.adstock, 2, ModelSpecification.ScalingRule.mean),
      (.hillAdstock, 0, .none), (.carryover, 1, .mean),
    ] {
      let fit = try await SmallFit.make(transform, features: features, scaling: scaling)
      try fit.save(to: folder["a.zarr"])
      let loaded = try FittedModel(contentsOf: folder["a.zarr"])
      expectEqual(loaded, fit)
      #expect(
        loaded.mediaMetrics().map(\.returnDraws) == fit.mediaMetrics().map(\.returnDraws))
      try loaded.save(to: folder["b.zarr"])
      #expect(try folder.files(below: "a.zarr") == folder.files(below: "b.zarr"))
    }
    #expect(try folder.names() == ["a.zarr", "b.zarr"])
  }

  @Test(
    "Draws that the priors rule out are refused by name",
    arguments: [
      ("coef_media", -5.0), ("coef_media", .nan), ("coef_media", .infinity), ("lag_weight", 7),
      ("sigma", -3), ("intercept", -0.1), ("expo_trend", 1.6),
    ])
  func impossibleDraws(parameter: String, value: Double) async throws {
    let folder = try ScratchFolder()
    try await SmallFit.make(.adstock).save(to: folder["m.zarr"])
    var root = try ZarrStore.read(from: folder["m.zarr"])
    var array = try #require(root.groups["posterior"]?.arrays[parameter])
    var values = try #require(array.float64)
    values[3] = value
    array.values = .float64(values)
    root.groups["posterior"]?.arrays[parameter] = array
    try ZarrStore.write(root, to: folder["m.zarr"])
    let error = #expect(throws: ArchiveError.self) {
      try FittedModel(contentsOf: folder["m.zarr"])
    }
    #expect(error?.reason.contains("a draw is impossible: \(parameter)") == true)
  }

  @Test("Parameters at the ends of their coordinates can be loaded again")
  func extremeDraws() throws {
    let density = try ExampleModel.model(.hillAdstock).density
    for extreme in [-800.0, 800] {
      let values = density.naturalParameters(
        at: Array(repeating: extreme, count: density.dimension))
      #expect(density.position(of: values).allSatisfy { $0.isFinite })
    }
  }

  @Test("A model that could not be loaded is not saved")
  func unreadableConfiguration() async throws {
    let folder = try ScratchFolder()
    let channels = ["channel_0", "channel_1"].map { DataSchema.Channel(name: $0, column: "same") }
    let features = ["feature_0", "feature_1"]
    let schemas = [
      DataSchema(date: "d", target: "y", media: channels, features: features),
      DataSchema(date: "d", target: "y", media: [.init(name: "other", column: "o")]),
    ]
    for schema in schemas {
      let fit = try await SmallFit.make(.adstock, schema: schema)
      #expect(throws: ArchiveError.self) { try fit.save(to: folder["m.zarr"]) }
    }
    #expect(try folder.names().isEmpty)
  }

  @Test("Checking a destination changes nothing, and refuses what saving would")
  func destinations() throws {
    let folder = try ScratchFolder()
    try FittedModel.checkDestination(folder["new.zarr"])
    try folder.put("text", "file")
    try folder.makeFolder("full/of")
    try ZarrStore.write(.sample, to: folder["old.zarr"])
    try FittedModel.checkDestination(folder["old.zarr"])
    for name in ["file", "full", "none/m.zarr", "file/m.zarr"] {
      let error = archiveError { try FittedModel.checkDestination(folder[name]) }
      #expect(error?.path == folder[name])
    }
    #expect(try folder.names() == ["file", "full", "old.zarr"])
  }

  @Test(
    "A folder without write permission is refused",
    .enabled(if: getuid() != 0, "permissions do not bind root"))
  func permissions() throws {
    let folder = try ScratchFolder()
    try folder.makeFolder("locked")
    chmod(folder["locked"], 0o500)
    defer { chmod(folder["locked"], 0o700) }
    let error = archiveError { try FittedModel.checkDestination(folder["locked"] + "/m.zarr") }
    #expect(error?.kind == .system)
  }
}
