/// Cholesky factors L of I + M, M positive semidefinite, in place: small matrices, row-major
/// `[n, n]`, of which the lower triangles count.
///
/// A factor's diagonal holds 1/Lᵢᵢ, so that solving needs no division. Pivots are at least 1, which
/// keeps rounding from making any of them useless, however large M is.
enum ShiftedCholesky {
  typealias Matrix = UnsafeMutablePointer<Double>

  /// Replaces I + M by its factor.
  @inline(__always)
  static func factor(_ a: Matrix, _ n: Int) {
    // Columns stay without their pivots' roots until all pivots are known, because each pivot waits for
    // the one before.
    for k in 0..<n {
      let pivot = a[k * n + k]
      // NaN stays NaN.
      let reciprocal = 1 / (pivot < 1 ? 1 : pivot)
      a[k * n + k] = reciprocal
      for i in k + 1..<max(n, k + 1) {
        let factor = a[i * n + k] * reciprocal
        for j in k + 1...i { a[i * n + j] -= factor * a[j * n + k] }
      }
    }
    for k in 0..<n {
      let root = a[k * n + k].squareRoot()
      a[k * n + k] = root
      for i in k + 1..<max(n, k + 1) { a[i * n + k] *= root }
    }
  }

  /// Writes L⁻¹, its own diagonal on its diagonal.
  @inline(__always)
  static func invert(_ l: Matrix, _ n: Int, into inverse: Matrix) {
    for i in 0..<n {
      let row = inverse + i * n
      for j in 0..<i { row[j] = 0 }
      for k in 0..<i {
        let factor = l[i * n + k]
        let other = inverse + k * n
        for j in 0...k { row[j] += factor * other[j] }
      }
      let reciprocal = l[i * n + i]
      for j in 0..<i { row[j] *= -reciprocal }
      row[i] = reciprocal
    }
  }

  /// Replaces the rows of `x`, `[n, width]`, by those of L⁻¹x.
  @inline(__always)
  static func solve(_ l: Matrix, _ n: Int, _ x: Matrix, width: Int = 1) {
    for i in 0..<n {
      let row = x + i * width
      for k in 0..<i {
        let factor = l[i * n + k]
        let other = x + k * width
        for j in 0..<width { row[j] -= factor * other[j] }
      }
      for j in 0..<width { row[j] *= l[i * n + i] }
    }
  }

  /// Replaces the rows of `x`, `[n, width]`, by those of L⁻ᵀx.
  @inline(__always)
  static func solveTransposed(_ l: Matrix, _ n: Int, _ x: Matrix, width: Int = 1) {
    for i in (0..<n).reversed() {
      let row = x + i * width
      for j in 0..<width { row[j] *= l[i * n + i] }
      for k in 0..<i {
        let factor = l[i * n + k]
        let other = x + k * width
        for j in 0..<width { other[j] -= factor * row[j] }
      }
    }
  }

  /// Writes row `row` of (L Lᵀ)⁻¹ = L⁻ᵀL⁻¹, given L⁻¹.
  @inline(__always)
  static func covariance(_ inverse: Matrix, _ n: Int, row: Int, into result: Matrix) {
    for j in 0..<n { result[j] = 0 }
    for i in row..<n {
      let factor = inverse[i * n + row]
      for j in 0...i { result[j] += factor * inverse[i * n + j] }
    }
  }

  /// The trace of (L Lᵀ)⁻¹, given L⁻¹.
  @inline(__always)
  static func covarianceTrace(_ inverse: Matrix, _ n: Int) -> Double {
    var sum = 0.0
    for i in 0..<n {
      for j in 0...i { sum += inverse[i * n + j] * inverse[i * n + j] }
    }
    return sum
  }
}
