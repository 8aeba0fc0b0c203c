public import MediaMix

extension Prediction {
  /// How well the prediction agrees with the KPI that came, for a terminal; of geo data first in all,
  /// then in each geo. Empty where the KPI is not known.
  ///
  /// - Parameter seed: of the noise of single periods.
  public func scoresText(seed: UInt64 = 1) -> String {
    guard let scores = scores(seed: seed) else { return "" }
    var table = TextTable([
      geos.isEmpty ? "periods" : "geo", "MAPE", "median APE", "mean error", "CRPS", "R²",
      "in 50 %", "in 90 %",
    ])
    table.add([geos.isEmpty ? "\(scores.periodCount)" : "all"] + Self.cells(scores))
    for (name, scores) in zip(geos, geoScores(seed: seed)) {
      table.add(["  \(name)"] + Self.cells(scores))
    }
    return table.text
  }

  private static func cells(_ scores: PredictionScores) -> [String] {
    let percentages = [scores.meanAbsolutePercentageError, scores.medianAbsolutePercentageError]
    let errors = [scores.meanAbsoluteError, scores.continuousRankedProbabilityScore]
    return percentages.map { $0.map(NumberFormat.percent) ?? "–" }
      + errors.map { NumberFormat.significant($0) }
      + [scores.rSquared.map { NumberFormat.fixed($0, decimals: 3) } ?? "–"]
      + [scores.coverage50, scores.coverage90].map(NumberFormat.percent)
  }
}
