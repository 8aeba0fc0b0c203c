import Foundation
import MediaMix
import MediaMixInference
import Testing

/// The least that a configuration needs, with room for more.
private func minimal(data: String = "", rest: String = "") -> String {
  """
  data:
    date: week
    target: sales
    media:
      tv: {column: tv}
      radio: {column: radio, spend: radio_cost}
  \(data)
  \(rest)
  """
}

private func configuration(_ text: String) throws -> Configuration {
  try Configuration(yaml: text, fileName: "c.yaml")
}

private func prior(_ text: String) throws -> PriorSetting? {
  try configuration(minimal(rest: "model: {priors: {x: \(text)}}")).model.priors["x"]
}

private func expectError(
  _ text: String, _ parts: String..., location: SourceLocation = #_sourceLocation
) {
  let error = #expect(throws: ConfigurationError.self, sourceLocation: location) {
    try configuration(text)
  }
  for part in parts {
    #expect(
      error?.description.contains(part) == true, "\(error?.description ?? "")",
      sourceLocation: location)
  }
}

@Suite("Configurations")
struct ConfigurationTests {
  @Test("A configuration with nearly every key")
  func whole() throws {
    let url = try #require(
      Bundle.module.url(
        forResource: "contract", withExtension: "yaml", subdirectory: "Fixtures/Data"))
    let expected = Configuration(
      data: DataSchema(
        date: "week", target: "revenue",
        media: [
          DataSchema.Channel(name: "tv", column: "tv_grps", spendColumn: "tv_spend"),
          DataSchema.Channel(name: "search", column: "search_clicks", spendColumn: "search_spend"),
          DataSchema.Channel(name: "social", column: "social_spend"),
        ],
        features: ["price", "competitor_sales"], trainUntil: CalendarDate(iso: "2024-06-30")),
      model: ModelSpecification(
        transform: .hillAdstock,
        seasonality: Seasonality(degrees: 2, frequency: 52, weekday: false), numberOfLags: 13,
        scaling: .mean, mediaPrior: .spendShare(scale: 0.15),
        priors: [
          "intercept": .family(.halfNormal, ["scale": 2]),
          "lag_weight": .family(
            .beta, ["concentration1": [2, 3, 2], "concentration0": [1, 1, 4]]),
        ]),
      sampler: SamplerConfiguration(
        chains: 4, warmup: 1000, draws: 1000, targetAcceptance: 0.85, seed: 1))
    #expect(try Configuration.read(yamlAt: url.path) == expected)
  }

  @Test("What is left out takes its default")
  func defaults() throws {
    let read = try configuration(minimal())
    #expect(read == Configuration(data: read.data))
    #expect(read.data.media.map(\.name) == ["tv", "radio"])
    #expect(read.data.media.map(\.spendColumn) == ["tv", "radio_cost"])
    let partly = try configuration(
      minimal(rest: "model: {transform: carryover}\nsampler: {seed: 9}"))
    #expect(partly.model == ModelSpecification(transform: .carryover))
    #expect(partly.sampler == SamplerConfiguration(seed: 9))
  }

  @Test("A goal is read and written; a number of draws alone means none")
  func goals() throws {
    func sampler(_ text: String) throws -> SamplerConfiguration {
      let read = try configuration(minimal(rest: "sampler: \(text)"))
      #expect(try configuration(read.yaml()) == read)
      return read.sampler
    }
    #expect(try sampler("{warmup: 50}").goal == ConvergenceGoal())
    #expect(try sampler("{draws: 10}").goal == nil)
    let goal = ConvergenceGoal(effectiveSampleSize: 250, rHat: 1.05, maximumThinning: 8)
    let both = try sampler("{goal: {ess: 250, r_hat: 1.05, max_thinning: 8}, draws: 10}")
    #expect(both.goal == goal && both.draws == 10)
    #expect(try sampler("{goal: {max_thinning: 4}}").goal == ConvergenceGoal(maximumThinning: 4))
    for (text, message) in [
      ("{ess: 0}", "sampler.goal.ess: must be positive"),
      ("{r_hat: 1}", "sampler.goal.r_hat: must be above 1"),
      ("{max_thinning: 0}", "sampler.goal.max_thinning"), ("{es: 1}", "did you mean \"ess\"?"),
    ] {
      let error = #expect(throws: ConfigurationError.self) { try sampler("{goal: \(text)}") }
      #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }
  }

  @Test("The order of media is that of the file")
  func order() throws {
    let names = ["zeta", "alpha", "mid", "beta", "42", "no"]
    let media = names.map { "    \($0): {column: c_\($0)}" }.joined(separator: "\n")
    let read = try configuration("data:\n  date: d\n  target: t\n  media:\n\(media)\n")
    #expect(read.data.media.map(\.name) == names)
  }

  @Test("Written configurations read back equal")
  func roundTrip() throws {
    var full = try configuration(minimal())
    full.data = DataSchema(
      date: "Datum: \"Woche\"", dateFormat: try DateFormat("dd.MM.yyyy"), target: "no",
      media: [
        DataSchema.Channel(name: "TV, national", column: "tv # 1", spendColumn: "tv\nspend"),
        DataSchema.Channel(
          name: "Fernsehen – ä€💶", column: "\u{7}\u{85}\u{2028}\u{FEFF}\u{FFFF}\\"),
        DataSchema.Channel(name: "2024", column: "null"),
        DataSchema.Channel(name: "*x", column: "&y", spendColumn: "{z}"),
      ],
      features: ["~", "yes", "1e5", " lead"], trainUntil: CalendarDate(iso: "2023-12-31"))
    full.model = ModelSpecification(
      transform: .carryover, seasonality: Seasonality(degrees: 3, frequency: 365, weekday: true),
      numberOfLags: 91, scaling: .none, mediaPrior: .explicit([0.1, 1e-300, 5e20, 1 / 3]),
      priors: [
        "a": .positional([2]),
        "b": .positional([2, -0.1]),
        "c": .positional([[1, 2], 3]),
        "d": .positional([[1, 2, 3]]),
        "e": .arguments(["scale": [2, 3]]),
        "f": .family(.logNormal, ["loc": -2, "scale": [[0.1, 0.2], [1, 2]]]),
        "g": .family(.normal, [:]),
        "h": .arguments([:]),
        "i": .fixed(0.1),
        "j": .fixed([0, 1e-300]),
        "k": .elements([
          "tv": .family(.logNormal, ["loc": -2]), "0,1": .fixed(3), "TV: x": .positional([1]),
          "fixed": .arguments(["scale": 1]), "beta": .fixed(1),
        ]),
      ])
    full.sampler = SamplerConfiguration(
      chains: 1, warmup: 0, draws: 7, targetAcceptance: 0.999, maximumTreeDepth: 12,
      metric: .diagonal, seed: .max)
    for original in [full, try configuration(minimal())] {
      #expect(try configuration(original.yaml()) == original, "\(original.yaml())")
    }
  }
}

@Suite("Configurations that are wrong")
struct ConfigurationErrorTests {
  @Test("Unknown keys at every level name the nearest")
  func unknownKeys() {
    expectError(
      minimal(rest: "model:\n  seasonalty: {degrees: 2}"),
      "c.yaml, line 9, model.seasonalty: unknown key; did you mean \"seasonality\"?")
    expectError(minimal(rest: "modle: {}"), "modle: unknown key; did you mean \"model\"?")
    expectError(minimal(data: "  tagret: x"), "line 7, data.tagret", "\"target\"?")
    expectError(
      minimal(rest: "model: {seasonality: {degree: 2}}"), "seasonality.degree", "\"degrees\"?")
    expectError(minimal(rest: "sampler: {cores: 2}"), "sampler.cores", "known are chains, warmup")
    expectError(
      minimal(rest: "model: {media_prior: {scales: 2}}"), "media_prior.scales", "\"scale\"?")
    expectError(
      "data: {date: d, target: t, media: {tv: {colunm: x}}}", "data.media.tv.colunm", "\"column\"?")
    expectError(minimal(rest: "<<: {model: {}}"), "<<: unknown key")
  }

  @Test("Required keys")
  func required() {
    expectError("model: {}", "the key \"data\" is missing")
    expectError("data: {target: t, media: {a: {column: b}}}", "data: the key \"date\" is missing")
    expectError("data: {date: t, media: {a: {column: b}}}", "data: the key \"target\" is missing")
    expectError("data: {date: t, target: u}", "data: the key \"media\" is missing")
    expectError("data: {date: t, target: u, media: {}}", "data: there is no media channel")
    expectError("data: {date: t, target: u, media: {a: {}}}", "data.media.a: the key \"column\"")
    expectError("data: {date: , target: u, media: {a: {column: b}}}", "data.date: has no value")
    expectError(
      "data: {date: '', target: u, media: {a: {column: b}}}", "data.date: must not be empty")
    expectError("data:\n", "data: has no value")
  }

  @Test("Wrong types and ranges")
  func types() {
    for (setting, part) in [
      ("model: 3", "model: must be keys with values, not a single value"),
      (
        "model: {transform: adstok}",
        "adstock, hill_adstock, carryover, not \"adstok\"; did you mean \"adstock\"?"
      ),
      ("model: {transform: [a]}", "must be one of adstock, hill_adstock, carryover, not a list"),
      ("model: {seasonality: {degrees: 2.5}}", "degrees: must be a whole number from 1 to 100"),
      ("model: {seasonality: {degrees: 0}}", "degrees: must be from 1 to 100, not 0"),
      ("model: {seasonality: {degrees: \"2\"}}", "x"),
      ("model: {seasonality: {weekday: 1}}", "weekday: must be true or false, not \"1\""),
      ("model: {number_lags: 0}", "number_lags: must be from 1"),
      ("model: {scaling: max}", "must be one of mean, none, not \"max\""),
      ("model: {media_prior: 0.2}", "media_prior: must be {scale: 0.15}, or a list"),
      ("model: {media_prior: {scale: 0}}", "media_prior.scale: must be greater than 0"),
      ("model: {media_prior: {scale: .nan}}", "media_prior.scale: must be a number"),
      ("model: {media_prior: {scale: 0x10}}", "media_prior.scale: must be a number, not \"0x10\""),
      ("model: {media_prior: [0.1, -1]}", "media_prior[1]: must be greater than 0"),
      ("model: {media_prior: [0.1]}", "media_prior: must have one scale per channel: 2, not 1"),
      ("model: {media_prior: []}", "media_prior: must have one scale per channel: 2, not 0"),
      ("model: {priors: [1]}", "model.priors: must be keys with values, not a list"),
      ("sampler: {chains: 0}", "sampler.chains: must be from 1"),
      ("sampler: {draws: -1}", "sampler.draws: must be from 1"),
      ("sampler: {warmup: 1e3}", "sampler.warmup: must be a whole number"),
      ("sampler: {target_accept: 1}", "sampler.target_accept: must lie between 0 and 1"),
      ("sampler: {max_tree_depth: 21}", "must be from 1 to 20, not 21"),
      ("sampler: {metric: full}", "must be one of dense, low_rank, diagonal"),
      ("sampler: {seed: -1}", "sampler.seed: must be a whole number from 0"),
      ("sampler: {seed: 18446744073709551616}", "sampler.seed: must be a whole number"),
    ] {
      expectError(minimal(rest: setting), part == "x" ? "must be a whole number" : part, "line 8")
    }
    expectError(minimal(data: "  features: price"), "data.features: must be a list, not \"price\"")
    expectError(minimal(data: "  features: [{a: b}]"), "data.features[0]: must be text")
    expectError(minimal(data: "  features: [price, price]"), "\"price\" is used twice")
    expectError(minimal(data: "  features: [sales]"), "as the target and as a feature")
    expectError(minimal(data: "  train_until: 30.6.2024"), "data.train_until: must be a date like")
    expectError(minimal(data: "  date_format: DD/MM/YYYY"), "data.date_format: \"DD\" is not known")
    expectError(
      "data: {date: t, target: u, media: [a]}", "data.media: must be keys with values, not a list")
    expectError(
      "data: {date: t, target: u, media: {[a]: {column: b}}}", "keys must be names, not a list")
  }

  @Test("Keys that occur twice")
  func duplicates() {
    expectError(minimal(rest: "model: {}\nmodel: {}"), "the key \"model\" occurs twice")
    expectError(
      "data: {date: t, target: u, media: {1: {column: b}, \"1\": {column: c}}}",
      "data.media.1: the key occurs twice, first in line 1")
  }

  @Test("Control characters in names are refused, and escaped in the message")
  func controlCharacters() {
    expectError(
      minimal(data: "    \"\\e[31m\": {column: x}"),
      "line 7, data.media: keys must not have control",
      "\\u{1B}[31m")
    expectError(minimal(data: "    \"tv\\0\": {column: x}"), "line 7, data.media", "\"tv\\0\"")
    expectError(
      minimal(data: "  features: [\"\\e[31m\"]"), "the feature \"\\u{1B}[31m\" has control")
    expectError(minimal(rest: "\"\\x9B2J\": 1"), "keys must not", "\\u{009B}2J")
  }

  @Test("The column of geos is read and written")
  func geo() throws {
    let configuration = try Configuration(yaml: minimal(data: "  geo: region"), fileName: "c.yaml")
    #expect(configuration.data.geo == "region")
    #expect(configuration.yaml().contains("\n  geo: region\n"))
    #expect(try Configuration(yaml: configuration.yaml(), fileName: "c.yaml") == configuration)
    expectError(minimal(data: "  geo: [region]"), "line 7, data.geo")
    expectError(minimal(data: "  geo: \"\""), "line 7, data.geo: must not be empty")
    expectError(minimal(data: "  geo: tv"), "\"tv\" is used twice: as the geo and as media of")
  }

  @Test("Text that is no configuration")
  func noConfiguration() {
    for empty in ["", "\n", "# only a comment\n", "---\n", "''"] {
      expectError(empty, "c.yaml", "the configuration is empty")
    }
    expectError("- a\n- b", "must be keys with values, not a list")
    expectError("just words", "must be keys with values")
    expectError("data: [1, 2", "c.yaml, line", "not YAML")
    expectError("data: {a: 1}\n---\ndata: {}", "not YAML", "another document")
    expectError("data: \u{0}", "not YAML")
    expectError("data: *nothing", "undefined alias")
    expectError("data:\n\tdate: x", "line 2: not YAML: indent with spaces, not tabs")
    expectError(String(repeating: "#", count: 1_100_000), "larger than a configuration")
    let error = #expect(throws: ConfigurationError.self) {
      try Configuration.read(yamlAt: "/nowhere/c.yaml")
    }
    #expect(error?.description == "/nowhere/c.yaml: there is no such file. Check the path.")
  }

  @Test("Hostile YAML ends soon, in an error")
  func hostile() {
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let alias = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      bomb += "a\(level): &a\(level) [\(alias)]\n"
    }
    expectError(bomb + "? *a9\n: x\n", "too many aliases")
  }

  /// Each text nests 900 levels, some with closing brackets that close nothing.
  @Test("Deep nesting is an error even on a small stack")
  func deep() async {
    let texts = [
      String(repeating: "[", count: 900) + String(repeating: "]", count: 900),
      String(repeating: "- ", count: 900), "\r" + String(repeating: "? ", count: 900),
      String(repeating: "{a: ", count: 900),
      (0..<900).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n"),
      String(repeating: "[ # ]\n", count: 900), String(repeating: "[ ']', ", count: 900),
      String(repeating: "[ \"\n]\",\n", count: 900),
      String(repeating: "[ '\"', \"\n]\",\n", count: 900),
      String(repeating: "[ \"\\\"\n]\",\n", count: 900),
    ]
    for text in texts {
      let message = await withCheckedContinuation { continuation in
        let thread = Thread {
          do {
            _ = try configuration(text)
            continuation.resume(returning: "")
          } catch {
            continuation.resume(returning: "\(error)")
          }
        }
        thread.stackSize = 512 << 10
        thread.start()
      }
      #expect(message.contains("nested too deeply"), "\(text.prefix(20)): \(message)")
    }
  }

  @Test("Quotes, comments and brackets in number are no nesting")
  func notDeep() throws {
    let media = (0..<100).map { "    \"tv \($0)\": {column: 'c \($0)'} # it's {fine}" }
    let text = "data:\n  date: d\n  target: t\n  media:\n" + media.joined(separator: "\n")
    #expect(try configuration(text).data.media.count == 100)
    let plain = (0..<2000).map { "    tv\($0): {column: c\($0)}" }
    let long = "data:\n  date: d\n  target: t\n  media:\n" + plain.joined(separator: "\n")
    #expect(try configuration(long).data.media.count == 2000)
  }

  @Test("A few aliases are fine")
  func aliases() throws {
    let read = try configuration(
      minimal(rest: "model: {priors: {a: &p {normal: {scale: 2}}, b: *p}}"))
    #expect(read.model.priors["a"] == read.model.priors["b"])
  }
}

@Suite("Priors in configurations")
struct PriorSettingTests {
  @Test("All forms")
  func forms() throws {
    #expect(try prior("2") == .positional([2]))
    #expect(try prior("[2, 0.5]") == .positional([2, 0.5]))
    #expect(try prior("[[1, 2], 3]") == .positional([[1, 2], 3]))
    #expect(try prior("{scale: 2}") == .arguments(["scale": 2]))
    #expect(try prior("{loc: [1, 2], scale: 3}") == .arguments(["loc": [1, 2], "scale": 3]))
    #expect(try prior("{scale: [[1, 2], [3, 4]]}") == .arguments(["scale": [[1, 2], [3, 4]]]))
    #expect(
      try prior("{gamma: {concentration: 2, rate: [1, 2]}}")
        == .family(.gamma, ["concentration": 2, "rate": [1, 2]]))
    #expect(try prior("{normal: {}}") == .family(.normal, [:]))
    #expect(try prior("{}") == .arguments([:]))
    #expect(try prior("{fixed: 0}") == .fixed(0))
    #expect(try prior("{fixed: [0, 1]}") == .fixed([0, 1]))
    #expect(
      try prior("{social: {log_normal: {loc: -2, scale: 0.5}}, tv: {fixed: 1}, print: {scale: 2}}")
        == .elements([
          "social": .family(.logNormal, ["loc": -2, "scale": 0.5]), "tv": .fixed(1),
          "print": .arguments(["scale": 2]),
        ]))
    #expect(
      try prior("{tv: {scale: 1}, search: 2}")
        == .elements(["tv": .arguments(["scale": 1]), "search": .positional([2])]))
    #expect(try prior("{beta: {fixed: 1}}") == .elements(["beta": .fixed(1)]))
    #expect(
      try prior("{beta: {normal: {loc: 0}}}") == .elements(["beta": .family(.normal, ["loc": 0])]))
  }

  @Test(
    "Forms that mean nothing",
    arguments: [
      ("{fixed: 0, loc: 1}", "a fixed parameter has no other settings"),
      ("{fixed: a}", "x.fixed: must be a number, not \"a\""),
      ("{normal: {loc: 0}, gamma: {rate: 1}}", "has several distributions"),
      ("{scale: 1, normal: {loc: 0}}", "has several distributions"),
      ("{social: {log_normal: {loc: a}}}", "x.social.log_normal.loc: must be a number"),
      ("{social: {fixed: [1, [2]]}}", "x.social.fixed: the rows of this array have different"),
      ("{scale: [[1, 2], [3]]}", "x.scale: the rows of this array have different lengths"),
      ("half_normal", "is not a prior; write a number"),
      ("'2'", "is not a prior"),
      ("", "is not a prior"),
      ("[]", "the list is empty"),
      ("{scale: []}", "x.scale: the list is empty"),
      ("{scale: wide}", "x.scale: must be a number, not \"wide\""),
      ("{normal: {scale: [1, a]}}", "x.normal.scale[1]: must be a number"),
      ("[{scale: 1}]", "must be a number, not keys with values"),
      ("{normal: {scale: 1e999}}", "must be a number"),
    ])
  func errors(text: String, part: String) {
    expectError(minimal(rest: "model: {priors: {x: \(text)}}"), "line 8, model.priors.x", part)
  }
}
