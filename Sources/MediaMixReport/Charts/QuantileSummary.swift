/// A distribution in five numbers, as charts draw it.
///
/// Any may be NaN, which leaves a gap, or infinite, which is drawn up to the edge of its panel.
public struct QuantileSummary: Sendable, Hashable {
  /// The 5 % quantile.
  public let q5: Double
  /// The 25 % quantile.
  public let q25: Double
  /// The 50 % quantile.
  public let median: Double
  /// The 75 % quantile.
  public let q75: Double
  /// The 95 % quantile.
  public let q95: Double

  /// A summary of five numbers in ascending order.
  public init(q5: Double, q25: Double, median: Double, q75: Double, q95: Double) {
    self.q5 = q5
    self.q25 = q25
    self.median = median
    self.q75 = q75
    self.q95 = q95
  }

  /// The middle half, which an axis should show.
  var core: [Double] { [q25, median, q75] }
  /// What an axis shows as far as it leaves room for the rest.
  var tails: [Double] { [q5, q95] }

  /// All five in words.
  func text(_ format: HumanNumber) -> String {
    "median \(format.text(median)), 25–75 %: \(format.text(q25)) to \(format.text(q75)), "
      + "5–95 %: \(format.text(q5)) to \(format.text(q95))"
  }
}
