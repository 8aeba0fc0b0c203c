internal import MediaMix

/// A number in CSV: with as many digits as bring the same number back, nothing where there is none.
enum CSVNumber {
  /// The cell of a number; empty if it is nil or not finite.
  static func text(_ number: Double?) -> String {
    guard let number, number.isFinite else { return "" }
    // Zero has no sign here: a trend of 0 times a negative coefficient is nothing.
    return number == 0 ? "0.0" : "\(number)"
  }

  /// Mean, median, 5 % and 95 % quantile; empty cells where there is no distribution.
  static func cells(_ summary: DistributionSummary?) -> [String] {
    [summary?.mean, summary?.median, summary?.q5, summary?.q95].map(text)
  }

  /// The names of the cells of quantiles.
  static let quantileHeader = ["q5", "q25", "median", "q75", "q95"]

  /// The 5 %, 25 %, 50 %, 75 % and 95 % quantile.
  static func cells(_ quantiles: Quantiles) -> [String] {
    [quantiles.q5, quantiles.q25, quantiles.median, quantiles.q75, quantiles.q95].map(text)
  }
}
