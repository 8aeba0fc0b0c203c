/// The low-rank form (Seyboldt and others 2024, section 3.3): the geometric mean in the subspace that
/// the leading directions of positions and of gradients span, for dimensions whose square is too many
/// numbers.
extension FisherMetric {
  /// The most leading directions of positions, and of gradients. Directions beyond those are stretched
  /// or shrunk by little, or hidden in noise.
  private static let mostDirections = 100
  /// Steps of Lanczos' method for each of them.
  private static let stepsPerDirection = 2
  /// Directions whose variance is between 1/2 and 2 are left as they are.
  static let negligible = 0.5...2.0

  /// What is left of the geometric mean of a sample in the scaled space: the scales, and the directions
  /// that it stretches or shrinks by more than what is negligible. Nil where the matrices overflow.
  static func directions(of sample: WarmupSample, scales: [Double]) -> DirectionalScaling? {
    let n = sample.dimension
    guard
      let ofPositions = leadingDirections(of: RowMatrix(sample.positions, dimension: n)),
      let ofGradients = leadingDirections(of: RowMatrix(sample.gradients, dimension: n))
    else { return nil }
    let subspace = orthonormalized([ofPositions, ofGradients], dimension: n)
    let rank = subspace.count
    guard
      let mean = geometricMean(
        of: sample.projected(onto: subspace), scales: Array(repeating: 1, count: rank)),
      let eigen = SymmetricEigen(mean, dimension: rank)
    else { return nil }
    let kept = (0..<rank).filter { !negligible.contains(eigen.values[$0]) }
    var directions = RowMatrix(dimension: n)
    for index in kept {
      directions.append(
        subspace.combination(eigen.vectors[index * rank..<(index + 1) * rank]))
    }
    return DirectionalScaling(
      scales: scales, directions: directions, variances: kept.map { eigen.values[$0] })
  }

  /// The directions in which centred rows vary most; nil where they overflow.
  private static func leadingDirections(of rows: RowMatrix) -> RowMatrix? {
    // Centred rows span one dimension less than there are.
    let wanted = min(mostDirections, rows.dimension, rows.count - 1)
    var space = KrylovSpace(dimension: rows.dimension)
    var products = [Double](repeating: 0, count: rows.count)
    space.grow(by: min(rows.dimension, wanted * stepsPerDirection)) { x, y in
      var target = products.mutableSpan
      rows.multiply(x, into: &target)
      for i in 0..<y.count { y[i] = 0 }
      rows.addRows(products.span, to: &y)
    }
    guard let pairs = space.pairs() else { return nil }
    return space.vectors(of: pairs, at: (0..<space.count).suffix(wanted))
  }

  /// The Gram–Schmidt process, done twice, without what depends on the rows before.
  private static func orthonormalized(_ sets: [RowMatrix], dimension n: Int) -> RowMatrix {
    var basis = RowMatrix(dimension: n)
    for set in sets {
      for first in stride(from: 0, to: set.elements.count, by: n) {
        var row = Array(set.elements[first..<first + n])
        for _ in 0..<2 { basis.removeSpan(from: &row) }
        let length = Reductions.sumOfSquares(row.span).squareRoot()
        // Of a unit vector; where less is left, it is noise.
        if length > 1e-3 { basis.append(row.map { $0 / length }) }
      }
    }
    return basis
  }
}
