/// A lower triangular matrix A with positive diagonal: the Cholesky factor of Σ = A Aᵀ.
///
/// The products and solves neither allocate nor depend on the machine. Vectors in and out are
/// `[dimension]`.
public struct LowerTriangular: Sendable, Hashable {
  /// The number n of rows and columns.
  public let dimension: Int

  /// Rows one after the other, each up to its diagonal element: every inner loop of the products
  /// and solves runs along a row.
  private var elements: [Double]

  /// The A with A Aᵀ = `symmetric`, or nil if there is none to working precision.
  ///
  /// A matrix counts as not positive definite if a pivot, what remains of a diagonal element after
  /// elimination of the rows before, is not above the rounding error of n terms: n · 2⁻⁵² times
  /// the element. NaN and infinite elements give nil too.
  ///
  /// - Parameters:
  ///   - symmetric: `[dimension, dimension]`, row-major. Only the lower triangle is read.
  ///   - n: the dimension, ≥ 0.
  public init?(factoring symmetric: [Double], dimension n: Int) {
    precondition(
      n >= 0 && symmetric.count == n * n,
      "Cholesky: \(symmetric.count) elements for a \(n) × \(n) matrix")
    var factor = [Double](repeating: 0, count: n * (n + 1) / 2)
    let isPositiveDefinite = factor.withUnsafeMutableBufferPointer { factor in
      guard let start = factor.baseAddress else { return true }
      for i in 0..<n {
        let row = start + Self.offset(ofRow: i)
        for j in 0..<i {
          let other = start + Self.offset(ofRow: j)
          row[j] = (symmetric[i * n + j] - Reductions.dot(row, other, count: j)) / other[j]
        }
        let diagonal = symmetric[i * n + i]
        let pivot = diagonal - Reductions.dot(row, row, count: i)
        guard pivot.isFinite, pivot > Double(n) * .ulpOfOne * diagonal else { return false }
        row[i] = pivot.squareRoot()
      }
      return true
    }
    guard isPositiveDefinite else { return nil }
    dimension = n
    elements = factor
  }

  /// The diagonal elements, all positive: ln det Σ is twice the sum of their logarithms.
  public var diagonal: [Double] {
    (0..<dimension).map { elements[Self.offset(ofRow: $0) + $0] }
  }

  private static func offset(ofRow row: Int) -> Int { row * (row + 1) / 2 }
}

extension LowerTriangular {
  /// y = A x.
  public func multiply(_ x: Span<Double>, into y: inout MutableSpan<Double>) {
    withPointers(x, &y) { a, x, y in
      var row = a
      for i in 0..<dimension {
        y[i] = Reductions.dot(row, x, count: i + 1)
        row += i + 1
      }
    }
  }

  /// y = Aᵀ x.
  public func multiplyTransposed(_ x: Span<Double>, into y: inout MutableSpan<Double>) {
    withPointers(x, &y) { a, x, y in
      y.update(repeating: 0, count: dimension)
      var row = a
      for i in 0..<dimension {
        Reductions.axpy(x[i], row, into: y, count: i + 1)
        row += i + 1
      }
    }
  }

  /// The y with A y = x.
  public func solve(_ x: Span<Double>, into y: inout MutableSpan<Double>) {
    withPointers(x, &y) { a, x, y in
      var row = a
      for i in 0..<dimension {
        y[i] = (x[i] - Reductions.dot(row, y, count: i)) / row[i]
        row += i + 1
      }
    }
  }

  /// The y with Aᵀ y = x. With ``solve(_:into:)`` before, Σ⁻¹ is applied.
  public func solveTransposed(_ x: Span<Double>, into y: inout MutableSpan<Double>) {
    withPointers(x, &y) { a, x, y in
      y.update(from: x, count: dimension)
      var row = a + elements.count
      for i in (0..<dimension).reversed() {
        row -= i + 1
        y[i] /= row[i]
        Reductions.axpy(-y[i], row, into: y, count: i)
      }
    }
  }

  /// Checks the lengths once and hands over the rows, the input and the output.
  @inline(__always)
  private func withPointers(
    _ x: Span<Double>, _ y: inout MutableSpan<Double>,
    _ body: (UnsafePointer<Double>, UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void
  ) {
    precondition(
      x.count == dimension && y.count == dimension,
      "Cholesky: \(x.count) values into \(y.count) places for dimension \(dimension)")
    elements.withUnsafeBufferPointer { a in
      x.withUnsafeBufferPointer { x in
        y.withUnsafeMutableBufferPointer { y in
          guard let a = a.baseAddress, let x = x.baseAddress, let y = y.baseAddress else { return }
          body(a, x, y)
        }
      }
    }
  }
}
