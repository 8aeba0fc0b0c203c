public import MediaMix

extension Chart {
  /// What each window of a backtest foretold, beside what came; its errors beside those of the naive
  /// forecast; and how returns moved from window to window.
  ///
  /// - Parameters:
  ///   - backtest: the windows.
  ///   - target: the KPI's name.
  public static func backtest(_ backtest: Backtest, target: String) -> Chart {
    let windows = NumberFormat.counted(backtest.windows.count, "window")
    let skill = backtest.skill
    let judgement =
      skill.isNaN
      ? "The naive forecast has no error."
      : "By CRPS, \(NumberFormat.percent(skill.magnitude)) "
        + "\(skill < 0 ? "worse" : "better") than the naive forecast."
    let inside = backtest.coverageWords
    return Chart(
      kind: "backtest", title: "How the model would have foretold \(target)",
      subtitle: "\(windows), each fitted to all periods before it. Bands are of the KPI, noise of "
        + "single periods included.",
      description: ["\(windows) of forecasts of \(target).", judgement, inside]
        + backtest.returnStabilities.prefix(30).map(\.words),
      legend: Legend([
        .init(.observed, text: "observed \(target)"), .init(.median, text: "median forecast"),
        .init(.outerBand, .innerBand, text: "25–75 %"), .init(.outerBand, text: "5–95 %"),
        .init(.origin, text: "window"), .init(.reference, text: "naive forecast"),
      ]),
      blocks: [
        forecasts(backtest, target: target), absoluteErrors(backtest, target: target),
        percentageErrors(backtest), returns(backtest, target: target),
      ],
      notes: [judgement, inside]
    ) {
      table(of: backtest)
    }
  }

  private static func forecasts(_ backtest: Backtest, target: String) -> PlotGrid {
    // As much of what came before as there is of forecasts.
    let told = backtest.windows.flatMap(\.forecast).sorted { $0.date < $1.date }
    let begin = backtest.dates.firstIndex(of: told[0].date) ?? 0
    let start = max(0, begin - (backtest.dates.count - begin))
    let days = backtest.dates[start...].map { Double($0.daysSinceEpoch) }
    let bands = backtest.windows.flatMap { window in
      Plot.Layer.distribution(
        x: window.forecast.map { Double($0.date.daysSinceEpoch) },
        window.forecast.map(\.quantiles))
    }
    let hovers = told.map { period in
      let observed = period.observed.map { "observed \(HumanNumber.plain.text($0)), " } ?? ""
      return (
        x: Double(period.date.daysSinceEpoch),
        text: "\(period.date): \(observed)forecast \(period.quantiles.text(.plain))"
      )
    }
    return PlotGrid(
      [
        Plot(
          layers: bands + [.observed(x: days, Array(backtest.observed[start...]))],
          guides: backtest.origins.map { .init(.vertical, at: $0, .origin) }, hovers: hovers)
      ],
      horizontal: .time, vertical: .init(.number(.plain, .linear), title: target))
  }

  private static func absoluteErrors(_ backtest: Backtest, target: String) -> PlotGrid {
    errors(
      backtest, format: .plain, title: "in units of \(target)",
      [
        ("CRPS", \.continuousRankedProbabilityScore), ("mean absolute error", \.meanAbsoluteError),
      ])
  }

  private static func percentageErrors(_ backtest: Backtest) -> PlotGrid {
    errors(
      backtest, format: .percent, title: "",
      [
        ("MAPE", \.meanAbsolutePercentageError), ("median APE", \.medianAbsolutePercentageError),
      ])
  }

  /// Scores of windows by the day on which each begins, those of the naive forecast beside.
  private static func errors(
    _ backtest: Backtest, format: HumanNumber, title: String,
    _ scores: [(name: String, score: (PredictionScores) -> Double?)]
  ) -> PlotGrid {
    let plots = scores.map { name, score in
      let model = backtest.windows.map { score($0.scores.model) ?? .nan }
      let naive = backtest.windows.map { score($0.scores.naive) ?? .nan }
      let hovers = backtest.windows.indices.map { index in
        "\(backtest.windows[index].scores.first): \(name) \(format.text(model[index])), "
          + "naive forecast \(format.text(naive[index]))"
      }
      return Plot(
        name: name,
        layers: [
          Plot.Layer(x: backtest.origins, .line(values: naive), .reference),
          Plot.Layer(x: backtest.origins, .line(values: model), .median),
        ], hovers: Array(zip(backtest.origins, hovers)).map { (x: $0, text: $1) })
    }
    var arrangement = PlotGrid.Arrangement()
    arrangement.plotHeight = 120
    arrangement.hasOwnVertical = true
    return PlotGrid(
      plots, horizontal: .time, vertical: .init(.number(format, .linear), title: title),
      arrangement: arrangement)
  }

  private static func returns(_ backtest: Backtest, target: String) -> PlotGrid {
    let plots = backtest.returnStabilities.enumerated().map { channel, stability in
      let returns = backtest.windows.map { $0.returns[channel] }
      let hovers = zip(backtest.windows, returns).map { window, summary in
        "\(window.scores.first): ROI of \(stability.name) \(HumanNumber.plain.text(summary.median)), "
          + "5–95 %: \(HumanNumber.plain.text(summary.q5)) to \(HumanNumber.plain.text(summary.q95))"
      }
      return Plot(
        name: stability.name, note: stability.movesApart ? "intervals apart" : "",
        layers: [
          Plot.Layer(
            x: backtest.origins, .band(lower: returns.map(\.q5), upper: returns.map(\.q95)),
            .outerBand, rank: .core),
          Plot.Layer(
            x: backtest.origins, .line(values: returns.map(\.median)), .median),
        ], hovers: Array(zip(backtest.origins, hovers)).map { (x: $0, text: $1) })
    }
    var arrangement = PlotGrid.Arrangement()
    arrangement.plotHeight = 110
    arrangement.most = 24
    arrangement.noun = "channel"
    return PlotGrid(
      plots, horizontal: .time,
      vertical: .init(
        .number(.plain, .linear), title: "ROI by window: \(target) per unit of cost"),
      arrangement: arrangement)
  }

  /// Forecasts of periods, scores of windows, returns of channels.
  private static func table(of backtest: Backtest) -> String {
    let header =
      ["quantity", "window", "date", "channel", "forecast", "value"] + CSVNumber.quantileHeader
    let empty = CSVNumber.quantileHeader.map { _ in "" }
    let observed = zip(backtest.dates, backtest.observed).map {
      ["observed", "", "\($0)", "", "", CSVNumber.text($1)] + empty
    }
    let rows = backtest.windows.flatMap { window in
      let first = "\(window.scores.first)"
      let forecast = window.forecast.map {
        ["kpi", first, "\($0.date)", "", "model", CSVNumber.text($0.mean)]
          + CSVNumber.cells($0.quantiles)
      }
      let scores = [("model", window.scores.model), ("naive", window.scores.naive)].flatMap {
        name, scores in
        [
          ("crps", scores.continuousRankedProbabilityScore), ("mae", scores.meanAbsoluteError),
          ("mape", scores.meanAbsolutePercentageError),
          ("median_ape", scores.medianAbsolutePercentageError), ("coverage_90", scores.coverage90),
        ].map { [$0, first, "", "", name, CSVNumber.text($1)] + empty }
      }
      let returns = zip(backtest.channels, window.returns).map { channel, summary in
        ["roi", first, "", channel, "model", CSVNumber.text(summary.mean)]
          + CSVNumber.cells(Quantiles(summary))
      }
      return forecast + scores + returns
    }
    return ([header] + observed + rows).map(CSVLine.text).joined()
  }
}

extension Look {
  /// Where a window begins.
  fileprivate static let origin = Look(.hairline, .rest)
}

extension Backtest {
  /// The day on which each window begins.
  fileprivate var origins: [Double] {
    windows.map { Double($0.scores.first.daysSinceEpoch) }
  }

  fileprivate var coverageWords: String {
    let periods = windows.flatMap(\.forecast).compactMap { period in
      period.observed.map { $0 >= period.quantiles.q5 && $0 <= period.quantiles.q95 }
    }
    return "\(periods.count { $0 }) of \(NumberFormat.counted(periods.count, "predicted period")) "
      + "came within the 5–95 % band."
  }
}

extension ReturnStability {
  fileprivate var words: String {
    let format = HumanNumber.plain
    return "ROI of \(name): median \(format.text(median)), from \(format.text(lowest)) to "
      + "\(format.text(highest)) over windows\(movesApart ? ", some intervals apart" : "")."
  }
}
