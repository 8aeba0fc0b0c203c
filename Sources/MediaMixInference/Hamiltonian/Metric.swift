/// The linear map A from whitened to sampling coordinates: the metric's square root.
///
/// With momenta p ~ N(0, I) and velocity A·p, the inverse mass matrix is A·Aᵀ, an estimate of the
/// posterior's covariance.
package enum Metric: Sendable {
  /// A lower Cholesky factor of a covariance matrix.
  case dense(LowerTriangular)
  /// Standard deviations.
  case diagonal([Double])

  /// The identity in `dimension` dimensions.
  package static func identity(_ dimension: Int) -> Metric {
    .diagonal(Array(repeating: 1, count: dimension))
  }

  /// A·x into `result`, `[dimension]`, where x is the part `row` of `x`.
  package func multiply(_ x: [Double], row: Range<Int>, into result: inout [Double]) {
    let x = x.span.extracting(row)
    var result = result.mutableSpan
    switch self {
    case .dense(let factor): factor.multiply(x, into: &result)
    case .diagonal(let deviations): Self.scale(x, by: deviations, into: &result)
    }
  }

  /// Aᵀ·x into `result`, `[dimension]`, where x is the part `row` of `x`.
  package func multiplyTransposed(_ x: [Double], row: Range<Int>, into result: inout [Double]) {
    let x = x.span.extracting(row)
    var result = result.mutableSpan
    switch self {
    case .dense(let factor): factor.multiplyTransposed(x, into: &result)
    case .diagonal(let deviations): Self.scale(x, by: deviations, into: &result)
    }
  }

  private static func scale(
    _ x: Span<Double>, by factors: [Double], into result: inout MutableSpan<Double>
  ) {
    for i in factors.indices { result[i] = factors[i] * x[i] }
  }
}
