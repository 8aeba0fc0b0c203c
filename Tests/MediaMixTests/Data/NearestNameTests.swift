import MediaMix
import Testing

@Suite("Nearest names")
struct NearestNameTests {
  private let keys = ["transform", "seasonality", "number_lags", "scaling", "priors"]

  @Test(
    "Typing errors find what was meant",
    arguments: [
      ("seasonalty", "seasonality"), ("Seasonality", "seasonality"), ("prior", "priors"),
      ("number_lgas", "number_lags"), ("transfrom", "transform"), ("scalling", "scaling"),
    ])
  func near(typed: String, meant: String) {
    #expect(NearestName.nearest(to: typed, in: keys) == meant)
  }

  @Test("Other words find nothing", arguments: ["", "chains", "zzz", "sc", "transformational"])
  func far(typed: String) {
    #expect(NearestName.nearest(to: typed, in: keys) == nil)
  }

  @Test("A swap is one error, the nearest wins, the first of equals too")
  func ranking() {
    #expect(NearestName.nearest(to: "ab", in: ["ba"]) == "ba")
    #expect(
      NearestName.nearest(to: "media_1", in: ["media_22", "media_2", "media_3"]) == "media_2")
    #expect(NearestName.nearest(to: "tv", in: [String]()) == nil)
  }

  @Test("Names of megabytes cost nothing")
  func long() {
    let long = String(repeating: "a", count: 1_000_000)
    #expect(NearestName.nearest(to: long, in: Array(repeating: long, count: 100)) == nil)
  }
}
