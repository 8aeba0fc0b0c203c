/// Slice sampling of a single number, by stepping out and shrinking (Neal 2003, "Slice sampling", Annals
/// of Statistics 31, figures 3 and 5). It needs no tuning: a width that is wrong costs evaluations, and
/// shorter moves where it is far too small, but never the distribution.
package struct SliceSampler: Sendable {
  /// Where the slice is first looked for: an interval of this width around the present number; about the
  /// standard deviation, > 0.
  private let width: Double
  /// The most widths that an interval is grown to.
  private static let mostSteps = 20

  /// A sampler of a density about as wide as `width`.
  package init(width: Double) {
    precondition(width > 0, "an interval without width")
    self.width = width
  }

  /// The number after `x`: a draw that leaves the density invariant.
  ///
  /// - Parameters:
  ///   - logDensity: up to a constant, finite at `x`; −∞ or NaN where the density is none.
  package func next(
    after x: Double, using random: inout RandomStream, _ logDensity: (Double) -> Double
  ) -> Double {
    let level = logDensity(x) + VectorMath.log(random.uniform())
    var low = x - width * random.uniform()
    var high = low + width
    // Which end may grow how far is drawn beforehand, which keeps the draw reversible.
    var lowSteps = Int(Double(Self.mostSteps) * random.uniform())
    var highSteps = Self.mostSteps - 1 - lowSteps
    while lowSteps > 0, logDensity(low) > level {
      low -= width
      lowSteps -= 1
    }
    while highSteps > 0, logDensity(high) > level {
      high += width
      highSteps -= 1
    }
    while true {
      let candidate = low + (high - low) * random.uniform()
      if logDensity(candidate) > level { return candidate }
      if candidate < x { low = candidate } else { high = candidate }
      // Numbers as near to `x` as rounding allows are `x`.
      guard candidate != x, high > low else { return x }
    }
  }
}
