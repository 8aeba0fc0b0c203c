import MediaMix
import Testing

/// Contradictions in what only geo data and edited fits have.
@Suite("Hostile geo models")
struct DamagedGeoModelTests {
  private static let damages: [Damage] = [
    .missing("constant_data", "geo"), .missing("observed_data", "geo"),
    .missing("posterior", "geo"), .missing("posterior", "all_geos"),
    .missing("posterior", "channel_coef_media"),
    .yaml("  geo: region\n", "", "observed_data/target has dimensions"),
    .array("constant_data", "geo", "names that differ", "twice the same") {
      $0.values = .string(["geo_0", "geo_0"])
    },
    .array("constant_data", "geo", "names that differ", "without a name") {
      $0.values = .string(["geo_0", ""])
    },
    .array("constant_data", "geo", "names that differ", "with a control character") {
      $0.values = .string(["geo_0", "geo_1\u{1B}[2J"])
    },
    .array("constant_data", "geo", "does not hold text", "of numbers") {
      $0.values = .int64([0, 1])
    },
    .array("constant_data", "geo", "observed_data/target has dimensions", "too many") {
      $0.shape = [3]
      $0.values = .string(["geo_0", "geo_1", "geo_2"])
    },
    .array("constant_data", "geo", "names that differ", "none") {
      $0.shape = [0]
      $0.values = .string([])
    },
    .array("observed_data", "geo", "observed_data/geo contradicts", "exchanged") {
      $0.values = .string(["geo_1", "geo_0"])
    },
    .array("posterior", "geo", "posterior/geo contradicts", "exchanged") {
      $0.values = .string(["geo_1", "geo_0"])
    },
    .array("posterior", "all_geos", "posterior/all_geos contradicts", "another index") {
      $0.values = .int64([1])
    },
    .array("constant_data", "media", "constant_data/media has dimensions", "transposed") {
      $0.dimensions = ["time", "geo", "channel"]
    },
    .array("constant_data", "media", "no data can hold", "negative") {
      $0.values = .float64(($0.float64 ?? []).map { -1 - $0 })
    },
    .array("constant_data", "spend", "no data can hold", "not a number") {
      $0.values = .float64(($0.float64 ?? []).map { _ in .nan })
    },
    .array("constant_data", "extra_features", "no data can hold", "infinite") {
      $0.values = .float64(($0.float64 ?? []).map { _ in .infinity })
    },
    .array("posterior", "coef_media", "posterior/coef_media has dimensions", "flat") {
      $0.dimensions = ["chain", "draw", "channel"]
      $0.shape = [2, 20, 4]
    },
    .array(
      "posterior", "coef_media", "a draw is impossible: coef_media[channel_0,geo_1]", "negative"
    ) {
      var values = $0.float64 ?? []
      values[1] = -1
      $0.values = .float64(values)
    },
    .array(
      "posterior", "channel_coef_media",
      "a draw is impossible: channel_coef_media[channel_1,0]", "not positive"
    ) {
      var values = $0.float64 ?? []
      values[1] = 0
      $0.values = .float64(values)
    },
    .member("scaling", ["target", "geoCount"], 1, "scaling does not fit"),
    .member("scaling", ["target", "divisors"], [1], "scaling does not fit"),
    .member("scaling", ["media", "divisors"], [1, 2, 3], "scaling does not fit"),
    .attribute("edits", "thinned", "edits cannot be read"),
    .attribute("edits", [], "edits is empty"),
    .attribute("edits", [["kind": "drawn", "description": "x"]], "edits cannot be read"),
    .attribute(
      "edits", [["kind": "changed", "description": "\u{1B}[2J"]], "control characters"),
  ]

  @Test("Every contradiction is an error that says where it is")
  func damages() async throws {
    let folder = try ScratchFolder()
    try await SmallFit.make(.adstock, geos: 2).save(to: folder["sound.zarr"])
    let sound = try ZarrStore.read(from: folder["sound.zarr"])
    for damage in Self.damages { damage.expectError(in: sound) }
  }

  @Test(
    "Edited draws may leave the prior's support, never the model's domain, nor each other's count")
  func edited() async throws {
    let folder = try ScratchFolder()
    let fit = try await SmallFit.make(.adstock, geos: 2)
    try fit.replacingDraws(DrawExample.draws(of: fit, count: 4)).save(to: folder["m.zarr"])
    let sound = try ZarrStore.read(from: folder["m.zarr"])
    #expect(sound.groups["sample_stats"] == nil)
    func first(_ value: Double) -> @Sendable (inout ZarrArray) -> Void {
      { array in
        var values = array.float64 ?? []
        values[0] = value
        array.values = .float64(values)
      }
    }
    let damages: [Damage] = [
      .array("posterior", "coef_media", "coef_media[channel_0,geo_0]", "NaN", first(.nan)),
      .array("posterior", "sigma", "sigma[geo_0] would be 0.0; it must be positive", "0", first(0)),
      .array("posterior", "lag_weight", "lag_weight[channel_0]", "above 1", first(1.5)),
      .array("posterior", "intercept", "no draws", "without draws") {
        $0.shape = [1, 0, 2]
        $0.values = .float64([])
      },
      .array("posterior", "intercept", "posterior/sigma has dimensions", "with fewer draws") {
        $0.shape = [1, 3, 2]
        $0.values = .float64(Array(($0.float64 ?? []).prefix(6)))
      },
      .array("posterior", "sigma", "posterior/sigma has dimensions", "of several chains") {
        $0.shape = [2, 2, 2]
      },
      .attribute("edits", nil, "posterior/intercept has dimensions"),
      .attribute(
        "edits", [["kind": "changed", "description": "x"]], "posterior/intercept has dimensions"),
      .attribute(
        "edits", [["kind": "thinned", "description": "x"]],
        "sample_stats/acceptance_rate is missing"),
    ]
    for damage in damages { damage.expectError(in: sound) }
    var root = sound
    let value = try #require(root.groups["posterior"]?.arrays["intercept"]?.float64)[0]
    var intercept = try #require(root.groups["posterior"]?.arrays["intercept"])
    first(-value)(&intercept)
    root.groups["posterior"]?.arrays["intercept"] = intercept
    let loaded = try FittedModel(archived: root, path: "m.zarr")
    #expect(loaded.draws(of: "intercept")?[0] == -value)
  }
}
