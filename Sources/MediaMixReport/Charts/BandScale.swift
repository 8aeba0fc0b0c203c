/// A map from categories, by their index, to stripes of equal height.
package struct BandScale: Sendable, Hashable {
  package let count: Int
  /// Where the first stripe begins.
  package let start: Double
  /// The height of a stripe.
  package let step: Double

  package init(count: Int, from start: Double, step: Double) {
    self.count = count
    self.start = start
    self.step = step
  }

  /// Where the last stripe ends.
  package var end: Double { start + Double(count) * step }

  /// The middle of a stripe.
  package func middle(of index: Int) -> Double { start + (Double(index) + 0.5) * step }

  /// The edges of a stripe.
  package func stripe(of index: Int) -> (top: Double, bottom: Double) {
    (start + Double(index) * step, start + Double(index + 1) * step)
  }
}
