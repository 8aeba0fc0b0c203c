internal import CMediaMixVector

/// A matrix as rows one after the other, for products with vectors.
///
/// Nothing is allocated, and the bits do not depend on the machine.
package struct RowMatrix: Sendable {
  /// The length of a row, ≥ 1.
  package let dimension: Int
  /// `[count, dimension]`.
  package private(set) var elements: [Double]

  /// The rows in `elements`, whose number is a multiple of `dimension` ≥ 1.
  package init(_ elements: [Double] = [], dimension: Int) {
    precondition(
      dimension >= 1 && elements.count % dimension == 0,
      "\(elements.count) numbers for rows of \(dimension)")
    self.dimension = dimension
    self.elements = elements
  }

  /// The number of rows.
  package var count: Int { elements.count / dimension }

  /// Appends a row, `[dimension]`.
  package mutating func append(_ row: [Double]) {
    precondition(row.count == dimension, "a row of \(row.count) numbers instead of \(dimension)")
    elements += row
  }

  /// Each row's product with `x`, `[dimension]`, into `products`, `[count]`.
  package func multiply(_ x: Span<Double>, into products: inout MutableSpan<Double>) {
    precondition(x.count == dimension && products.count == count, "a product of another shape")
    x.withUnsafeBufferPointer { x in
      products.withUnsafeMutableBufferPointer { products in
        guard let x = x.baseAddress, let products = products.baseAddress else { return }
        mmv_dot_columns(mmv_best_level(), elements, x, count, dimension, products)
      }
    }
  }

  /// Adds each row, times its share of `shares`, `[count]`, to `x`, `[dimension]`.
  package func addRows(_ shares: Span<Double>, to x: inout MutableSpan<Double>) {
    precondition(x.count == dimension && shares.count == count, "a sum of another shape")
    shares.withUnsafeBufferPointer { shares in
      x.withUnsafeMutableBufferPointer { x in
        guard let shares = shares.baseAddress, let x = x.baseAddress else { return }
        mmv_add_columns(mmv_best_level(), x, 0, elements, shares, count, dimension, x)
      }
    }
  }

  /// Σ shares[k]·row k, `[dimension]`.
  package func combination(_ shares: ArraySlice<Double>) -> [Double] {
    var sum = [Double](repeating: 0, count: dimension)
    var target = sum.mutableSpan
    addRows(shares.span, to: &target)
    return sum
  }

  /// Takes off `x`, `[dimension]`, what the rows, which are orthonormal, span.
  package func removeSpan(from x: inout [Double]) {
    var shares = [Double](repeating: 0, count: count)
    var products = shares.mutableSpan
    multiply(x.span, into: &products)
    for k in shares.indices { shares[k] = -shares[k] }
    var target = x.mutableSpan
    addRows(shares.span, to: &target)
  }
}
