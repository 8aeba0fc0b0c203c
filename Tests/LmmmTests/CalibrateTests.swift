import Foundation
import MediaMix
import Testing

@Suite("calibrate")
struct CalibrateTests {
  private static let quick = ["--chains", "2", "--warmup", "60", "--draws", "60"]

  private func calibrate(_ example: Example, _ more: [String]) throws -> FinishedRun {
    try Tool.run(
      ["calibrate", example.data, "--config", example.configuration] + Self.quick + more)
  }

  @Test("A table, JSON, ranks and a picture of the same replications, the same on one thread")
  func calibrate() throws {
    let example = try Example()
    let (ranks, picture, table) = (
      example.folder["ranks.csv"], example.folder["ranks.svg"], example.folder["picture.csv"]
    )
    let run = try calibrate(
      example,
      ["--replications", "10", "--output", ranks, "--plot", picture, "--plot-data", table])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("10 of 10 replications"))
    for part in ["intervals hold", "roi[media_0]", "log_likelihood", "alibrated", "by chance"] {
      #expect(run.output.contains(part), "\(run.output)")
    }
    #expect(try example.folder.text("ranks.svg").hasPrefix("<svg"))
    #expect(try example.folder.text("picture.csv").hasPrefix("quantity,rank,difference,"))

    let alone = try calibrate(example, ["--replications", "10", "--json", "--threads", "1"])
    let document = try json(alone.output)
    #expect(
      Set(document.keys) == [
        "calibrated", "replications", "ranked_draws", "quantities", "failures", "short_of_draws",
        "unconverged", "divergent",
      ])
    #expect(
      alone.output == (try calibrate(example, ["--replications", "10", "--json"])).output)
    #expect(document["replications"] as? Int == 10)
    let quantities = try #require(document["quantities"] as? [[String: Any]])
    #expect(
      quantities.allSatisfy {
        Set($0.keys) == [
          "name", "kind", "coverage_50", "coverage_90", "mean_rank", "p", "p_family_wise",
          "finding",
        ]
      })
    let rows = try example.folder.text("ranks.csv").split(separator: "\n")
    #expect(rows[0] == "replication,quantity,truth,rank,ess,r_hat,divergences")
    #expect(rows.count == 1 + 10 * quantities.count)
  }

  @Test(
    "What is impossible: 64 or 65 with what to do",
    arguments: [
      (["--replications", "9"], 64, "from 10 to 10000"),
      (["--replications", "10", "--draws", "20"], 65, "40 draws together, and 99 are ranked"),
      (["--replications", "10", "--init", "elsewhere"], 64, "elsewhere"),
    ])
  func impossible(options: [String], status: Int32, message: String) throws {
    let run = try calibrate(try Example(), options)
    #expect(run.status == status)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  @Test("Ranks must not replace what is read: 1")
  func output() throws {
    let example = try Example()
    let run = try calibrate(example, ["--output", example.data])
    #expect(run.status == 1)
    #expect(try example.folder.text("data.csv").hasPrefix("date"))
  }
}
