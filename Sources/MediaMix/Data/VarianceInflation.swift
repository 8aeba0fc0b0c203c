internal import MediaMixInference

/// Variance inflation factors: 1/(1 − R²), where R² is the share of a series' variance that a linear
/// regression on all the others and a constant explains.
///
/// Each series is projected off the space that the others span by Gram and Schmidt's process, done
/// twice, which keeps what is left accurate however little it is, where the inverse of the correlation
/// matrix would lose as many digits as the factor has.
enum VarianceInflation {
  /// The factor of each series, ≥ 1: infinite for one that the others reproduce, nil for one that never
  /// changes, which is left out of the regressions of the others too.
  static func factors(of series: [StandardizedSeries]) -> [Double?] {
    series.indices.map { index in
      guard let direction = series[index].direction else { return nil }
      let others = series.indices.filter { $0 != index }.compactMap { series[$0].direction }
      let rest = direction.projected(off: orthonormalBasis(of: others))
      let unexplained = Reductions.sumOfSquares(rest.span)
      return unexplained > collinear * collinear ? max(1, 1 / unexplained) : .infinity
    }
  }

  /// Vectors of length 1, at right angles to one another, that span what `vectors` of length 1 span.
  private static func orthonormalBasis(of vectors: [[Double]]) -> [[Double]] {
    vectors.reduce(into: []) { basis, vector in
      let rest = vector.projected(off: basis)
      let length = Reductions.sumOfSquares(rest.span).squareRoot()
      if length > collinear { basis.append(rest.map { $0 / length }) }
    }
  }

  /// A series of which less than this part of its standard deviation is left by the others is taken
  /// for what they add up to: decimal numbers, added up and divided by their means, differ from it by
  /// no more.
  static let collinear = 1e-9
}

extension [Double] {
  /// What is left of the vector when its shadows on the vectors of an orthonormal basis are taken away.
  func projected(off basis: [[Double]]) -> [Double] {
    var rest = self
    for _ in 0..<2 {
      for direction in basis {
        let shadow = Reductions.dot(direction.span, rest.span)
        var span = rest.mutableSpan
        Reductions.axpy(-shadow, direction.span, into: &span)
      }
    }
    return rest
  }
}
