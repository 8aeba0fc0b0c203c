import Foundation
import Testing

@Suite("Extreme data")
struct ExtremeTests {
  /// Data at the edge of what makes sense.
  struct Extreme: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What the user must be told; empty where there is nothing to tell.
    let words: String
    let spoil: @Sendable (inout SpoilableTable) -> Void

    init(
      _ description: String, says words: String = "",
      _ spoil: @escaping @Sendable (inout SpoilableTable) -> Void
    ) {
      testDescription = description
      self.words = words
      self.spoil = spoil
    }
  }

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
    Extreme("identical channels", says: "channels \"media_0\" and \"media_1\" have the same media")
    {
      let media = $0.numbers("media_0")
      $0.edit("media_1") { row, _ in media[row] }
    },
    Extreme(
      "a feature of media", says: "\"feature_0\" follows exactly from the media of \"media_0\""
    ) {
      let media = $0.numbers("media_0")
      $0.edit("feature_0") { row, _ in 3 - media[row] }
    },
    Extreme("a constant feature", says: "the feature \"feature_0\" never changes") {
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

  /// Runs the tool, and expects success and no number that is none.
  @discardableResult
  private func expectNumbers(_ arguments: [String]) throws -> FinishedRun {
    let run = try Tool.run(arguments)
    #expect(run.status == 0, "\(arguments): \(run.errors)")
    expectNoNaN(run.output, "\(arguments)")
    return run
  }

  private func expectNoNaN(_ text: String, _ comment: Comment) {
    let found = text.split(separator: "\n").first { line in
      line.split { !$0.isLetter }.contains { ["nan", "inf", "infinity"].contains($0.lowercased()) }
    }
    #expect(found == nil, comment)
  }

  @Test(
    "From check to report there are numbers, and what cannot be told is said", arguments: usable)
  func life(extreme: Extreme) throws {
    let example = try example(extreme)
    let input = [example.data, "--config", example.configuration]
    let check = try expectNumbers(["check"] + input)
    try expectNumbers(["prior"] + input + ["--draws", "50", "--json"])
    let fit = try expectNumbers(example.fitArguments())
    for run in [check, fit] where !extreme.words.isEmpty {
      #expect(run.errors.contains(extreme.words), "\(run.errors)")
    }
    let model = example.model
    for arguments in [
      ["summary", model], ["metrics", model],
      ["optimize", model], ["whatif", model, "--change", "media_0=+1e6%", "--periods", "3"],
    ] {
      let run = try expectNumbers(arguments + ["--json"])
      #expect(!run.output.contains("null"), "\(arguments)")
    }
    for (arguments, name) in [
      (["contributions", model], "c.csv"), (["curves", model], "r.csv"),
      (["fitted", model], "f.csv"), (["plot", model, "response-curves"], "r.svg"),
      (["plot", model, "model-fit"], "m.svg"), (["report", model], "r.html"),
    ] {
      try expectNumbers(arguments + ["--output", example.folder[name]])
      expectNoNaN(try example.folder.text(name), "\(arguments)")
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
    let fit = try expectNumbers([
      "fit", example.data, "--config", example.configuration, "--output", example.model,
      "--chains", "\(chains)", "--warmup", "\(warmup)", "--draws", "\(draws)",
    ])
    #expect(fit.errors.contains("Warning: "))
    let model = example.model
    for command in ["summary", "metrics", "optimize"] {
      try expectNumbers([command, model])
      try expectNumbers([command, model, "--json"])
    }
    try expectNumbers(["report", model, "--output", example.folder["r.html"]])
    expectNoNaN(try example.folder.text("r.html"), "report")
    for kind in ["trace", "pairs", "prior-posterior", "energy", "rank", "roi-bars", "decay"] {
      let run = try Tool.run(["plot", model, kind, "--output", example.folder["p.svg"]])
      #expect(run.status == 0 || run.status == 65 && run.errors.contains("Error: "), "\(kind)")
      if run.status == 0 { expectNoNaN(try example.folder.text("p.svg"), "\(kind)") }
    }
  }
}
