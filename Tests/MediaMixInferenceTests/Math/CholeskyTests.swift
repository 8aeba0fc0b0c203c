import MediaMixInference
import Testing

@Suite("Cholesky factor")
struct CholeskyTests {
  /// A random symmetric matrix B Bᵀ, of full rank for rank ≥ n, with strong correlations.
  private func gram(dimension n: Int, rank: Int, seed: UInt64) -> [Double] {
    var random = RandomBits(seed: seed)
    let rows = (0..<n).map { _ in random.vector(rank) }
    return rows.flatMap { row in
      rows.map { zip(row, $0).reduce(0) { $0 + $1.0 * $1.1 } }
    }
  }

  /// The matrix of a linear map, column by column: `columns[j][i]` is row i, column j.
  private func columns(
    dimension n: Int, of map: (Span<Double>, inout MutableSpan<Double>) -> Void
  ) -> [[Double]] {
    (0..<n).map { j in
      let unit = (0..<n).map { $0 == j ? 1.0 : 0 }
      // What the output held before may not matter.
      var y = [Double](repeating: .nan, count: n)
      var target = y.mutableSpan
      map(unit.span, &target)
      return y
    }
  }

  static let dimensions = Array(0...20) + [31, 32, 33, 64, 100]

  @Test(
    "A is lower triangular with positive diagonal, and A Aᵀ is the matrix", arguments: dimensions)
  func reconstruction(n: Int) throws {
    let matrix = gram(dimension: n, rank: n + 2, seed: UInt64(n))
    let factor = try #require(LowerTriangular(factoring: matrix, dimension: n))
    let a = columns(dimension: n, of: factor.multiply)
    #expect(factor.dimension == n)
    #expect(factor.diagonal == (0..<n).map { a[$0][$0] })
    #expect(factor.diagonal.allSatisfy { $0 > 0 })
    for i in 0..<n {
      for j in 0..<n {
        if j > i { #expect(a[j][i] == 0) }
        let product = (0..<n).reduce(0) { $0 + a[$1][i] * a[$1][j] }
        let scale = (matrix[i * n + i] * matrix[j * n + j]).squareRoot()
        #expect(abs(product - matrix[i * n + j]) <= Double(n + 2) * .ulpOfOne * scale)
      }
    }
  }

  @Test("The transposed product has the transposed matrix", arguments: dimensions)
  func transposed(n: Int) throws {
    let matrix = gram(dimension: n, rank: n + 2, seed: 1000 + UInt64(n))
    let factor = try #require(LowerTriangular(factoring: matrix, dimension: n))
    let a = columns(dimension: n, of: factor.multiply)
    let transposed = columns(dimension: n, of: factor.multiplyTransposed)
    #expect((0..<n).allSatisfy { i in (0..<n).allSatisfy { a[$0][i] == transposed[i][$0] } })
  }

  @Test("Products and solves undo one another", arguments: dimensions)
  func solves(n: Int) throws {
    var matrix = gram(dimension: n, rank: n, seed: 2000 + UInt64(n))
    for i in 0..<n { matrix[i * n + i] += Double(n) }
    let factor = try #require(LowerTriangular(factoring: matrix, dimension: n))
    var random = RandomBits(seed: UInt64(n))
    let x = random.vector(n)
    var product = [Double](repeating: .nan, count: n)
    var solution = product

    var target = product.mutableSpan
    factor.multiply(x.span, into: &target)
    target = solution.mutableSpan
    factor.solve(product.span, into: &target)
    #expect(zip(solution, x).allSatisfy { abs($0 - $1) < 1e-13 })

    target = product.mutableSpan
    factor.multiplyTransposed(x.span, into: &target)
    target = solution.mutableSpan
    factor.solveTransposed(product.span, into: &target)
    #expect(zip(solution, x).allSatisfy { abs($0 - $1) < 1e-13 })
  }

  @Test("A known factor")
  func known() throws {
    let matrix: [Double] = [4, 12, -16, 12, 37, -43, -16, -43, 98]
    let factor = try #require(LowerTriangular(factoring: matrix, dimension: 3))
    #expect(columns(dimension: 3, of: factor.multiply) == [[2, 6, -8], [0, 1, 5], [0, 0, 3]])
    #expect(factor.diagonal == [2, 1, 3])
  }

  @Test("Only the lower triangle is read")
  func lowerTriangleOnly() throws {
    let full = try #require(LowerTriangular(factoring: [4, 2, 2, 3], dimension: 2))
    let lower = try #require(LowerTriangular(factoring: [4, .nan, 2, 3], dimension: 2))
    #expect(full == lower)
  }

  @Test("Scales may differ by any power: the test of the pivots is relative")
  func scales() throws {
    let scales = [1e-120, 1, 1e130, 1e-9]
    var matrix = gram(dimension: 4, rank: 6, seed: 5)
    for i in 0..<4 { for j in 0..<4 { matrix[i * 4 + j] *= scales[i] * scales[j] } }
    #expect(LowerTriangular(factoring: matrix, dimension: 4) != nil)
  }

  @Test("An ill-conditioned matrix is factored: Hilbert's, condition 10¹⁰")
  func hilbert() throws {
    let n = 8
    let matrix = (0..<n * n).map { 1 / Double($0 / n + $0 % n + 1) }
    let factor = try #require(LowerTriangular(factoring: matrix, dimension: n))
    // det H₈ = 2.73705 · 10⁻³³.
    let determinant = factor.diagonal.reduce(1) { $0 * $1 * $1 }
    #expect(abs(determinant / 2.737050113791513e-33 - 1) < 1e-5)
  }

  @Test(
    "Singular matrices have no factor: of half the rank, or one variable twice", arguments: 2...40)
  func singular(n: Int) {
    for rank in [0, 1, n / 2] {
      let matrix = gram(dimension: n, rank: rank, seed: 3000 + UInt64(n))
      #expect(LowerTriangular(factoring: matrix, dimension: n) == nil, "rank \(rank)")
    }
    let regular = gram(dimension: n, rank: n + 2, seed: 3500 + UInt64(n))
    for repeated in 0..<n - 1 {
      let variables = Array(0..<n - 1) + [repeated]
      let matrix = variables.flatMap { i in variables.map { j in regular[i * n + j] } }
      #expect(LowerTriangular(factoring: matrix, dimension: n) == nil, "\(repeated) twice")
    }
  }

  @Test("Indefinite, negative and non-finite matrices have no factor")
  func indefinite() {
    for n in 2...40 {
      var matrix = gram(dimension: n, rank: n + 2, seed: 4000 + UInt64(n))
      matrix[n * n - 1] = -1e-3
      #expect(LowerTriangular(factoring: matrix, dimension: n) == nil)
    }
    for matrix in [
      [1, 2, 2, 1], [-1, 0, 0, 1], [0, 0, 0, 0], [1, 0, .nan, 1], [.infinity, 0, 0, 1],
    ] {
      #expect(LowerTriangular(factoring: matrix, dimension: 2) == nil)
    }
  }

  @Test("The bits are the recorded ones: they may not differ between machines")
  func recordedBits() throws {
    var results: [Double] = []
    for n in [3, 17, 50] {
      let matrix = gram(dimension: n, rank: n + 2, seed: 9)
      let factor = try #require(LowerTriangular(factoring: matrix, dimension: n))
      results += columns(dimension: n, of: factor.multiply).joined()
      results += columns(dimension: n, of: factor.solve).joined()
      results += columns(dimension: n, of: factor.solveTransposed).joined()
    }
    #expect(fingerprint(results) == 0xE40A_5DED_CB99_0FB7)
  }
}
