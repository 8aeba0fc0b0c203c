import MediaMix
import MediaMixInference
import Testing

@Suite("Experiments in configurations")
struct ExperimentConfigurationTests {
  private func configuration(_ experiments: String) throws -> Configuration {
    try Configuration(
      yaml: """
        data:
          date: week
          target: sales
          media: {tv: {column: tv}}
        experiments:
        \(experiments)
        """, fileName: "c.yaml")
  }

  private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(iso: text)) }

  @Test("All keys, and the defaults")
  func keys() throws {
    let found = try configuration(
      """
        - {channel: tv, first: 2018-03-05, last: 2018-04-30, geos: [north, "2"], kpi: -1.2e5, standard_error: 30000}
        - channel: search
          first: 2018-06-04
          last: 2018-06-04
          roi: 1.8
          standard_error: 0.4
          tail: false
      """
    ).model.experiments
    #expect(
      try found == [
        LiftTest(
          channel: "tv", first: day("2018-03-05"), last: day("2018-04-30"), geos: ["north", "2"],
          estimate: .incrementalKPI(-120_000), standardError: 30_000),
        LiftTest(
          channel: "search", first: day("2018-06-04"), last: day("2018-06-04"),
          estimate: .returnOnInvestment(1.8), standardError: 0.4, includesTail: false),
      ])
    #expect(try configuration("  []").model.experiments.isEmpty)
  }

  @Test("What is written reads back as it was, hostile names too")
  func roundTrip() throws {
    var original = try configuration("  []")
    let days = (try day("2018-03-05"), try day("0001-12-31"), try day("9999-12-31"))
    original.model.experiments = [
      LiftTest(
        channel: "TV, \"national\"\n# {x: y}", first: days.0, last: days.2,
        geos: ["no", "~", "- a", "1e5", " lead", "\u{7}\u{85}\u{2028}\u{FEFF}", "💶]"],
        estimate: .incrementalKPI(-1e-300), standardError: 5e300),
      LiftTest(
        channel: "null", first: days.1, last: days.1, estimate: .returnOnInvestment(1 / 3),
        standardError: .leastNonzeroMagnitude, includesTail: false),
      LiftTest(
        channel: "2024", first: days.1, last: days.0, geos: ["true"],
        estimate: .incrementalKPI(0), standardError: 1e22),
    ]
    let text = original.yaml()
    #expect(try Configuration(yaml: text, fileName: "c.yaml") == original, "\(text)")
    original.model.experiments = []
    #expect(!original.yaml().contains("experiments"))
  }

  @Test("What is wrong is named with its line and path")
  func errors() {
    let sound = "channel: tv, first: 2018-03-05, last: 2018-04-30"
    for (text, message) in [
      ("  - 3", "experiments[0]: must be keys with values"),
      ("  a: b", "experiments: must be a list"),
      ("  - {\(sound), kpi: 1}", "experiments[0]: the key \"standard_error\" is missing"),
      ("  - {\(sound), standard_error: 1}", "experiments[0]: has no result; give kpi"),
      ("  - {\(sound), kpi: 1, roi: 2, standard_error: 1}", "experiments[0].roi: kpi and roi"),
      (
        "  - {\(sound), kip: 1, standard_error: 1}",
        "experiments[0].kip: unknown key; did you mean \"kpi\""
      ),
      ("  - {\(sound), kpi: 1, standard_eror: 1}", "did you mean \"standard_error\""),
      ("  - {\(sound), kpi: x, standard_error: 1}", "experiments[0].kpi: must be a number"),
      ("  - {\(sound), kpi: .inf, standard_error: 1}", "experiments[0].kpi: must be a number"),
      ("  - {\(sound), kpi: 1, standard_error: 0}", "standard_error: must be greater than 0"),
      ("  - {\(sound), kpi: 1, standard_error: 1, tail: 3}", "tail: must be true or false"),
      ("  - {\(sound), kpi: 1, standard_error: 1, geos: []}", "geos: the list is empty"),
      ("  - {\(sound), kpi: 1, standard_error: 1, geos: north}", "geos: must be a list"),
      (
        "  - {channel: tv, first: 2018-03-05, last: 2018-03-04, kpi: 1, standard_error: 1}",
        "experiments[0].last: 2018-03-04 is before 2018-03-05"
      ),
      (
        "  - {channel: tv, first: 05.03.2018, last: 2018-03-04, kpi: 1, standard_error: 1}",
        "experiments[0].first: must be a date like"
      ),
      (
        "  - {first: 2018-03-05, last: 2018-03-05, kpi: 1, standard_error: 1}",
        "\"channel\" is missing"
      ),
    ] {
      let error = #expect(throws: ConfigurationError.self) { try configuration(text) }
      #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
      #expect(error?.line == 6, "\(error?.description ?? "")")
    }
    let second = "  - {\(sound), kpi: 1, standard_error: 1}\n  - {\(sound), kpi: 1}"
    let error = #expect(throws: ConfigurationError.self) { try configuration(second) }
    #expect(error?.description.hasPrefix("c.yaml, line 7, experiments[1]: ") == true)
  }
}
