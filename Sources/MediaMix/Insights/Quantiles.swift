internal import MediaMixInference

/// A quantity's distribution in five quantiles, which exist however heavy its tails are.
public struct Quantiles: Sendable, Hashable {
  /// The 5 % quantile.
  public let q5: Double
  /// The 25 % quantile.
  public let q25: Double
  /// The median.
  public let median: Double
  /// The 75 % quantile.
  public let q75: Double
  /// The 95 % quantile.
  public let q95: Double

  /// Quantiles that are known already, in ascending order; any may be NaN.
  public init(q5: Double, q25: Double, median: Double, q75: Double, q95: Double) {
    self.q5 = q5
    self.q25 = q25
    self.median = median
    self.q75 = q75
    self.q95 = q95
  }

  /// The quantiles of draws. Draws that are NaN are left out; of none, all quantiles are NaN.
  public init(_ draws: some Sequence<Double>) {
    // One copy of the draws, which may be many.
    var numbers = Array(draws)
    numbers.removeAll(where: \.isNaN)
    self.init(disordering: &numbers)
  }

  /// The quantiles of draws, none of them NaN, whose order is lost.
  init(disordering draws: inout [Double]) {
    SelectedQuantiles.place(Self.probabilities, in: &draws)
    self.init(placed: SortedSample(ascending: draws))
  }

  /// The quantiles of a sample whose numbers are in their places, or those that they are made of.
  init(placed sample: SortedSample) {
    q5 = sample.quantile(0.05)
    q25 = sample.quantile(0.25)
    median = sample.median
    q75 = sample.quantile(0.75)
    q95 = sample.quantile(0.95)
  }

  private static let probabilities = [0.05, 0.25, 0.5, 0.75, 0.95]
}
