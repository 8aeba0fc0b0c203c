internal import MediaMixInference

/// Which of some series are exactly what a constant and others add up to.
///
/// One after another, each series is projected off the space of those before it. One of which nothing
/// is left follows from them, and its coordinates in their basis say from which.
enum LinearTies {
  /// A series that follows from others.
  struct Tie: Hashable {
    /// Its index.
    let series: Int
    /// The indices of those it follows from, ascending and below its own.
    let sources: [Int]
  }

  /// The ties of series of the same length, each with series before it that are not tied themselves.
  ///
  /// None is found once the series before it span everything that so many periods can show: then any
  /// numbers would follow from them. Series that never change take no part.
  static func ties(among series: [StandardizedSeries]) -> [Tie] {
    guard let periods = series.lazy.compactMap(\.direction).first?.count else { return [] }
    var basis: [[Double]] = []
    var members: [(index: Int, direction: [Double])] = []
    var ties: [Tie] = []
    for (index, one) in series.enumerated() {
      guard basis.count < periods - 1 else { break }
      guard let direction = one.direction else { continue }
      let rest = direction.projected(off: basis)
      let length = Reductions.sumOfSquares(rest.span).squareRoot()
      if length > VarianceInflation.collinear {
        basis.append(rest.map { $0 / length })
        members.append((index, direction))
      } else {
        let weights = weights(of: direction, members.map(\.direction), basis)
        let sources = zip(members, weights).filter { $1.magnitude > noWeight }.map(\.0.index)
        ties.append(Tie(series: index, sources: sources))
      }
    }
    return ties
  }

  /// With which weights series add up to `direction`, by back substitution in the basis that was made
  /// of them.
  private static func weights(
    of direction: [Double], _ series: [[Double]], _ basis: [[Double]]
  ) -> [Double] {
    var shadows = basis.map { $0.dot(direction) }
    for last in series.indices.reversed() {
      shadows[last] /= basis[last].dot(series[last])
      for row in 0..<last { shadows[row] -= shadows[last] * basis[row].dot(series[last]) }
    }
    return shadows
  }

  /// Of series of length 1, a weight that is rounding.
  private static let noWeight = 1e-6
}
