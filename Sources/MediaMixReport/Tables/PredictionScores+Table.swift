public import MediaMix

extension Prediction {
  /// How well the prediction agrees with the KPI that came, for a terminal; of geo data first in all,
  /// then in each geo. Empty where the KPI is not known.
  ///
  /// - Parameter seed: of the noise of single periods.
  public func scoresText(seed: UInt64 = 1) -> String { scoresTable(seed: seed)?.text ?? "" }

  /// The same as a table; nil where the KPI is not known.
  func scoresTable(seed: UInt64 = 1) -> TextTable? {
    guard observed != nil else { return nil }
    let kpi = withNoise(seed: seed)
    return scores(of: kpi).map { scoresTable($0, geos: geoScores(of: kpi)) }
  }

  /// The table of scores that are at hand, those of all and those of each geo.
  func scoresTable(_ scores: PredictionScores, geos geoScores: [PredictionScores]) -> TextTable {
    var table = TextTable.scores(geos.isEmpty ? "periods" : "geo")
    table.add([geos.isEmpty ? "\(scores.periodCount)" : "all"] + scores.cells)
    for (name, scores) in zip(geos, geoScores) {
      table.add(["  \(name)"] + scores.cells)
    }
    return table
  }
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
    let percentages = [meanAbsolutePercentageError, medianAbsolutePercentageError]
    let errors = [meanAbsoluteError, continuousRankedProbabilityScore]
    return percentages.map { $0.map(NumberFormat.percent) ?? "–" }
      + errors.map { NumberFormat.significant($0) }
      + [rSquared.map { NumberFormat.fixed($0, decimals: 3) } ?? "–"]
      + [coverage50, coverage90].map(NumberFormat.percent)
  }
}
