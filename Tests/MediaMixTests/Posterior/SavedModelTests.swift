import Foundation
import MediaMix
import MediaMixInference
import Testing

/// A quick fit to save.
enum SmallFit {
  static func make(
    _ transform: MediaTransform, features: Int = 2, scaling: ModelSpecification.ScalingRule = .mean,
    geos: Int? = nil, priors: [String: PriorSetting] = [:], schema: DataSchema? = nil
  ) async throws -> FittedModel {
    let dataset = ExampleModel.dataset(
      periods: 30, channels: 2, features: features, geos: geos)
    var own = dataset.csvSchema
    own.geo = geos.map { _ in "region" }
    let model = try MediaMixModel(
      dataset: dataset,
      specification: ModelSpecification(
        transform: transform, numberOfLags: 5, scaling: scaling,
        priors: priors.merging(["sigma": .family(.exponential, ["rate": 1.5])]) { own, _ in own }))
    return try await model.fit(
      SamplerConfiguration(chains: 2, warmup: 30, draws: 20, metric: .diagonal, seed: .max),
      schema: schema ?? own)
  }
}

@Suite("Saved models")
struct SavedModelTests {
  private func expectEqual(_ a: FittedModel, _ b: FittedModel) {
    #expect(a.edits == b.edits)
    #expect(a.draws.chainCount == b.draws.chainCount)
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
    for (transform, features, scaling, geos) in [
      (MediaTransform.adstock, 2, ModelSpecification.ScalingRule.mean, Int?.none),
      (.hillAdstock, 0, .none, nil), (.carryover, 1, .mean, nil), (.hillAdstock, 2, .mean, 3),
      (.carryover, 0, .none, 2),
    ] {
      let fit = try await SmallFit.make(
        transform, features: features, scaling: scaling, geos: geos)
      try fit.save(to: folder["a.zarr"])
      let loaded = try FittedModel(contentsOf: folder["a.zarr"])
      expectEqual(loaded, fit)
      #expect(loaded.mediaMetrics() == fit.mediaMetrics())
      try loaded.save(to: folder["b.zarr"])
      #expect(try folder.files(below: "a.zarr") == folder.files(below: "b.zarr"))
    }
    #expect(try folder.names() == ["a.zarr", "b.zarr"])
  }

  @Test("Fits whose draws were edited come back with their edits, to the same bits")
  func editedRoundTrip() async throws {
    let folder = try ScratchFolder()
    let fit = try await SmallFit.make(.adstock, geos: 2, priors: ["coef_trend": .fixed(0.1)])
    let fixed = try fit.editingDraws(of: "coef_trend") { _, _ in 0.2 }
    let edited = [
      // Beyond what their priors allow.
      fixed, try fit.editingDraws(of: "coef_media") { _, value in -value },
      try fit.thinned(to: 7, seed: .max), try fixed.thinned(to: 5, seed: 3),
      try fit.scalingEffect(of: "channel_1", by: 0, in: ["geo_1"]),
      try fixed.replacingDraws(DrawExample.draws(of: fit, count: 4)),
      try fit.replacingDraws(DrawExample.draws(of: fit, count: 6), chains: 3)
        .scalingEffect(of: "channel_0", by: 2).thinned(to: 4, seed: 1),
    ]
    for fit in edited {
      #expect(!fit.edits.isEmpty)
      try fit.save(to: folder["a.zarr"])
      let loaded = try FittedModel(contentsOf: folder["a.zarr"])
      expectEqual(loaded, fit)
      #expect(loaded.convergence() == fit.convergence())
      try loaded.save(to: folder["b.zarr"])
      #expect(try folder.files(below: "a.zarr") == folder.files(below: "b.zarr"))
    }
  }

  @Test("A model in the format of version 1, which knew no geos and no edits, is read")
  func firstFormat() async throws {
    let folder = try ScratchFolder()
    let fit = try await SmallFit.make(.adstock)
    try fit.save(to: folder["m.zarr"])
    var root = try ZarrStore.read(from: folder["m.zarr"])
    #expect(root.attributes["format_version"] == 2)
    #expect(root.attributes["edits"] == nil)
    root.attributes["format_version"] = 1
    try ZarrStore.write(root, to: folder["m.zarr"])
    expectEqual(try FittedModel(contentsOf: folder["m.zarr"]), fit)
  }

  @Test("Geo data are stored with an axis of geos, national data without")
  func geoArrays() async throws {
    let folder = try ScratchFolder()
    for geos in [nil, 3] {
      let fit = try await SmallFit.make(.hillAdstock, geos: geos)
      try fit.save(to: folder["m.zarr"])
      let groups = try ZarrStore.read(from: folder["m.zarr"]).groups
      let geo = geos == nil ? [] : ["geo"]
      let observed = try #require(groups["observed_data"]?.arrays)
      let constant = try #require(groups["constant_data"]?.arrays)
      let posterior = try #require(groups["posterior"]?.arrays)
      #expect(observed["target"]?.dimensions == ["time"] + geo)
      #expect(constant["media"]?.dimensions == ["time", "channel"] + geo)
      #expect(constant["spend"]?.dimensions == ["time", "channel"] + geo)
      #expect(constant["extra_features"]?.dimensions == ["time", "feature"] + geo)
      #expect(posterior["coef_media"]?.dimensions == ["chain", "draw", "channel"] + geo)
      #expect(posterior["coef_extra_features"]?.dimensions == ["chain", "draw", "feature"] + geo)
      let labels = geos.map { (0..<$0).map { "geo_\($0)" } }
      #expect(observed["geo"]?.string == labels)
      #expect(constant["geo"]?.string == labels)
      #expect(posterior["geo"]?.string == labels)
      #expect(posterior["geo"]?.int64 == (geos == nil ? [0] : nil))
      #expect(posterior["all_geos"]?.int64 == (geos == nil ? nil : [0]))
      #expect(
        posterior["channel_coef_media"]?.dimensions
          == (geos == nil ? nil : ["chain", "draw", "channel", "all_geos"]))
    }
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
    for geos in [nil, 2] {
      let fit = try await SmallFit.make(.adstock, geos: geos)
      var other = fit.schema
      other.geo = geos == nil ? "region" : nil
      let contradictory = try await SmallFit.make(.adstock, geos: geos, schema: other)
      #expect(throws: ArchiveError.self) { try contradictory.save(to: folder["m.zarr"]) }
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
