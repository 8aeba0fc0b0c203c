import Foundation
import Testing

/// A command that writes files: every one of them, with the files that it writes.
struct WritingCommand: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// The arguments, where `OUT/` stands for the folder to write to.
  private let words: [String]
  /// Files and folders that it writes, by their paths in that folder.
  let outputs: [String]

  /// The arguments that write to the folder at `path`.
  func arguments(writingTo path: String) -> [String] {
    words.map { $0.hasPrefix("OUT/") ? path + $0.dropFirst(3) : $0 }
  }

  private init(_ name: String, _ words: [String], _ outputs: [String]) {
    testDescription = name
    self.words = [name] + words
    self.outputs = outputs
  }

  /// All commands that write, reading from `example`, a fitted one.
  static func all(of example: Example) throws -> [WritingCommand] {
    let (data, model) = (example.data, example.model)
    let input = [data, "--config", example.configuration]
    let future = example.folder["future.csv"]
    if !FileManager.default.fileExists(atPath: future) {
      let run = try Tool.run([
        "simulate", "--periods", "44", "--channels", "2", "--output", future,
      ])
      try #require(run.status == 0, "\(run.errors)")
    }
    let plot = ["--plot", "OUT/p.svg", "--plot-data", "OUT/p.csv"]
    return [
      WritingCommand(
        "simulate", ["--output", "OUT/d.csv", "--with-config"],
        ["d.csv", "d.truth.json", "d.yaml"]),
      WritingCommand(
        "demo", ["--output", "OUT/demo"] + Example.quick,
        ["data.csv", "data.truth.json", "data.yaml", "model.zarr", "report.html"].map {
          "demo/" + $0
        }),
      WritingCommand("fit", input + ["--output", "OUT/m.zarr"] + Example.quick, ["m.zarr"]),
      WritingCommand(
        "prior", input + ["--draws", "200", "--output", "OUT/draws.csv"] + plot,
        ["draws.csv", "p.svg", "p.csv"]),
      WritingCommand("predict", [model, future, "--output", "OUT/f.csv"], ["f.csv"]),
      WritingCommand("fitted", [model, "--output", "OUT/f.csv"], ["f.csv"]),
      WritingCommand("contributions", [model, "--output", "OUT/c.csv"], ["c.csv"]),
      WritingCommand("curves", [model, "--output", "OUT/c.csv"], ["c.csv"]),
      WritingCommand("optimize", [model, "--output", "OUT/plan.csv"], ["plan.csv"]),
      WritingCommand(
        "plot", [model, "trace", "--output", "OUT/t.svg", "--data", "OUT/t.csv"],
        ["t.svg", "t.csv"]),
      WritingCommand("report", [model, "--output", "OUT/r.html"], ["r.html"]),
      WritingCommand("compare", input + plot + Example.quick, ["p.svg", "p.csv"]),
      WritingCommand(
        "backtest", input + ["--windows", "2", "--output", "OUT/w.csv"] + plot + Example.quick,
        ["w.csv", "p.svg", "p.csv"]),
      WritingCommand(
        "calibrate",
        input + ["--replications", "10", "--output", "OUT/ranks.csv"] + plot
          + ["--chains", "2", "--warmup", "60", "--draws", "60"],
        ["ranks.csv", "p.svg", "p.csv"]),
      WritingCommand(
        "recover",
        input + ["--levels", "0.05", "--replications", "4", "--output", "OUT/worlds.csv"] + plot
          + Example.quick,
        ["worlds.csv", "p.svg", "p.csv"]),
      WritingCommand(
        "export", [model, "--output", "OUT/draws"], ["draws/draws.csv", "draws/sample_stats.csv"]),
    ]
  }
}
