/// The linear map A from whitened to sampling coordinates: the metric's square root.
///
/// With momenta p ~ N(0, I) and velocity A·p, the inverse mass matrix is A·Aᵀ, an estimate of the
/// posterior's covariance.
package enum Metric: Sendable {
  /// A lower Cholesky factor of a covariance matrix.
  case dense(LowerTriangular)
  /// Standard deviations.
  case diagonal([Double])
  /// The product of maps that know a few directions, the one applied last first: a shape, and how
  /// draws differ from it.
  case directional([DirectionalScaling])

  /// Beyond so many dimensions a full matrix costs more than it gains.
  package static let mostDenseDimensions = 250

  /// The identity in `dimension` dimensions.
  package static func identity(_ dimension: Int) -> Metric {
    .diagonal(Array(repeating: 1, count: dimension))
  }

  /// The logarithm of A's determinant.
  package var logDeterminant: Double {
    switch self {
    case .dense(let factor): factor.diagonal.reduce(0) { $0 + VectorMath.log($1) }
    case .diagonal(let deviations): deviations.reduce(0) { $0 + VectorMath.log($1) }
    case .directional(let maps): maps.reduce(0) { $0 + $1.logDeterminant }
    }
  }

  /// A·x into `result`, `[dimension]`, where x is the part `row` of `x`.
  package func multiply(_ x: [Double], row: Range<Int>, into result: inout [Double]) {
    let x = x.span.extracting(row)
    var result = result.mutableSpan
    switch self {
    case .dense(let factor): factor.multiply(x, into: &result)
    case .diagonal(let deviations): Self.scale(x, by: deviations, into: &result)
    case .directional(let maps):
      Self.copy(x, into: &result)
      for map in maps.reversed() { map.multiply(&result) }
    }
  }

  /// Aᵀ·x into `result`, `[dimension]`, where x is the part `row` of `x`.
  package func multiplyTransposed(_ x: [Double], row: Range<Int>, into result: inout [Double]) {
    let x = x.span.extracting(row)
    var result = result.mutableSpan
    switch self {
    case .dense(let factor): factor.multiplyTransposed(x, into: &result)
    case .diagonal(let deviations): Self.scale(x, by: deviations, into: &result)
    case .directional(let maps):
      Self.copy(x, into: &result)
      for map in maps { map.multiplyTransposed(&result) }
    }
  }

  /// A⁻¹·x into `result`, `[dimension]`, where x is the part `row` of `x`.
  package func solve(_ x: [Double], row: Range<Int>, into result: inout [Double]) {
    let x = x.span.extracting(row)
    var result = result.mutableSpan
    switch self {
    case .dense(let factor): factor.solve(x, into: &result)
    case .diagonal(let deviations):
      for i in deviations.indices { result[i] = x[i] / deviations[i] }
    case .directional(let maps):
      Self.copy(x, into: &result)
      for map in maps { map.solve(&result) }
    }
  }

  private static func scale(
    _ x: Span<Double>, by factors: [Double], into result: inout MutableSpan<Double>
  ) {
    for i in factors.indices { result[i] = factors[i] * x[i] }
  }

  private static func copy(_ x: Span<Double>, into result: inout MutableSpan<Double>) {
    for i in 0..<x.count { result[i] = x[i] }
  }
}
