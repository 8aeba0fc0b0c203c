internal import MediaMix

extension Quantiles {
  /// A number that is known for sure.
  init(exactly value: Double) {
    self.init(q5: value, q25: value, median: value, q75: value, q95: value)
  }

  /// A distribution of which the quartiles are not known: they are NaN.
  init(_ summary: DistributionSummary) {
    self.init(q5: summary.q5, q25: .nan, median: summary.median, q75: .nan, q95: summary.q95)
  }

  /// Whether the middle half is known.
  var hasQuartiles: Bool { !q25.isNaN && !q75.isNaN }

  /// The middle half, as far as it is known, which an axis should show.
  var core: [Double] { hasQuartiles ? [q25, median, q75] : [median] }
  /// What an axis shows as far as it leaves room for the rest.
  var tails: [Double] { [q5, q95] }

  /// All that are known in words.
  func text(_ format: HumanNumber) -> String {
    let half =
      hasQuartiles ? ", 25–75 %: \(format.text(q25)) to \(format.text(q75))" : ""
    return "median \(format.text(median))\(half), "
      + "5–95 %: \(format.text(q5)) to \(format.text(q95))"
  }
}
