public import MediaMix

extension HoldoutScores {
  /// The scores of the fit beside those of the naive forecast, for a terminal.
  public var text: String {
    var table = TextTable.scores("")
    table.add(["this model"] + model.cells)
    table.add([naiveName] + naive.cells)
    return "\(heading)\n\n\(table.text)"
  }

  /// "12 held-out periods, 2023-10-02 to 2023-12-18".
  var heading: String {
    "\(NumberFormat.counted(model.periodCount, "held-out period")), "
      + (first == last ? "\(first)" : "\(first) to \(last)")
  }

  /// What the naive forecast is.
  var naiveName: String { naiveIsSeasonal ? "as a year ago" : "as the last one" }
}

extension TextTable {
  /// A table with a row of scores for each of several predictions.
  static func scores(_ title: String) -> TextTable {
    TextTable([
      title, "MAPE", "median APE", "MAE", "CRPS", "R²", "in 50 %", "in 90 %",
    ])
  }
}

extension PredictionScores {
  /// The scores in the order of ``TextTable/scores(_:)``.
  var cells: [String] {
    [
      NumberFormat.percent(meanAbsolutePercentageError ?? .nan),
      NumberFormat.percent(medianAbsolutePercentageError ?? .nan),
      NumberFormat.significant(meanAbsoluteError, digits: 3),
      NumberFormat.significant(continuousRankedProbabilityScore, digits: 3),
      NumberFormat.fixed(rSquared ?? .nan, decimals: 2), NumberFormat.percent(coverage50),
      NumberFormat.percent(coverage90),
    ]
  }
}
