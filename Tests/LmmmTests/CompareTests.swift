import Foundation
import Testing

@Suite("compare, backtest and held-out rows")
struct CompareTests {
  /// Data and configuration whose last eight weeks are held out.
  private func example() throws -> Example {
    let example = try Example()
    let yaml = try example.folder.text("data.yaml")
    try example.folder.put(
      yaml.replacingOccurrences(of: "data:\n", with: "data:\n  train_until: 2022-08-08\n"),
      "data.yaml")
    return example
  }

  private func backtest(_ example: Example, _ more: [String]) throws -> FinishedRun {
    try Tool.run(
      ["backtest", example.data, "--config", example.configuration] + Example.quick + more)
  }

  private func compare(_ example: Example, _ more: [String]) throws -> FinishedRun {
    try Tool.run(
      ["compare", example.data, "--config", example.configuration] + Example.quick + more)
  }

  @Test("fit scores the held-out rows beside the naive forecast")
  func fit() throws {
    let example = try example()
    let run = try Tool.run(example.fitArguments())
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("held-out period"))
    #expect(run.output.contains("this model"))
    #expect(run.output.contains("as the last one"))
    let plain = try Tool.run(try Example().fitArguments())
    #expect(!plain.output.contains("held-out"))
  }

  @Test("compare: leave-one-out, held-out rows and returns of all three transforms")
  func comparison() throws {
    let example = try example()
    let (picture, table) = (example.folder["models.svg"], example.folder["models.csv"])
    let run = try compare(
      example, ["--future-periods", "2", "--plot", picture, "--plot-data", table])
    #expect(run.status == 0, "\(run.errors)")
    #expect(try example.folder.text("models.svg").hasPrefix("<svg"))
    let quantities = try example.folder.text("models.csv").split(separator: "\n").dropFirst().map {
      String($0.prefix { $0 != "," })
    }
    #expect(Set(quantities).isSuperset(of: ["elpd_difference", "weight", "roi", "stacked_roi"]))
    for part in [
      "leave one out", "leave future out", "held-out period", "return", "stacked", "adstock",
      "hill_adstock", "carryover", "Stacked: mixed by the weights of leave-one-out",
    ] {
      #expect(run.output.contains(part), "\(part) in \(run.output)")
    }
    #expect(run.errors.contains("Predicting the last 2 periods by carryover"))
  }

  @Test("compare --json: keys, weights that add up, one list of rows above the limit of k")
  func comparisonDocument() throws {
    let example = try example()
    let run = try compare(example, ["--json", "--future-periods", "0"])
    #expect(run.status == 0, "\(run.errors)")
    let document = try json(run.output)
    #expect(Set(document.keys) == ["models", "channels"])
    let models = try #require(document["models"] as? [[String: Any]])
    #expect(
      models.compactMap { $0["name"] as? String } == ["adstock", "hill_adstock", "carryover"])
    var weight = 0.0
    for model in models {
      #expect(
        Set(model.keys) == ["name", "loo", "holdout", "weight", "r_hat", "divergences"])
      weight += try #require(model["weight"] as? NSNumber).doubleValue
      let loo = try #require(model["loo"] as? [String: Any])
      #expect(
        Set(loo.keys) == [
          "elpd", "se", "p_loo", "difference", "difference_se", "k_limit", "k_max", "unreliable",
        ])
      for observation in try #require(loo["unreliable"] as? [[String: Any]]) {
        #expect(Set(observation.keys) == ["date", "k"])
      }
      let holdout = try #require(model["holdout"] as? [String: Any])
      #expect(
        Set(holdout.keys) == [
          "first", "last", "periods", "model", "naive", "naive_forecast", "skill",
        ])
      #expect(
        Set(try #require(holdout["model"] as? [String: Any]).keys) == [
          "mae", "mape", "median_ape", "r_squared", "crps", "coverage_50", "coverage_90",
        ])
    }
    #expect(abs(weight - 1) < 1e-12)
    let channels = try #require(document["channels"] as? [[String: Any]])
    #expect(channels.count == 2)
    for channel in channels {
      #expect(
        Set(channel.keys) == [
          "name", "roi", "stacked_roi", "ranks", "contradictory", "ranks_differ",
        ])
      let roi = try #require(channel["roi"] as? [String: [String: Any]])
      #expect(Set(roi.keys) == ["adstock", "hill_adstock", "carryover"])
      #expect(Set(try #require(roi["adstock"]).keys) == ["mean", "median", "q5", "q95"])
    }
  }

  @Test("compare --json: leave-future-out has weights of its own")
  func futureWeights() throws {
    // One model may have all the weight either way.
    var apart = 0.0
    for seed in 5...8 where apart <= 1e-3 { apart = try weightsApart(seed: seed) }
    #expect(apart > 1e-3, "the weights of leave-one-out")
  }

  /// How far the weights by leave-future-out and by leave-one-out are apart.
  private func weightsApart(seed: Int) throws -> Double {
    let run = try compare(
      try Example(), ["--json", "--future-periods", "16", "--draws", "20", "--seed", "\(seed)"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("the weights and stacked returns are from it; go by leave-future"))
    let models = try #require(try json(run.output)["models"] as? [[String: Any]])
    var (weight, apart) = (0.0, 0.0)
    for model in models {
      let future = try #require(model["lfo"] as? [String: Any])
      #expect(
        Set(future.keys) == [
          "elpd", "se", "difference", "difference_se", "weight", "periods", "fits",
        ])
      let own = try #require(future["weight"] as? NSNumber).doubleValue
      let other = try #require(model["weight"] as? NSNumber).doubleValue
      weight += own
      apart = max(apart, abs(own - other))
    }
    #expect(models.count == 3)
    #expect(abs(weight - 1) < 1e-12)
    return apart
  }

  @Test(
    "compare: one draw cannot tell whether leave-one-out is reliable, and is told to be too few")
  func oneDraw() throws {
    let few = ["--future-periods", "0", "--chains", "1", "--draws", "1"]
    let run = try compare(try Example(), few)
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.errors.contains("Warning: adstock: 1 draw cannot tell whether leave-one-out is reliable"))
    #expect(!run.errors.contains("Pareto k"))
    #expect(!(run.output + run.errors).contains("inf"), "\(run.output)\(run.errors)")
    let document = try json(try compare(try Example(), few + ["--json"]).output)
    let model = try #require((document["models"] as? [[String: Any]])?.first)
    let limit = try #require(model["loo"] as? [String: Any])["k_limit"] as? NSNumber
    #expect(limit == 0)
  }

  @Test("compare: priors of parameters that a transform does not have are left out and told")
  func droppedPriors() throws {
    let example = try example()
    let yaml = try example.folder.text("data.yaml")
    try example.folder.put(
      yaml.replacingOccurrences(
        of: "scaling: mean", with: "scaling: mean\n  priors: {ad_effect_retention_rate: [2, 2]}"),
      "data.yaml")
    let run = try compare(example, ["--future-periods", "0"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("Note: adstock has no ad_effect_retention_rate"))
    #expect(!run.errors.contains("Note: carryover has no"))
  }

  @Test("backtest: a table, CSV and JSON of the same windows, the same on one thread")
  func backtest() throws {
    let example = try Example()
    let path = example.folder["windows.csv"]
    let (picture, table) = (example.folder["windows.svg"], example.folder["picture.csv"])
    let run = try backtest(
      example,
      ["--windows", "3", "--output", path, "--plot", picture, "--plot-data", table])
    #expect(run.status == 0, "\(run.errors)")
    #expect(try example.folder.text("windows.svg").hasPrefix("<svg"))
    #expect(try example.folder.text("picture.csv").contains("\nobserved,"))
    for part in ["predicted from", "mean over windows", "return on investment over windows"] {
      #expect(run.output.contains(part), "\(run.output)")
    }
    let rows = try example.folder.text("windows.csv").split(separator: "\n")
    #expect(rows.count == 4)
    #expect(rows[0].hasPrefix("first,training_periods,periods,mae,mape,"))
    #expect(rows[0].hasSuffix("roi_media_1_median,roi_media_1_q5,roi_media_1_q95"))
    #expect(
      rows.allSatisfy {
        $0.split(separator: ",", omittingEmptySubsequences: false).count
          == rows[0].split(separator: ",").count
      })
    let alone = try backtest(example, ["--windows", "3", "--threads", "1", "--json"])
    let document = try json(alone.output)
    #expect(
      Set(document.keys) == ["windows", "skipped", "model", "naive", "skill", "channels"])
    #expect(alone.output == (try backtest(example, ["--windows", "3", "--json"])).output)
    let windows = try #require(document["windows"] as? [[String: Any]])
    #expect(windows.compactMap { $0["training_periods"] as? Int } == [28, 32, 36])
    #expect(alone.errors.contains("Note: 3 windows had no more than a year"))
    #expect(alone.errors.contains("3 of 3 windows"))
  }

  @Test("backtest leaves rows after train_until alone")
  func backtestHoldout() throws {
    let example = try example()
    let run = try backtest(example, ["--windows", "2", "--json"])
    let windows = try #require(try json(run.output)["windows"] as? [[String: Any]])
    let last = try #require(windows.last?["scores"] as? [String: Any])
    #expect(last["last"] as? String == "2022-08-08")
  }

  @Test(
    "Plans that are impossible: 65 with what is possible, or 64",
    arguments: [
      (["--windows", "100"], 65, "at most 17 are possible"),
      (["--windows", "3", "--step", "12"], 65, "at most 2 are possible"),
      (["--horizon", "38"], 65, "too few for a backtest"),
      (["--windows", "9223372036854775807"], 65, "at most 17 are possible"),
      (["--windows", "0"], 64, "windows must be at least 1"),
      (["--horizon", "0"], 64, "horizon must be at least 1"),
      (["--step=-1"], 64, "step must be at least 1"),
      (["--minimum", "2"], 64, "minimum must be at least 3"),
    ])
  func plans(options: [String], status: Int32, message: String) throws {
    let example = try Example()
    let run = try backtest(example, options)
    #expect(run.status == status)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
    if status == 65 { #expect(run.errors.hasPrefix("Error: \(example.data): "), "\(run.errors)") }
  }

  @Test("More future periods than there are: 65 before anything is fitted; below 0: 64")
  func futurePeriods() throws {
    let example = try Example()
    let run = try compare(example, ["--future-periods", "38"])
    #expect(run.status == 65)
    #expect(run.errors.contains("future-periods must be at most 37"), "\(run.errors)")
    #expect(!run.errors.contains("Fitting"))
    #expect(try compare(example, ["--future-periods", "-1"]).status == 64)
  }

  @Test("A table of windows must not replace what is read: 1")
  func output() throws {
    let example = try Example()
    let run = try backtest(example, ["--output", example.data])
    #expect(run.status == 1)
    #expect(try example.folder.text("data.csv").hasPrefix("date"))
  }
}
