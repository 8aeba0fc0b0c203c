import Foundation
import Testing

@Suite("recover")
struct RecoverTests {
  private func recover(_ example: Example, _ more: [String]) throws -> FinishedRun {
    try Tool.run(
      ["recover", example.data, "--config", example.configuration] + Example.quick + more)
  }

  @Test("A table with verdicts, a picture and the worlds")
  func text() throws {
    let example = try Example()
    let (path, picture) = (example.folder["worlds.csv"], example.folder["recovery.svg"])
    let run = try recover(
      example, ["--replications", "40", "--levels", "0.1", "--output", path, "--plot", picture])
    #expect(run.status == 0, "\(run.errors)")
    for part in ["40 simulated worlds", "told from nothing", "media_0: ", "media_1: ", "power"] {
      #expect(run.output.contains(part), "\(part) in \(run.output)")
    }
    #expect(run.errors.contains("Fitting simulated worlds"))
    #expect(run.errors.contains("40 of 40 worlds"))
    #expect(try example.folder.text("recovery.svg").hasPrefix("<svg"))
    let rows = try example.folder.text("worlds.csv").split(separator: "\n")
    #expect(rows.count == 1 + 40 * 2)
    #expect(rows[0].hasPrefix("world,channel,level,true_share,true_roi,share_mean,"))
  }

  @Test("--json: the promised keys; the same on one thread")
  func document() throws {
    let example = try Example()
    let options = ["--replications", "6", "--json"]
    let run = try recover(example, options)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output == (try recover(example, options + ["--threads", "1"])).output)
    let document = try json(run.output)
    #expect(
      Set(document.keys) == [
        "levels", "worlds", "unconverged", "divergent", "fixed_channels", "channels",
      ])
    #expect(document["worlds"] as? Int == 6)
    let channels = try #require(document["channels"] as? [[String: Any]])
    #expect(channels.count == 2)
    for channel in channels {
      #expect(
        Set(channel.keys) == [
          "name", "identified", "identified_from", "threshold", "observed", "response",
          "confusions", "coverage", "coverage_se", "levels",
        ])
      #expect(channel["identified"] is NSNull)
      let levels = try #require(channel["levels"] as? [[String: Any]])
      #expect(levels.count == 5)
      for level in levels {
        #expect(
          Set(level.keys) == [
            "level", "worlds", "true_roi", "estimate", "roi", "bias", "bias_se", "relative_bias",
            "rmse", "lower", "upper", "width", "coverage", "coverage_se", "power", "power_se",
            "prior_probability",
          ])
        #expect(level["power"] is NSNull)
      }
      #expect(levels[0]["coverage"] is NSNull)
      #expect(levels[1]["coverage"] is NSNumber)
    }
  }

  @Test(
    "What cannot be simulated: 64 or 65, before anything is fitted",
    arguments: [
      (["--levels", "0.1,-0.2"], 64, "the level -0.2 is no share of the KPI"),
      (["--levels", "1.5"], 64, "the level 1.5 is no share of the KPI"),
      (["--levels", "0"], 64, "there is no level but 0"),
      (["--levels", "tv"], 64, "such as 0.01,0.05 or 1%,5%"),
      (["--levels", "0.1,,0.2"], 64, "such as 0.01,0.05 or 1%,5%"),
      (["--levels", "%"], 64, "such as 0.01,0.05 or 1%,5%"),
      (["--levels", "1e-320,1e-300"], 64, "the level 1e-320 is below 0.001 % of the KPI"),
      (["--levels", "0.05,0.0500000000001"], 64, "are all but the same"),
      (["--levels", "105%"], 64, "the level 1.05 is no share of the KPI"),
      (["--replications", "5"], 64, "replications must be at least 6 for 5 levels"),
      (["--replications", "0"], 64, "replications must be at least 6 for 5 levels"),
      (["--replications", "1000000000000"], 64, "replications must be at most 10000"),
      (["--replications", "\(Int.max)"], 64, "replications must be at most 10000"),
      (["--levels", "0.6"], 65, "nothing would be left for the baseline"),
    ])
  func errors(options: [String], status: Int32, message: String) throws {
    let example = try Example()
    let run = try recover(example, options)
    #expect(run.status == status, "\(run.errors)")
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(!run.errors.contains("Fitting"))
    if status == 64 { #expect(run.errors.contains("Usage: lmmm recover "), "\(run.errors)") }
    if status == 65 { #expect(run.errors.hasPrefix("Error: \(example.data): "), "\(run.errors)") }
  }

  @Test("Levels in per cent, with blanks")
  func levels() throws {
    let run = try recover(
      Example(), ["--replications", "5", "--levels", " 1%, 2.5 % ,0.1", "--json"])
    #expect(run.status == 0, "\(run.errors)")
    let levels = try #require(json(run.output)["levels"] as? [NSNumber])
    #expect(levels.map(\.doubleValue) == [0, 0.01, 0.025, 0.1])
  }

  @Test("Rows after train_until are left alone, and files that are read not replaced")
  func files() throws {
    let example = try Example()
    let yaml = try example.folder.text("data.yaml")
    try example.folder.put(
      yaml.replacingOccurrences(of: "data:\n", with: "data:\n  train_until: 2022-08-08\n"),
      "data.yaml")
    let run = try recover(example, ["--replications", "6"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("32 rows are fitted, 8 later ones held out"))
    #expect(try recover(example, ["--output", example.data]).status == 1)
    #expect(try example.folder.text("data.csv").hasPrefix("date"))
  }
}
