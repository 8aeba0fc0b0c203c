/// Eigenvalues and orthonormal eigenvectors of a symmetric matrix.
///
/// Householder reflections make the matrix tridiagonal, from the last row upwards; QL steps with
/// implicit Wilkinson shifts make that diagonal (Martin, Reinsch and Wilkinson, "Householder's
/// tridiagonalization of a symmetric matrix", and Dubrulle, Martin and Wilkinson, "The implicit QL
/// algorithm", Numerische Mathematik 11 and 12, 1968). Errors are a few units of rounding times n,
/// relative to the largest eigenvalue in magnitude. The bits do not depend on the machine.
package struct SymmetricEigen: Sendable {
  /// The number n of rows and columns.
  package let dimension: Int
  /// The eigenvalues, `[n]`, ascending.
  package let values: [Double]
  /// `[n, n]`: row k is the unit eigenvector of eigenvalue k.
  package let vectors: [Double]

  /// The decomposition of `symmetric`, or nil if an element is not finite.
  ///
  /// - Parameters:
  ///   - symmetric: `[dimension, dimension]`, row-major. Only the lower triangle is read.
  ///   - n: the dimension, ≥ 0.
  package init?(_ symmetric: [Double], dimension n: Int) {
    precondition(
      n >= 0 && symmetric.count == n * n,
      "eigenvalues: \(symmetric.count) elements for a \(n) × \(n) matrix")
    var largest = 0.0
    for i in 0..<n {
      for j in 0...i {
        let magnitude = symmetric[i * n + j].magnitude
        guard magnitude.isFinite else { return nil }
        largest = max(largest, magnitude)
      }
    }
    // With elements of order one no square overflows, and what underflows does not matter. A power
    // of two divides without rounding.
    let unit = max(largest, .leastNormalMagnitude).binade
    var form = TridiagonalForm(symmetric.map { $0 / unit }, dimension: n)
    guard form.diagonalize() else { return nil }
    let order = (0..<n).sorted { (form.diagonal[$0], $0) < (form.diagonal[$1], $1) }
    dimension = n
    values = order.map { form.diagonal[$0] * unit }
    vectors = order.flatMap { form.basis[$0 * n..<($0 + 1) * n] }
  }

  /// The symmetric matrix of the same eigenvectors whose eigenvalues are `function` of these:
  /// `[n, n]`.
  package func matrix(_ function: (Double) -> Double) -> [Double] {
    GramMatrix.sum(rows: vectors, weights: values.map(function), dimension: dimension)
  }
}

/// A symmetric matrix A = Bᵀ T B: an orthogonal basis, one vector per row of B, in which it is a
/// tridiagonal T.
private struct TridiagonalForm {
  let dimension: Int
  /// `[n]`.
  var diagonal: [Double]
  /// `[n]`: element i couples i and i + 1; the last is 0.
  var coupling: [Double]
  /// `[n, n]`: the rows of B.
  var basis: [Double]

  /// Householder's reduction of the lower triangle of `matrix`.
  init(_ matrix: [Double], dimension n: Int) {
    dimension = n
    diagonal = Array(repeating: 0, count: n)
    coupling = diagonal
    basis = Array(repeating: 0, count: n * n)
    for i in 0..<n { basis[i * n + i] = 1 }
    var matrix = matrix
    var factors = diagonal
    matrix.withUnsafeMutableBufferPointer { matrix in
      guard let a = matrix.baseAddress else { return }
      reduce(a, factors: &factors)
      basis.withUnsafeMutableBufferPointer { basis in
        guard let b = basis.baseAddress else { return }
        Self.accumulate(reflections: a, factors: factors, into: b, dimension: n)
      }
    }
  }

  /// Reflects away, row by row from the last, what is left of the subdiagonal. Row k of `a` then
  /// holds the vector v of its reflection I − factor · v vᵀ, in the first k places.
  private mutating func reduce(_ a: UnsafeMutablePointer<Double>, factors: inout [Double]) {
    let n = dimension
    guard n > 0 else { return }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: n) { product in
      guard let w = product.baseAddress else { return }
      for k in stride(from: n - 1, to: 0, by: -1) {
        let v = a + k * n
        let last = v[k - 1]
        diagonal[k] = v[k]
        let square = Reductions.dot(v, v, count: k - 1)
        // The elements are below 2⁻¹⁰⁰ of the largest: their squares would soon lose digits.
        guard square > 0x1p-200 else {
          coupling[k - 1] = last
          continue
        }
        let norm = (square + last * last).squareRoot()
        coupling[k - 1] = last > 0 ? -norm : norm
        v[k - 1] = last - coupling[k - 1]
        factors[k] = 1 / (norm * (norm + last.magnitude))
        Self.reflect(a, by: v, factor: factors[k], count: k, stride: n, product: w)
      }
      diagonal[0] = a[0]
    }
  }

  /// Applies the reflection to both sides of the leading `count` rows and columns of `a`, of which
  /// only the lower triangle is kept: a −= v wᵀ + w vᵀ with w = factor · (a v − ½ factor (vᵀa v) v).
  private static func reflect(
    _ a: UnsafeMutablePointer<Double>, by v: UnsafePointer<Double>, factor: Double, count: Int,
    stride: Int, product w: UnsafeMutablePointer<Double>
  ) {
    for i in 0..<count {
      let row = a + i * stride
      w[i] = Reductions.dot(row, v, count: i + 1)
      Reductions.axpy(v[i], row, into: w, count: i)
    }
    let share = 0.5 * factor * Reductions.dot(w, v, count: count)
    for i in 0..<count { w[i] = factor * (w[i] - share * v[i]) }
    for i in 0..<count {
      let row = a + i * stride
      let (vi, wi) = (v[i], w[i])
      for j in 0...i { row[j] -= vi * w[j] + wi * v[j] }
    }
  }

  /// Multiplies `b`, the identity, by the reflections from the one of the second row on.
  private static func accumulate(
    reflections a: UnsafePointer<Double>, factors: [Double], into b: UnsafeMutablePointer<Double>,
    dimension n: Int
  ) {
    for k in 0..<n where factors[k] != 0 {
      let v = a + k * n
      // The reflections so far have left alone all but the first k rows and columns.
      for i in 0..<k {
        let row = b + i * n
        Reductions.axpy(-factors[k] * Reductions.dot(row, v, count: k), v, into: row, count: k)
      }
    }
  }

  /// Makes T diagonal, its eigenvalues in no order. Whether it did: a matrix of finite elements
  /// takes fewer than two steps for each eigenvalue, where 50 are allowed.
  mutating func diagonalize() -> Bool {
    let scale = zip(diagonal, coupling).reduce(0) { max($0, $1.0.magnitude, $1.1.magnitude) }
    for first in 0..<dimension {
      var steps = 0
      while true {
        let last = endOfBlock(from: first, negligible: 0x1p-104 * scale)
        if last == first { break }
        guard steps < 50 else { return false }
        steps += 1
        step(from: first, through: last)
      }
    }
    return true
  }

  /// The last index that is coupled with `first` other than negligibly.
  private func endOfBlock(from first: Int, negligible: Double) -> Int {
    var index = first
    while index + 1 < dimension {
      let neighbours = diagonal[index].magnitude + diagonal[index + 1].magnitude
      if coupling[index].magnitude <= max(0x1p-53 * neighbours, negligible) { break }
      index += 1
    }
    return index
  }

  /// One QL step of the block between two indices, with the eigenvalue of its first 2 × 2 block that
  /// is nearer to its first element as shift.
  private mutating func step(from first: Int, through last: Int) {
    let n = dimension
    let slope = (diagonal[first + 1] - diagonal[first]) / (2 * coupling[first])
    let root = (slope * slope + 1).squareRoot()
    let shift = diagonal[first] - coupling[first] / (slope + (slope < 0 ? -root : root))
    var (sine, cosine, carried) = (1.0, 1.0, 0.0)
    var pivot = diagonal[last] - shift
    basis.withUnsafeMutableBufferPointer { basis in
      guard let b = basis.baseAddress else { return }
      for i in (first..<last).reversed() {
        let bulge = sine * coupling[i]
        let near = cosine * coupling[i]
        let length = Self.hypotenuse(bulge, pivot)
        coupling[i + 1] = length
        guard length > 0 else {
          // The block falls apart here.
          diagonal[i + 1] -= carried
          coupling[last] = 0
          return
        }
        sine = bulge / length
        cosine = pivot / length
        let corner = diagonal[i + 1] - carried
        let turned = (diagonal[i] - corner) * sine + 2 * cosine * near
        carried = sine * turned
        diagonal[i + 1] = corner + carried
        pivot = cosine * turned - near
        Self.rotate(b + i * n, b + (i + 1) * n, cosine: cosine, sine: sine, count: n)
      }
      diagonal[first] -= carried
      coupling[first] = pivot
      coupling[last] = 0
    }
  }

  /// √(x² + y²) whose squares cannot underflow.
  @inline(__always)
  private static func hypotenuse(_ x: Double, _ y: Double) -> Double {
    let large = max(x.magnitude, y.magnitude)
    guard large > 0 else { return 0 }
    let ratio = min(x.magnitude, y.magnitude) / large
    return large * (1 + ratio * ratio).squareRoot()
  }

  @inline(__always)
  private static func rotate(
    _ x: UnsafeMutablePointer<Double>, _ y: UnsafeMutablePointer<Double>, cosine: Double,
    sine: Double, count: Int
  ) {
    for i in 0..<count {
      let (a, b) = (x[i], y[i])
      x[i] = cosine * a - sine * b
      y[i] = sine * a + cosine * b
    }
  }
}
