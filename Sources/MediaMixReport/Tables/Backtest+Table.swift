public import MediaMix
internal import MediaMixInference

extension Backtest {
  /// The windows, their averages and how returns moved, for a terminal.
  public var text: String {
    windowTable + "\n" + averageTable + "\n" + returnTable + "\n" + summary
  }

  private var windowTable: String {
    var table = TextTable(
      ["predicted from", "periods"] + Self.scoreColumns + Self.naiveColumns + ["r-hat", "div"],
      groups: [
        .init("learnt", columns: 1), .init("this model", columns: Self.scoreColumns.count),
        .init("naive forecast", columns: Self.naiveColumns.count), .init("sampling", columns: 2),
      ])
    for window in windows {
      let (model, naive) = (window.scores.model, window.scores.naive)
      table.add([
        "\(window.scores.first)", "\(window.trainingCount)",
        NumberFormat.percent(model.meanAbsolutePercentageError ?? .nan),
        NumberFormat.percent(model.medianAbsolutePercentageError ?? .nan),
        NumberFormat.significant(model.continuousRankedProbabilityScore),
        NumberFormat.percent(model.coverage50), NumberFormat.percent(model.coverage90),
        NumberFormat.percent(naive.meanAbsolutePercentageError ?? .nan),
        NumberFormat.significant(naive.continuousRankedProbabilityScore),
        NumberFormat.fixed(window.largestRHat, decimals: 3), "\(window.divergenceCount)",
      ])
    }
    return table.text
  }

  private var averageTable: String {
    var table = TextTable([
      "mean over windows", "MAPE", "median APE", "MAE", "CRPS", "in 50 %", "in 90 %",
    ])
    for (name, forecast) in [
      ("this model", \HoldoutScores.model), ("naive forecast", \HoldoutScores.naive),
    ] {
      func mean(_ score: (PredictionScores) -> Double?) -> Double {
        average(score, of: forecast) ?? .nan
      }
      table.add([
        name, NumberFormat.percent(mean(\.meanAbsolutePercentageError)),
        NumberFormat.percent(mean(\.medianAbsolutePercentageError)),
        NumberFormat.significant(mean(\.meanAbsoluteError)),
        NumberFormat.significant(mean(\.continuousRankedProbabilityScore)),
        NumberFormat.percent(mean(\.coverage50)), NumberFormat.percent(mean(\.coverage90)),
      ])
    }
    return table.text
  }

  private var returnTable: String {
    var table = TextTable(
      ["channel", "median", "lowest", "highest", "sd", "width", "apart"],
      groups: [
        .init("return on investment over windows", columns: 4),
        .init("90 % intervals", columns: 2),
      ])
    for channel in returnStabilities {
      let width = channel.typicalWidth
      table.add(
        [channel.name]
          + NumberFormat.aligned(
            [channel.median, channel.lowest, channel.highest, channel.deviation, width],
            spread: width, digits: 3)
          + [channel.movesApart ? "yes" : "no"])
    }
    return table.text
  }

  /// What it comes to.
  private var summary: String {
    let moving = returnStabilities.filter(\.movesApart).map(\.name)
    let better = NumberFormat.percent(skill.magnitude)
    return
      (skill.isNaN
      ? "The naive forecast has no error.\n"
      : skill >= 0
        ? "By CRPS, \(better) better than the naive forecast.\n"
        : "By CRPS, \(better) worse than the naive forecast.\n")
      + (moving.isEmpty
        ? "Returns of all windows agree within their intervals.\n"
        : "Returns of some windows exclude those of others: \(moving.joined(separator: ", ")).\n")
  }

  /// What is noteworthy about the windows, one to a line; empty where nothing is.
  public var notes: String {
    var notes = skipped.map {
      "the window of \($0.trainingCount) periods, before \($0.first), was left out: \($0.reason)"
    }
    let short = windows.count { !$0.scores.naiveIsSeasonal }
    if short > 0 {
      notes.append(
        "\(NumberFormat.counted(short, "window")) had no more than a year to learn from: the naive "
          + "forecast there is the last KPI, not that of a year ago")
    }
    return notes.map { "Note: \($0)\n" }.joined()
  }

  /// Where sampling cannot be trusted, one to a line; empty where it can.
  public var warnings: String {
    let apart = windows.filter { $0.largestRHat > Self.rHatLimit }
    let diverging = windows.filter { $0.divergenceCount > 0 }
    var warnings: [String] = []
    if !apart.isEmpty {
      warnings.append(
        "r-hat is above \(NumberFormat.fixed(Self.rHatLimit, decimals: 2)) in "
          + "\(NumberFormat.counted(apart.count, "window")): chains disagree there; use more "
          + "warm-up and draws, or stronger priors")
    }
    if !diverging.isEmpty {
      warnings.append(
        "there are divergences in \(NumberFormat.counted(diverging.count, "window")): raise the "
          + "target acceptance")
    }
    return warnings.map { "Warning: \($0)\n" }.joined()
  }

  /// The windows as CSV, one row each: first predicted period, how many were learnt from and predicted,
  /// scores of the model and, beginning with `naive_`, of the naive forecast, r-hat, divergences, and
  /// of each channel `roi_NAME_median`, `roi_NAME_q5` and `roi_NAME_q95`. A score that a window has not
  /// is an empty cell.
  public func csv() -> String {
    let scores = ["mae", "mape", "median_ape", "r_squared", "crps", "coverage_50", "coverage_90"]
    let returns = channels.flatMap { name in
      ["median", "q5", "q95"].map { "roi_\(name)_\($0)" }
    }
    var text = CSVLine.text(
      ["first", "training_periods", "periods"] + scores + scores.map { "naive_\($0)" }
        + ["naive_forecast", "r_hat", "divergences"] + returns)
    for window in windows {
      var cells = [
        "\(window.scores.first)", "\(window.trainingCount)",
        "\(window.scores.model.periodCount)",
      ]
      cells += (window.scores.model.numbers + window.scores.naive.numbers).map(CSVNumber.text)
      cells += [
        window.scores.naiveIsSeasonal ? "last_year" : "last_value",
        CSVNumber.text(window.largestRHat), "\(window.divergenceCount)",
      ]
      cells += window.returns.flatMap { [$0.median, $0.q5, $0.q95] }.map(CSVNumber.text)
      text += CSVLine.text(cells)
    }
    return text
  }

  private static let scoreColumns = ["MAPE", "median APE", "CRPS", "in 50 %", "in 90 %"]
  private static let naiveColumns = ["MAPE", "CRPS"]
  private static let rHatLimit = ConvergenceReport.rHatLimit
}

extension PredictionScores {
  /// The scores as the columns of a table of windows.
  fileprivate var numbers: [Double?] {
    [
      meanAbsoluteError, meanAbsolutePercentageError, medianAbsolutePercentageError, rSquared,
      continuousRankedProbabilityScore, coverage50, coverage90,
    ]
  }
}
