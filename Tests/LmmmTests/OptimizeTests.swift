import Foundation
import MediaMix
import Testing

@Suite("optimize")
struct OptimizeTests {
  private func run(_ arguments: [String]) throws -> FinishedRun {
    try Tool.run(["optimize", try Example.fitted.get().model] + arguments)
  }

  private func plan(_ arguments: [String]) throws -> [String: Any] {
    let run = try run(arguments + ["--json"])
    #expect(run.status == 0, "\(run.errors)")
    return try json(run.output)
  }

  private func number(_ value: Any?) throws -> Double {
    if let integer = value as? Int { return Double(integer) }
    return try #require(value as? Double)
  }

  @Test("JSON has the promised keys, and numbers that belong together")
  func document() throws {
    let arguments = ["--periods", "8", "--lower", "0.3", "--upper", "0.3"]
    let plan = try plan(arguments)
    #expect(
      Set(plan.keys) == [
        "channels", "kpi", "kpi_previous", "budget", "roi", "periods", "converged", "certificate",
      ])
    #expect(try run(arguments + ["--json"]).output.contains("\"converged\" : true"))
    let channels = try #require(plan["channels"] as? [[String: Any]])
    #expect(channels.map { $0["name"] as? String } == ["media_0", "media_1"])
    let keys: Set = [
      "name", "media", "spend", "previous_spend", "lower", "upper", "marginal_return",
    ]
    var total = 0.0
    for channel in channels {
      #expect(Set(channel.keys) == keys)
      let spend = try number(channel["spend"])
      #expect(try spend >= number(channel["lower"]) && spend <= number(channel["upper"]))
      total += spend
    }
    let budget = try number(plan["budget"])
    #expect(abs(total - budget) < 1e-9 * budget)
    #expect(try number(plan["kpi"]) >= number(plan["kpi_previous"]))
  }

  @Test("The table names channels, KPI before and after, and the proof")
  func table() throws {
    let run = try run(["--periods", "8", "--posterior", "--posterior-draws", "10"])
    #expect(run.status == 0, "\(run.errors)")
    for part in [
      "channel ", "media_0 ", "marginal return", "best median", "KPI with the plan ",
      "Chance of a gain ", "Expected regret ", "Optimal: marginal returns agree",
    ] {
      #expect(run.output.contains(part), "\(part)")
    }
    #expect(!run.errors.contains("not proven"))
    // So short a fit has not converged, and whoever uses its results is told.
    #expect(run.errors.contains("Warning: the draws of this model come with"))
  }

  @Test("Limits of all kinds are kept, and the plan is written as a table")
  func limits() throws {
    let folder = try TemporaryFolder()
    let free = try plan(["--periods", "6"])
    let budget = try number(free["budget"])
    let plan = try plan([
      "--periods", "6", "--budget", "\(budget)", "--by", "period", "--period-max", "3",
      "--upper", "0.1,media_1=0.5", "--min", "media_1=1", "--group", "all=media_0:max=70%",
      "--output", folder["plan.csv"],
    ])
    let lines = try folder.text("plan.csv").split(separator: "\n")
    #expect(
      lines[0] == "channel,period,spend,previous_spend,media,lower,upper,marginal_return")
    #expect(lines.count == 13)
    let sum = try lines.dropFirst().reduce(0.0) {
      $0 + (try #require(Double($1.split(separator: ",")[2])))
    }
    #expect(abs(sum - budget) < 1e-9 * budget)
    let groups = try #require(plan["groups"] as? [[String: Any]])
    #expect(try number(groups[0]["spend"]) <= 0.7 * budget * (1 + 1e-9))
    #expect((plan["cells"] as? [Any])?.count == 12)
  }

  @Test("A fixed channel stays, a target is reached")
  func goals() throws {
    let free = try plan(["--lower", "0.5", "--upper", "0.5"])
    let kpi = try number(free["kpi"])
    let least = try plan(["--lower", "0.5", "--upper", "0.5", "--target-kpi", "\(kpi)"])
    #expect(abs(try number(least["kpi"]) - kpi) < 1e-6 * kpi)
    let fixed = try plan(["--fix", "media_0"])
    let channels = try #require(fixed["channels"] as? [[String: Any]])
    #expect(try number(channels[0]["lower"]) == number(channels[0]["spend"]))
    #expect(try number(channels[0]["upper"]) == number(channels[0]["spend"]))
  }

  @Test(
    "What makes no sense names itself and what would",
    arguments: [
      (["--budget", "1", "--target-kpi", "2"], "give one of --budget", 64),
      (["--prices", "media_2=1"], "no channel media_2, only media_0, media_1; did you mean", 64),
      (["--prices", "3"], "--prices needs channels", 64),
      (["--lower", "a=b"], "'--lower <share>'", 64),
      (["--fix", "media_0", "--max", "media_0=3"], "media_0 has other bounds too", 64),
      (["--min", "media_0=1", "--lower", "media_0=0.1"], "media_0 has such a bound already", 64),
      (["--group", "g=media_0"], "'--group <", 64),
      (["--group", "g=media_0+media_0:max=1"], "a list in which no channel is twice", 64),
      (["--period-max", "2"], "--period-max needs --by period", 64),
      (["--periods", "0"], "periods is 0", 64),
      (["--budget=-1"], "budget is -1.0", 64),
      (["--by", "week"], "one of 'channel', 'geo' or 'period'", 64),
      (["--posterior-draws", "0"], "posterior-draws must be at least 1", 64),
      (["--budget", "1"], "the bounds allow budgets from", 65),
      (["--target-kpi", "1e12"], "the best plans bring from", 65),
      (["--target-roi", "1e9"], "within the bounds the most is", 65),
      (["--min", "media_0=10", "--max", "media_0=5"], "leave nothing", 65),
    ] as [([String], String, Int32)])
  func misuse(arguments: [String], message: String, status: Int32) throws {
    let run = try run(arguments)
    #expect(run.status == status, "\(run.errors)")
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
  }
}
