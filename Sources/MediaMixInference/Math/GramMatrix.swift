/// Weighted sums of outer products: covariances, and matrices put together from eigenvectors.
package enum GramMatrix {
  /// Σ wᵣ xᵣ xᵣᵀ over rows r: `[n, n]`, row-major, both triangles.
  ///
  /// - Parameters:
  ///   - rows: `[m, n]`: the xᵣ.
  ///   - weights: `[m]`: the wᵣ, of any sign.
  ///   - n: the dimension, ≥ 0.
  package static func sum(rows: [Double], weights: [Double], dimension n: Int) -> [Double] {
    let m = weights.count
    precondition(
      n >= 0 && rows.count == m * n,
      "Gram matrix: \(rows.count) elements for \(m) rows of \(n)")
    var matrix = [Double](repeating: 0, count: n * n)
    // Column by column, so that a sum over rows runs along memory.
    var columns = [Double](repeating: 0, count: n * m)
    var weighted = [Double](repeating: 0, count: m)
    for r in 0..<m { for i in 0..<n { columns[i * m + r] = rows[r * n + i] } }
    for i in 0..<n {
      for r in 0..<m { weighted[r] = weights[r] * columns[i * m + r] }
      for j in 0...i {
        let column = columns.span.extracting(j * m..<(j + 1) * m)
        let sum = Reductions.dot(weighted.span, column)
        matrix[i * n + j] = sum
        matrix[j * n + i] = sum
      }
    }
    return matrix
  }
}
