import Foundation
import Testing

@Suite("Extreme data")
struct ExtremeTests {
  /// Data at the edge of what makes sense.
  struct Extreme: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What the user must be told; empty where there is nothing to tell.
    let words: String
    /// What is undefined for such data alone.
    let undefined: [Undefined]
    let spoil: @Sendable (inout SpoilableTable) -> Void

    init(
      _ description: String, says words: String = "", undefined: [Undefined] = [],
      _ spoil: @escaping @Sendable (inout SpoilableTable) -> Void
    ) {
      testDescription = description
      self.words = words
      self.undefined = undefined
      self.spoil = spoil
    }
  }

  /// The variance inflation factor (VIF) of columns that others add up to is infinite; in JSON it is
  /// the value of a finding too.
  private static let infiniteInflation = [
    Undefined("∞ the column is what other columns add up to"),
    Undefined("variance_inflation_factor"), Undefined("value"),
  ]

  /// What is undefined for all data.
  private static let undefined = [
    // The data are national.
    Undefined("geo"),
    // The start of a response curve: where nothing is spent nothing can be divided by it.
    Undefined("roi_", where: "spend"), Undefined("marginal_roi_", where: "spend"),
    // Ranks that are as even as chance makes them are not found to be anything.
    Undefined("finding"),
    // Errors are not relative to an effect of 0, and positive effects have no intervals that hold 0.
    Undefined("relative_bias", where: "level"), Undefined("coverage", where: "level"),
    // Few worlds are too few to say from when on an effect is told from none.
    Undefined("power"), Undefined("identified"), Undefined("threshold"),
  ]

  /// What needs more than three draws: deviations, errors, effective sample sizes, r-hat.
  private static let undefinedOfFewDraws =
    [
      "sd", "mcse_mean", "ess_", "r_hat",
      // The rows of the table of parameters, of whose means and quantiles JSON must have all.
      "intercept[", "sigma[", "coef_", "expo_trend", "gamma_seasonality[", "ad_effect_retention",
      "peak_effect_delay[", "exponent[",
      // The tiles above that table in the report.
      "– (at most 1.01 is good)", "– (at least 400 is good)",
    ].map { Undefined($0) }

  /// What can be fitted.
  static let usable = [
    Extreme("media and spend of 1e12", says: "\"media_1\" costs less than a thousandth") { table in
      for column in ["media_0", "media_0_spend"] { table.edit(column) { $1 * 1e12 } }
    },
    Extreme("media and spend of 1e-12", says: "\"media_0\" costs less than a thousandth") { table in
      for column in ["media_0", "media_0_spend"] { table.edit(column) { $1 * 1e-12 } }
    },
    Extreme("a spike", says: "\"media_0\" has more than 99.9 % of its media in one period") {
      $0.edit("media_0") { $0 == 9 ? 1e9 : $1 }
    },
    Extreme("one week", says: "\"media_0\" has media in one period (2022-03-07) alone") {
      $0.edit("media_0") { $0 == 9 ? $1 : 0 }
    },
    Extreme(
      "identical channels", says: "channels \"media_0\" and \"media_1\" have the same media",
      undefined: infiniteInflation + [Undefined("1 media_0"), Undefined("2 media_1")]
    ) {
      let media = $0.numbers("media_0")
      $0.edit("media_1") { row, _ in media[row] }
    },
    Extreme(
      "a feature of media", says: "\"feature_0\" follows exactly from the media of \"media_0\"",
      undefined: infiniteInflation + [Undefined("1 media_0"), Undefined("3 feature_0")]
    ) {
      let media = $0.numbers("media_0")
      $0.edit("feature_0") { row, _ in 3 - media[row] }
    },
    Extreme(
      "a constant feature", says: "the feature \"feature_0\" never changes",
      // A column that never changes has no correlation and no VIF, as the note below the tables says.
      undefined: [
        Undefined("3 feature_0"), Undefined("4 target"), Undefined("– a column that never changes"),
        Undefined("correlations"), Undefined("variance_inflation_factor"),
      ]
    ) {
      $0.edit("feature_0") { _, _ in 4 }
    },
    Extreme("a feature of 1e9", says: "changes by less than a thousandth") {
      $0.edit("feature_0") { 1e9 + $1 }
    },
    Extreme("a KPI of 1e15") { $0.edit("target") { $1 * 1e15 } },
    Extreme("a KPI of 1e-9") { $0.edit("target") { $1 * 1e-9 } },
    Extreme("a KPI with a spike", says: "the target has more than 99.9 % of its variation") {
      $0.edit("target") { $0 == 9 ? 1e9 : $1 }
    },
    Extreme("a KPI of 0 now and then, and of less") {
      $0.edit("target") { $0 % 5 == 0 ? 0 : $0 % 7 == 0 ? -$1 : $1 }
    },
  ]

  /// What cannot be fitted.
  static let unusable = [
    Extreme("no media", says: "column \"media_0\": the channel has no media in any row") {
      $0.edit("media_0") { _, _ in 0 }
    },
    Extreme("no spend", says: "column \"media_0_spend\": the channel has no spend in any row") {
      $0.edit("media_0_spend") { _, _ in 0 }
    },
    Extreme("a constant KPI", says: "column \"target\": the value is the same in every row") {
      $0.edit("target") { _, _ in 5 }
    },
    Extreme("a KPI of losses", says: "column \"target\": the training mean cannot be divided by") {
      $0.edit("target") { -$1 }
    },
    Extreme("numbers of 1e60", says: "the number is too large to calculate with, in 40 places") {
      $0.edit("media_0") { $1 * 1e60 }
    },
    Extreme("a feature that is the KPI", says: "a constant and the feature \"feature_0\" add up to")
    {
      let target = $0.numbers("target")
      $0.edit("feature_0") { row, _ in target[row] - 7 }
    },
  ]

  private func example(_ extreme: Extreme) throws -> Example {
    let example = try Example()
    var table = SpoilableTable(csv: try example.folder.text("data.csv"))
    extreme.spoil(&table)
    try example.folder.put(table.csv, "data.csv")
    return example
  }

  /// Runs the tool, and expects success and that all it prints and writes has its numbers.
  @discardableResult
  private func expectNumbers(
    _ arguments: [String], besides special: [Undefined]
  ) throws -> FinishedRun {
    let run = try Tool.run(arguments)
    #expect(run.status == 0, "\(arguments): \(run.errors)")
    try expectNumbers(in: run, of: arguments, besides: special)
    return run
  }

  /// Expects that all that a run has printed and written has its numbers.
  private func expectNumbers(
    in run: FinishedRun, of arguments: [String], besides special: [Undefined]
  ) throws {
    var missing = MissingNumber.all(inText: run.output) + MissingNumber.all(inText: run.errors)
    if arguments.contains("--json") { missing += try MissingNumber.all(inDocument: run.output) }
    for (option, path) in zip(arguments, arguments.dropFirst())
    where Self.namingFiles.contains(option) && !path.hasSuffix(".zarr") {
      let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
      missing += MissingNumber.all(inText: text)
      if path.hasSuffix(".csv") { missing += try MissingNumber.all(inTable: text) }
    }
    let undefined = Self.undefined + special
    missing.removeAll { place in undefined.contains { $0.covers(place) } }
    #expect(missing.isEmpty, "\(arguments)")
  }

  private static let namingFiles = ["--output", "--data", "--plot"]

  @Test(
    "From check to report there are numbers, and what cannot be told is said", arguments: usable)
  func life(extreme: Extreme) throws {
    let example = try example(extreme)
    let input = [example.data, "--config", example.configuration]
    func expect(_ arguments: [String]) throws -> FinishedRun {
      try expectNumbers(arguments, besides: extreme.undefined)
    }
    let told = [try expect(["check"] + input), try expect(example.fitArguments())]
    for run in told where !extreme.words.isEmpty {
      #expect(run.errors.contains(extreme.words), "\(run.errors)")
    }
    let (model, folder) = (example.model, example.folder)
    for arguments in [
      ["check"] + input, ["prior"] + input + ["--draws", "50", "--output", folder["p.csv"]],
      ["summary", model], ["metrics", model], ["optimize", model, "--output", folder["o.csv"]],
      ["whatif", model, "--change", "media_0=+1e6%", "--periods", "3"],
    ] {
      _ = try expect(arguments)
      _ = try expect(arguments + ["--json"])
    }
    for (arguments, name) in [
      (["contributions", model], "c.csv"), (["curves", model], "r.csv"),
      (["fitted", model], "f.csv"), (["report", model], "r.html"),
      (["plot", model, "response-curves", "--data", folder["rd.csv"]], "r.svg"),
      (["plot", model, "model-fit", "--data", folder["md.csv"]], "m.svg"),
    ] {
      _ = try expect(arguments + ["--output", folder[name]])
    }
  }

  @Test("Simulated worlds of such data can be fitted and told of", arguments: usable)
  func worlds(extreme: Extreme) throws {
    let example = try example(extreme)
    let input = [example.data, "--config", example.configuration]
    for arguments in [
      ["calibrate"] + input
        + ["--replications", "10", "--chains", "2", "--warmup", "60", "--draws", "60"],
      ["recover"] + input + ["--replications", "4", "--levels", "0.05"] + Example.quick,
    ] {
      let files = ["--output", example.folder["t.csv"], "--plot", example.folder["p.svg"]]
      let run = try expectNumbers(arguments + files + ["--json"], besides: extreme.undefined)
      let failures = try json(run.output)["failures"] as? [Any] ?? []
      #expect(failures.isEmpty, "\(failures)")
    }
  }

  @Test(
    "What cannot be fitted is an error with a place, before and at the fit", arguments: unusable)
  func errors(extreme: Extreme) throws {
    let example = try example(extreme)
    for arguments in [
      ["check", example.data, "--config", example.configuration], example.fitArguments(),
    ] {
      let run = try Tool.run(arguments)
      #expect(run.status == 65)
      #expect(run.output.isEmpty)
      #expect(run.errors.contains(extreme.words), "\(run.errors)")
    }
    #expect(try !example.folder.names().contains("model.zarr"))
  }

  @Test(
    "A draw or two, one chain, no warm-up: results or a sentence, and never half a number",
    arguments: [(1, 0, 1), (1, 30, 1), (1, 30, 2), (4, 0, 1), (2, 1, 3)] as [(Int, Int, Int)])
  func shortRuns(chains: Int, warmup: Int, draws: Int) throws {
    let example = try Example()
    let (model, folder, undefined) = (example.model, example.folder, Self.undefinedOfFewDraws)
    let fit = try expectNumbers(
      [
        "fit", example.data, "--config", example.configuration, "--output", model,
        "--chains", "\(chains)", "--warmup", "\(warmup)", "--draws", "\(draws)",
      ], besides: undefined)
    #expect(fit.errors.contains("Warning: "))
    for command in ["summary", "metrics", "optimize"] {
      try expectNumbers([command, model], besides: undefined)
      try expectNumbers([command, model, "--json"], besides: undefined)
    }
    try expectNumbers(["report", model, "--output", folder["r.html"]], besides: undefined)
    for kind in ["trace", "pairs", "prior-posterior", "energy", "rank", "roi-bars", "decay"] {
      let arguments = ["plot", model, kind, "--output", folder["p.svg"]]
      let run = try Tool.run(arguments)
      #expect(run.status == 0 || run.status == 65 && run.errors.contains("Error: "), "\(kind)")
      if run.status == 0 { try expectNumbers(in: run, of: arguments, besides: undefined) }
    }
  }
}
