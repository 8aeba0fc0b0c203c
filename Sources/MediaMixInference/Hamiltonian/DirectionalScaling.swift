/// The linear map D·(I + U(Λ^½ − I)Uᵀ): a scale for each coordinate, and a few directions of the scaled
/// space that are stretched or shrunk besides.
///
/// With k directions a product takes 2k·n multiplications instead of the n²/2 of a Cholesky factor.
/// The bits do not depend on the machine.
package struct DirectionalScaling: Sendable {
  /// The diagonal of D, `[dimension]`.
  package let scales: [Double]
  /// The diagonal of Λ, `[k]`: variances along the directions.
  package let variances: [Double]
  /// `[k, dimension]`: the columns of U, orthonormal.
  private let directions: RowMatrix

  /// A map of positive scales and variances.
  ///
  /// - Parameters:
  ///   - scales: `[dimension]`.
  ///   - directions: `[k, dimension]`, orthonormal.
  ///   - variances: `[k]`.
  package init(scales: [Double], directions: RowMatrix, variances: [Double]) {
    precondition(
      directions.count == variances.count && directions.dimension == scales.count,
      "\(variances.count) variances of \(directions.count) directions")
    self.scales = scales
    self.directions = directions
    self.variances = variances
  }

  /// The logarithm of the determinant.
  package var logDeterminant: Double {
    scales.reduce(0) { $0 + VectorMath.log($1) }
      + 0.5 * variances.reduce(0) { $0 + VectorMath.log($1) }
  }

  /// Multiplies `x`, `[dimension]`, by the map.
  package func multiply(_ x: inout MutableSpan<Double>) {
    stretch(&x) { $0.squareRoot() }
    for i in scales.indices { x[i] *= scales[i] }
  }

  /// Multiplies `x`, `[dimension]`, by the transposed map.
  package func multiplyTransposed(_ x: inout MutableSpan<Double>) {
    for i in scales.indices { x[i] *= scales[i] }
    stretch(&x) { $0.squareRoot() }
  }

  /// Multiplies `x`, `[dimension]`, by the inverse of the map.
  package func solve(_ x: inout MutableSpan<Double>) {
    for i in scales.indices { x[i] /= scales[i] }
    stretch(&x) { 1 / $0.squareRoot() }
  }

  /// Stretches `x` by a function of the variance along each direction.
  private func stretch(_ x: inout MutableSpan<Double>, by factor: (Double) -> Double) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: variances.count) { parts in
      parts.initialize(repeating: 0)
      var products = parts.mutableSpan
      directions.multiply(x.span, into: &products)
      for (k, variance) in variances.enumerated() { products[k] *= factor(variance) - 1 }
      directions.addRows(products.span, to: &x)
    }
  }
}
