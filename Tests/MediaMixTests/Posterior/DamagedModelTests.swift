import MediaMix
import Testing

/// A whole Zarr store with sound checksums whose content contradicts itself: what no accident
/// produces, but anyone can make.
@Suite("Hostile models")
struct DamagedModelTests {
  private static let damages: [Damage] =
    ["posterior", "sample_stats", "observed_data", "constant_data"].map { name in
      Damage(testDescription: "group \(name) missing", message: "\(name)/") {
        $0.groups[name] = nil
      }
    } + [
      .missing("posterior", "sigma"), .missing("posterior", "chain"),
      .missing("posterior", "channel"), .missing("sample_stats", "energy"),
      .missing("constant_data", "channel"), .missing("constant_data", "time"),
      .missing("constant_data", "feature"), .missing("constant_data", "media"),
      .missing("observed_data", "target"),
      .attribute("format", "another", "not a model saved by this program", kind: .unsupported),
      .attribute("format_version", 3, "by a newer version", kind: .unsupported),
      .attribute("format_version", 0, "format_version"),
      .attribute("format_version", "1", "format_version"),
      .attribute("configuration", nil, "configuration is missing"),
      .attribute("configuration", ": [", "configuration cannot be read"),
      .attribute("configuration", "data: {}", "configuration cannot be read"),
      .attribute("scaling", nil, "scaling is missing"),
      .attribute("scaling", 1, "scaling cannot be read"),
      .attribute("effort", [:], "effort cannot be read"),
      .member("effort", ["warmupLeapfrogSteps"], .int(.max), "effort is out of range"),
      .member("effort", ["samplingLeapfrogSteps"], -1, "effort is out of range"),
      .member("effort", ["wallSeconds"], .number(.infinity), "effort"),
      .member("scaling", ["media", "columnCount"], 5, "scaling does not fit"),
      .member("scaling", ["media", "geoCount"], 0, "scaling does not fit"),
      .member("scaling", ["media", "divisors"], [], "scaling does not fit"),
      .member("scaling", ["media", "divisors"], [0, 1], "scaling does not fit"),
      .member("scaling", ["features", "dividesByDeviation"], [], "scaling does not fit"),
      .member(
        "scaling", ["target", "divisors"], [.number(.leastNonzeroMagnitude)], "scaling does not fit"
      ),
      .member("scaling", ["target", "divisors"], [-1], "scaling does not fit"),
      .member("scaling", ["target", "divisors"], [1e300], "scaling does not fit"),
      .yaml("channel_1: ", "channel_0: ", "configuration cannot be read"),
      .yaml("channel_1: ", "other: ", "constant_data/channel"),
      .yaml("feature_1]", "feature_2]", "constant_data/feature"),
      .yaml(", feature_1]", "]", "constant_data/feature"),
      .yaml("chains: 2", "chains: 3", "posterior/"),
      .yaml("draws: 20", "draws: 1000000", "posterior/"),
      .yaml("degrees: 2", "degrees: 100", "posterior/gamma_seasonality"),
      .yaml("transform: adstock", "transform: carryover", "posterior/"),
      .yaml("weekday: false", "weekday: true", "posterior/weekday"),
      .yaml("{scale: 0.15}", "{scale: 0.3}", "media_prior_scale contradicts"),
      .yaml("rate: 1.5", "rate: -1", "does not fit its data"),
      .yaml("exponential", "expo", "does not fit its data"),
      .array("constant_data", "time", "dates", "extreme") { array in
        var days = array.int64 ?? []
        days[0] = .min
        days[days.count - 1] = .max
        array.values = .int64(days)
      },
      .array("constant_data", "time", "dates", "descending") {
        $0.values = .int64(($0.int64 ?? []).reversed())
      },
      .array("constant_data", "time", "does not hold days", "of text") {
        $0.values = .string(($0.int64 ?? []).map(\.description))
      },
      .array("observed_data", "time", "observed_data/time contradicts", "another") {
        $0.values = .int64(($0.int64 ?? []).map { $0 + 1 })
      },
      .array("constant_data", "channel", "constant_data/channel", "twice the same") {
        $0.values = .string(["channel_0", "channel_0"])
      },
      .array("posterior", "channel", "posterior/channel contradicts", "exchanged") {
        $0.values = .string(["channel_1", "channel_0"])
      },
      .array("posterior", "draw", "posterior/draw contradicts", "others") {
        $0.values = .int64(($0.int64 ?? []).reversed())
      },
      .array("constant_data", "media", "no data can hold", "negative") {
        $0.values = .float64(($0.float64 ?? []).map { -1 - $0 })
      },
      .array("constant_data", "spend", "no data can hold", "not a number") {
        $0.values = .float64(($0.float64 ?? []).map { _ in .nan })
      },
      .array("observed_data", "target", "no data can hold", "infinite") {
        $0.values = .float64(($0.float64 ?? []).map { _ in .infinity })
      },
      .array("posterior", "sigma", "does not hold floating-point numbers", "of integers") {
        $0.values = .int64(($0.float64 ?? []).map { _ in 1 })
      },
      .array("posterior", "sigma", "posterior/sigma has dimensions", "of another dimension") {
        $0.dimensions[2] = "place"
      },
      .array("posterior", "expo_trend", "posterior/expo_trend has dimensions", "transposed") {
        $0.dimensions = ["draw", "chain"]
        $0.shape = [20, 2]
      },
      .notFinite("acceptance_rate", .nan), .notFinite("step_size", .infinity),
      .notFinite("energy", .nan), .notFinite("lp", -.infinity),
      .array("sample_stats", "diverging", "wrong type", "of integers") {
        $0.values = .int64(($0.bool ?? []).map { $0 ? 1 : 0 })
      },
      Damage(testDescription: "no periods", message: "0 periods are too few") { root in
        for (group, names) in [
          ("constant_data", ["time", "media", "spend", "extra_features"]),
          ("observed_data", ["time", "target"]),
        ] {
          for name in names {
            guard var array = root.groups[group]?.arrays[name] else { continue }
            array.shape[0] = 0
            array.values = name == "time" ? .int64([]) : .float64([])
            root.groups[group]?.arrays[name] = array
          }
        }
      },
    ]

  @Test("Every contradiction is an error that says where it is")
  func damages() async throws {
    let folder = try ScratchFolder()
    try await SmallFit.make(.adstock).save(to: folder["sound.zarr"])
    let sound = try ZarrStore.read(from: folder["sound.zarr"])
    for damage in Self.damages { damage.expectError(in: sound) }
  }
}
