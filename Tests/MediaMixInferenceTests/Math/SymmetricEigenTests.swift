import MediaMixInference
import Testing

@Suite("Eigenvalues of symmetric matrices")
struct SymmetricEigenTests {
  /// A random symmetric matrix with elements in [−1, 1].
  private func symmetric(dimension n: Int, seed: UInt64) -> [Double] {
    var random = RandomBits(seed: seed)
    var matrix = random.vector(n * n)
    for i in 0..<n { for j in 0..<i { matrix[j * n + i] = matrix[i * n + j] } }
    return matrix
  }

  /// The largest |A v − λ v| and the largest deviation of vᵢ·vⱼ from the identity.
  private func errors(_ eigen: SymmetricEigen, of matrix: [Double]) -> (
    residual: Double, orthogonality: Double
  ) {
    let n = eigen.dimension
    var (residual, orthogonality) = (0.0, 0.0)
    let rows = (0..<n).map { Array(eigen.vectors[$0 * n..<($0 + 1) * n]) }
    func dot(_ a: ArraySlice<Double>, _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    for k in 0..<n {
      for i in 0..<n {
        let product = dot(matrix[i * n..<(i + 1) * n], rows[k])
        residual = max(residual, abs(product - eigen.values[k] * rows[k][i]))
        let expected = i == k ? 1.0 : 0
        orthogonality = max(orthogonality, abs(dot(rows[i][...], rows[k]) - expected))
      }
    }
    return (residual, orthogonality)
  }

  @Test(
    "A v = λ v, ascending, with orthonormal v",
    arguments: Array(0...24) + [31, 32, 33, 64, 100, 250])
  func decomposition(n: Int) throws {
    let matrix = symmetric(dimension: n, seed: UInt64(n))
    let eigen = try #require(SymmetricEigen(matrix, dimension: n))
    #expect(eigen.values.count == n && eigen.vectors.count == n * n)
    #expect(zip(eigen.values, eigen.values.dropFirst()).allSatisfy { $0 <= $1 })
    let largest = eigen.values.reduce(0) { max($0, abs($1)) }
    let (residual, orthogonality) = errors(eigen, of: matrix)
    #expect(residual <= 1e-13 * largest)
    #expect(orthogonality < 1e-13)
  }

  @Test("Known eigenvalues: second differences of three points")
  func secondDifferences() throws {
    let eigen = try #require(
      SymmetricEigen([2, -1, 0, -1, 2, -1, 0, -1, 2], dimension: 3))
    let root = 2.0.squareRoot()
    for (value, expected) in zip(eigen.values, [2.0 - root, 2.0, 2.0 + root]) {
      #expect(abs(value - expected) < 4e-15)
    }
    let middle = eigen.vectors[3..<6].map { abs($0) }
    for (value, expected) in zip(middle, [root / 2, 0, root / 2]) {
      #expect(abs(value - expected) < 4e-15)
    }
  }

  @Test("Repeated eigenvalues, zeros and matrices that fall into blocks")
  func degenerate() throws {
    for n in [1, 2, 5, 40] {
      for matrix in [
        [Double](repeating: 0, count: n * n), (0..<n * n).map { $0 % (n + 1) == 0 ? 3.0 : 0 },
        [Double](repeating: 1, count: n * n), (0..<n * n).map { $0 / n / 2 == $0 % n / 2 ? 1 : 0 },
        (0..<n * n).map { $0 / n + $0 % n == n - 1 ? -1 : 0 },
      ] {
        let eigen = try #require(SymmetricEigen(matrix, dimension: n))
        let (residual, orthogonality) = errors(eigen, of: matrix)
        #expect(residual < 1e-13 && orthogonality < 1e-13, "\(n)")
        let trace = (0..<n).reduce(0) { $0 + matrix[$1 * n + $1] }
        #expect(abs(eigen.values.reduce(0, +) - trace) < 1e-12)
      }
    }
  }

  @Test(
    "Any magnitude: elements near overflow and below the normal numbers",
    arguments: [0x1p1022, 0x1p-500, 0x1p-1030])
  func magnitudes(scale: Double) throws {
    let matrix = symmetric(dimension: 12, seed: 3)
    let scaled = matrix.map { $0 * scale / 4 }
    let plain = try #require(SymmetricEigen(matrix, dimension: 12))
    let eigen = try #require(SymmetricEigen(scaled, dimension: 12))
    for (value, expected) in zip(eigen.values, plain.values) {
      // Elements below the normal numbers have lost digits themselves.
      #expect(abs(value / scale * 4 - expected) < (scale < 0x1p-1020 ? 1e-11 : 1e-13))
    }
    #expect(errors(eigen, of: scaled).orthogonality < 1e-13)
  }

  @Test("Scales that differ by many powers of ten", arguments: [1e-5, 1e-20, 1e-60, 1e-170])
  func graded(ratio: Double) throws {
    for descends in [false, true] {
      let n = 8
      var matrix = symmetric(dimension: n, seed: 4)
      let scales = (0..<n).map { i in
        (0..<(descends ? i : n - 1 - i)).reduce(1.0) { product, _ in product * ratio }
      }
      for i in 0..<n { for j in 0..<n { matrix[i * n + j] *= scales[i] * scales[j] } }
      let eigen = try #require(SymmetricEigen(matrix, dimension: n))
      let (residual, orthogonality) = errors(eigen, of: matrix)
      #expect(residual < 1e-14 && orthogonality < 1e-13)
    }
  }

  @Test("A function of a matrix: its square root squared, its inverse")
  func functions() throws {
    let n = 9
    var matrix = symmetric(dimension: n, seed: 5)
    for i in 0..<n { matrix[i * n + i] += 6 }
    let eigen = try #require(SymmetricEigen(matrix, dimension: n))
    let root = eigen.matrix { $0.squareRoot() }
    let inverse = eigen.matrix { 1 / $0 }
    for i in 0..<n {
      for j in 0..<n {
        let square = (0..<n).reduce(0) { $0 + root[i * n + $1] * root[$1 * n + j] }
        let product = (0..<n).reduce(0) { $0 + matrix[i * n + $1] * inverse[$1 * n + j] }
        #expect(abs(square - matrix[i * n + j]) < 1e-13)
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-13)
        #expect(root[i * n + j] == root[j * n + i])
      }
    }
  }

  @Test("Only the lower triangle is read; numbers that are not finite give nothing")
  func input() throws {
    let full = try #require(SymmetricEigen([4, 2, 2, 3], dimension: 2))
    let lower = try #require(SymmetricEigen([4, .nan, 2, 3], dimension: 2))
    #expect(full.values == lower.values && full.vectors == lower.vectors)
    for element in [Double.nan, .infinity, -.infinity] {
      #expect(SymmetricEigen([1, 0, element, 1], dimension: 2) == nil)
      #expect(SymmetricEigen([element], dimension: 1) == nil)
    }
  }

  @Test("The bits are the recorded ones: they may not differ between machines")
  func recordedBits() throws {
    var results: [Double] = []
    for n in [2, 14, 50] {
      let eigen = try #require(SymmetricEigen(symmetric(dimension: n, seed: 9), dimension: n))
      results += eigen.values + eigen.vectors + eigen.matrix { $0 * $0 }
    }
    #expect(fingerprint(results) == 0xD144_F95E_3DB9_9FF9)
  }
}
