internal import MediaMix

extension Quantiles {
  /// A number that is known for sure.
  init(exactly value: Double) {
    self.init(q5: value, q25: value, median: value, q75: value, q95: value)
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
