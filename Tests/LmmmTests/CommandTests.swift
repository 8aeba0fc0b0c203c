import Foundation
import MediaMix
import MediaMixInference
import Testing

@Suite("Commands that succeed")
struct CommandTests {
  @Test("The version")
  func version() throws {
    let run = try Tool.run(["--version"])
    #expect(run.status == 0)
    #expect(run.output == ToolkitVersion.current + "\n")
  }

  @Test(
    "Help of every command goes to standard output",
    arguments: [
      "demo", "simulate", "check", "prior", "fit", "summary", "fitted", "predict", "metrics",
      "contributions", "curves", "whatif", "optimize", "compare", "backtest", "calibrate",
      "evaluate", "export",
    ])
  func help(command: String) throws {
    let run = try Tool.run([command, "--help"])
    #expect(run.status == 0)
    #expect(run.output.contains("USAGE: lmmm \(command)"))
    #expect(run.errors.isEmpty)
    #expect(try Tool.run(["--help"]).output.contains("  \(command)  "))
  }

  @Test("simulate writes data, truth and configuration that belong together")
  func simulate() throws {
    let example = try Example()
    #expect(try example.folder.names() == ["data.csv", "data.truth.json", "data.yaml"])
    let configuration = try Configuration.read(yamlAt: example.configuration)
    let dataset = try Dataset.read(csvAt: example.data, schema: configuration.data)
    #expect(dataset.timeCount == 40)
    let truth = try json(example.folder.text("data.truth.json"))
    let channels = try #require(truth["channels"] as? [[String: Any]])
    #expect(channels.map { $0["name"] as? String } == dataset.channels)
    #expect(Set(channels[0].keys) == ["name", "contribution", "roi"])

    let again = try Tool.run([
      "simulate", "--periods", "40", "--channels", "2", "--seed", "5", "--output",
      example.folder["again.csv"],
    ])
    #expect(again.status == 0)
    #expect(again.output.isEmpty)
    #expect(again.errors.contains("again.truth.json"))
    #expect(try example.folder.text("again.csv") == example.folder.text("data.csv"))
  }

  @Test("fit prints tables, progress and warnings, and leaves nothing but the model")
  func fit() throws {
    let example = try Example()
    let run = try Tool.run(example.fitArguments())
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0].split(separator: " ").first == "parameter")
    #expect(lines.contains { $0.hasPrefix("coef_media[media_1] ") })
    #expect(lines.contains { $0.hasPrefix("2 chains of 40 draws after 60 of warm-up, in ") })
    #expect(lines.contains { $0.hasPrefix("media_0 ") && $0.contains(" %") })
    #expect(run.errors.contains("Warning: "))
    #expect(run.errors.hasSuffix("Saved \(example.model)\n"))
    #expect(
      try example.folder.names() == ["data.csv", "data.truth.json", "data.yaml", "model.zarr"])
  }

  @Test("summary and metrics repeat what fit printed")
  func summaryAndMetrics() throws {
    let example = try Example()
    let fit = try Tool.run(example.fitArguments())
    let summary = try Tool.run(["summary", example.model])
    let metrics = try Tool.run(["metrics", example.model])
    #expect(summary.status == 0)
    #expect(metrics.status == 0)
    // After what fit prints, metrics prints more.
    #expect((summary.output + "\n" + metrics.output).hasPrefix(fit.output))
    #expect(fit.output.count > summary.output.count + 200)
    #expect(fit.errors.contains(summary.errors))
  }

  @Test("Flags override the configuration file")
  func flags() throws {
    let example = try Example()
    let run = try Tool.run(
      example.fitArguments([
        "--transform", "adstock", "--target-accept", "0.9", "--seed", "18446744073709551615",
      ]))
    #expect(run.status == 0)
    let fit = try FittedModel(contentsOf: example.model)
    #expect(fit.model.specification.transform == .adstock)
    #expect(fit.sampler.chains == 2)
    #expect(fit.sampler.warmup == 60)
    #expect(fit.sampler.draws == 40)
    #expect(fit.sampler.targetAcceptance == 0.9)
    #expect(fit.sampler.seed == .max)
  }

  @Test("The same seed gives the same draws on any number of threads, another seed others")
  func threads() throws {
    let example = try Example()
    var draws: [[UInt64]] = []
    for more in [["--threads", "1"], ["--threads", "2"], ["--seed", "2"]] {
      #expect(try Tool.run(example.fitArguments(more)).status == 0)
      draws.append(try FittedModel(contentsOf: example.model).draws.values.map(\.bitPattern))
    }
    #expect(draws[0] == draws[1])
    #expect(draws[0] != draws[2])
  }

  @Test("Rows after train_until are held out")
  func holdout() throws {
    let example = try Example()
    let yaml = try example.folder.text("data.yaml")
    try example.folder.put(
      yaml.replacingOccurrences(of: "data:\n", with: "data:\n  train_until: 2022-07-01\n"),
      "data.yaml")
    let run = try Tool.run(example.fitArguments())
    #expect(run.status == 0)
    #expect(run.errors.contains("Note: 26 rows are fitted, 14 later ones held out\n"))
    #expect(try FittedModel(contentsOf: example.model).model.dataset.timeCount == 26)
  }

  @Test("Data and configuration may come through pipes")
  func pipes() throws {
    let example = try Example()
    let through = try ["data.csv", "data.yaml"].map { name in
      let pipe = example.folder["pipe-" + name]
      try #require(mkfifo(pipe, 0o600) == 0)
      return (file: example.folder[name], pipe: pipe)
    }
    let writers = try through.map {
      try ChildProcess("/bin/cp", [$0.file, $0.pipe])
    }
    let run = try Tool.run(
      ["fit", through[0].pipe, "--config", through[1].pipe, "--output", example.model]
        + Example.quick)
    if run.status != 0 { for writer in writers { writer.kill() } }
    for writer in writers { _ = writer.wait() }
    #expect(run.status == 0, "\(run.errors)")
    #expect(try FittedModel(contentsOf: example.model).model.dataset.timeCount == 40)
  }

  @Test("What simulate and demo wrote, they replace")
  func replacing() throws {
    let example = try Example()
    let run = try Tool.run([
      "simulate", "--periods", "20", "--geos", "1", "--output", example.data, "--with-config",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let again = try Tool.run(["demo", "--output", example.folder.path] + Example.quick)
    #expect(again.status == 0, "\(again.errors)")
  }

  @Test("summary --prior adds a table of priors beside posteriors")
  func prior() throws {
    let example = try Example.fitted.get()
    let run = try Tool.run(["summary", example.model, "--prior"])
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n")
    #expect(
      lines[0] == (try Tool.run(["summary", example.model]).output.split(separator: "\n")[0]))
    // Normal(0, 1).
    let seasonality = try #require(lines.last { $0.hasPrefix("gamma_seasonality[0,0] ") })
    #expect(seasonality.split(separator: " ")[1...2] == ["0.00", "1.00"])
  }

  @Test("The help of fit says whose defaults hold")
  func defaults() throws {
    let help = try Tool.run(["fit", "--help"]).output.split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    let rule = "no more (default: the configuration's, else 1000, drawn again, up to a limit, until"
    #expect(help.contains(rule))
    #expect(!help.contains("(default: 1000)"))
  }

  @Test("export writes the draws to the same bits")
  func export() throws {
    let example = try Example.fitted.get()
    let folder = try TemporaryFolder()
    let run = try Tool.run(["export", example.model, "--format", "csv", "--output", folder["a/b"]])
    #expect(run.status == 0)
    #expect(run.output.isEmpty)
    let fit = try FittedModel(contentsOf: example.model)
    let rows = CSVText.rows(try folder.text("a/b/draws.csv"))
    #expect(rows[0] == ["chain", "draw"] + fit.draws.layout.elementNames)
    #expect(rows.count == 1 + 2 * 40)
    #expect(rows[1 + 40 + 3].prefix(2) == ["1", "3"])
    let values = rows.dropFirst().flatMap { $0.dropFirst(2).map { Double($0) } }
    #expect(values == fit.draws.values)

    let statistics = CSVText.rows(try folder.text("a/b/sample_stats.csv"))
    let energies = statistics.dropFirst().map { Double($0[8]) }
    #expect(statistics[0][8] == "energy")
    #expect(energies == fit.draws.statistics.joined().map(\.energy))
  }

  @Test("demo writes everything and prints truth beside estimates")
  func demo() throws {
    let folder = try TemporaryFolder()
    let run = try Tool.run(["demo", "--output", folder["demo"]] + Example.quick)
    #expect(run.status == 0)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder["demo"]).sorted()
        == ["data.csv", "data.truth.json", "data.yaml", "model.zarr", "report.html"])
    #expect(run.output.contains("The truth that the data were made from"))
    #expect(run.output.contains("of 6 true values lie in the interval"))
    let fit = try FittedModel(contentsOf: folder["demo/model.zarr"])
    #expect(try Configuration.read(yamlAt: folder["demo/data.yaml"]) == fit.configuration)
  }
}

/// Comma-separated values as written by `export`.
private enum CSVText {
  static func rows(_ text: String) -> [[String]] {
    text.split(separator: "\n").map { line in
      var cells = [""]
      var isQuoted = false
      for character in line {
        switch character {
        case "\"": isQuoted.toggle()
        case "," where !isQuoted: cells.append("")
        default: cells[cells.count - 1].append(character)
        }
      }
      return cells
    }
  }
}
