internal import MediaMixInference

/// A series less its mean and scaled to length 1: the correlation of two is their dot product.
package struct StandardizedSeries {
  /// The mean of the series; 0 of an empty one.
  package let mean: Double
  /// The standard deviation of the series, with n in the denominator.
  package let deviation: Double
  /// Its square, 0 where that is too small for a number.
  package var variance: Double { deviation * deviation }
  /// `[time]`; nil for a series that never changes by more than rounding.
  package let direction: [Double]?

  /// - Parameter values: finite numbers, `[time]`.
  package init(_ values: [Double]) {
    let largest = values.reduce(0) { max($0, $1.magnitude) }
    guard largest > 0, values.contains(where: { $0 != values[0] }) else {
      (mean, deviation, direction) = (values.first ?? 0, 0, nil)
      return
    }
    // Divided before they are added up: neither sums nor squares can overflow or vanish.
    let count = Double(values.count)
    let scaled = values.map { $0 / largest }
    let center = Reductions.sum(scaled.span) / count
    let centred = scaled.map { $0 - center }
    let spread = centred.reduce(0) { max($0, $1.magnitude) }
    let units = centred.map { $0 / spread }
    let squares = Reductions.sumOfSquares(units.span)
    mean = largest * center
    deviation = largest * spread * (squares / count).squareRoot()
    let length = squares.squareRoot()
    direction = spread > count * .ulpOfOne ? units.map { $0 / length } : nil
  }

  /// Pearson's correlation with another series of as many periods; nil where one of both never
  /// changes.
  package func correlation(with other: StandardizedSeries) -> Double? {
    guard let direction, let otherDirection = other.direction else { return nil }
    return min(1, max(-1, Reductions.dot(direction.span, otherDirection.span)))
  }
}
