import MediaMix
import MediaMixInference
import Testing

@Suite("Rows held out")
struct HoldoutTests {
  /// A fit of all but the last six of thirty periods, and those.
  private func fit(
    _ transform: MediaTransform = .adstock, features: Int = 2, geos: Int? = nil
  ) async throws -> (fit: FittedModel, rows: Dataset) {
    let data = ExampleModel.dataset(periods: 30, channels: 2, features: features, geos: geos)
    let (training, rows) = try data.split(after: data.dates[23])
    var schema = data.csvSchema
    schema.geo = geos.map { _ in "region" }
    let model = try MediaMixModel(
      dataset: training, specification: ModelSpecification(transform: transform, numberOfLags: 5))
    let fit = try await model.fit(
      SamplerConfiguration(chains: 2, warmup: 30, draws: 20, metric: .diagonal), schema: schema)
    let later = try #require(rows)
    return (try fit.keeping(holdout: later), later)
  }

  @Test("The fit predicts and scores them as if they were given again")
  func prediction() async throws {
    for geos in [nil, 3] {
      let (fit, rows) = try await fit(geos: geos)
      let own = try #require(fit.holdoutPrediction())
      let given = try fit.predict(FutureRows(rows))
      #expect(own.mean == given.mean && own.dates == rows.dates && own.observed == rows.target)
      #expect(fit.holdoutScores() == (try fit.holdoutScores(rows)))
      #expect(try fit.thinned(to: 7, seed: 1).scalingEffect(of: "channel_0", by: 2).holdout == rows)
    }
    let none = try await SmallFit.make(.adstock)
    #expect(none.holdout == nil && none.holdoutPrediction() == nil && none.holdoutScores() == nil)
  }

  @Test("They are saved with the model, to the same bits")
  func roundTrip() async throws {
    let folder = try ScratchFolder()
    for (transform, features, geos) in [
      (MediaTransform.adstock, 2, Int?.none), (.hillAdstock, 0, nil), (.carryover, 1, 3),
    ] {
      let (fit, rows) = try await fit(transform, features: features, geos: geos)
      try fit.save(to: folder["a.zarr"])
      let loaded = try FittedModel(contentsOf: folder["a.zarr"])
      #expect(loaded.holdout == rows)
      #expect(loaded.holdoutScores() == fit.holdoutScores())
      try loaded.save(to: folder["b.zarr"])
      #expect(try folder.files(below: "a.zarr") == folder.files(below: "b.zarr"))
    }
  }

  @Test("A model that was saved without them is read, and one whose group was removed")
  func without() async throws {
    let folder = try ScratchFolder()
    try await fit().fit.save(to: folder["m.zarr"])
    var root = try ZarrStore.read(from: folder["m.zarr"])
    #expect(root.attributes["format_version"] == 2)
    root.groups["predictions_constant_data"] = nil
    #expect(try FittedModel(archived: root, path: "m.zarr").holdout == nil)
  }

  @Test("Rows that do not fit the model, or do not follow it, are refused")
  func refused() async throws {
    let (fit, rows) = try await fit()
    let training = fit.model.dataset
    #expect(
      throws: PredictionError.dates(found: training.dates[0], expected: rows.dates[0])
    ) { try fit.keeping(holdout: training) }
    #expect(throws: PredictionError.dates(found: rows.dates[1], expected: rows.dates[0])) {
      try fit.keeping(holdout: rows.rows(1..<4))
    }
    var other = rows
    other.channels = ["channel_1", "channel_0"]
    #expect(
      throws: PredictionError.names(
        "channels", found: other.channels, expected: training.channels)
    ) { try fit.keeping(holdout: other) }
    other = rows
    other.media[2, 1] = -1
    #expect(throws: PredictionError.value("media of channel_1", period: 2, value: -1)) {
      try fit.keeping(holdout: other)
    }
    #expect(try fit.keeping(holdout: rows.rows(0..<1)).holdout?.timeCount == 1)
  }

  @Test("Every contradiction in the saved rows is an error that says where it is")
  func damages() async throws {
    let folder = try ScratchFolder()
    try await fit(geos: 2).fit.save(to: folder["sound.zarr"])
    let sound = try ZarrStore.read(from: folder["sound.zarr"])
    let group = "predictions_constant_data"
    var damages = [
      "time", "channel", "geo", "feature", "media", "spend", "extra_features", "target",
    ]
    .map { Damage.missing(group, $0) }
    func numbers(
      _ name: String, _ message: String, _ what: String,
      _ change: @escaping @Sendable (Double) -> Double
    ) -> Damage {
      .array(group, name, message, what) {
        $0.values = .float64(($0.float64 ?? []).map(change))
      }
    }
    damages += [
      numbers("media", "\(group)/media holds a number that no data", "negative") { -1 - $0 },
      numbers("spend", "\(group)/spend holds a number that no data", "infinite") { _ in .infinity },
      numbers("target", "\(group)/target holds a number that no data", "NaN") { _ in .nan },
      .array(group, "time", "are not those that follow", "shifted by a day") {
        $0.values = .int64(($0.int64 ?? []).map { $0 + 1 })
      },
      .array(group, "time", "impossible", "beyond all dates") {
        $0.values = .int64(($0.int64 ?? []).map { $0 + 1 << 40 })
      },
      .array(group, "time", "are not those that follow", "none") {
        $0.shape = [0]
        $0.values = .int64([])
      },
      .array(group, "time", "does not hold days", "text") {
        $0.values = .string(($0.int64 ?? []).map(String.init))
      },
      .array(group, "time", "\(group)/target has dimensions", "fewer") {
        $0.shape = [2]
        $0.values = .int64(Array(($0.int64 ?? []).prefix(2)))
      },
      .array(group, "media", "\(group)/media has dimensions", "transposed") {
        $0.dimensions = ["time", "geo", "channel"]
      },
      .array(group, "channel", "\(group)/channel contradicts", "exchanged") {
        $0.values = .string(($0.string ?? []).reversed())
      },
      .array(group, "geo", "\(group)/geo contradicts", "exchanged") {
        $0.values = .string(($0.string ?? []).reversed())
      },
    ]
    for damage in damages { damage.expectError(in: sound) }
  }
}
