import MediaMixInference
import Testing

@Suite("Krylov spaces")
struct KrylovSpaceTests {
  /// The symmetric matrix of given eigenvalues, in directions of no special kind.
  private func matrix(_ values: [Double], seed: UInt64) throws -> RowMatrix {
    let n = values.count
    var random = RandomBits(seed: seed)
    let gram = GramMatrix.sum(
      rows: random.vector(n * n), weights: Array(repeating: 1, count: n), dimension: n)
    let vectors = try #require(SymmetricEigen(gram, dimension: n)).vectors
    return RowMatrix(
      GramMatrix.sum(rows: vectors, weights: values, dimension: n), dimension: n)
  }

  @Test("All of a small matrix is found, negative eigenvalues among them")
  func whole() throws {
    let values = (0..<40).map { Double($0 * $0) - 100 }
    let matrix = try matrix(values, seed: 1)
    var space = KrylovSpace(dimension: 40)
    space.grow(by: 100) { matrix.multiply($0, into: &$1) }
    #expect(space.count == 40 && space.isExhausted)
    let pairs = try #require(space.pairs())
    #expect(zip(pairs.values, values).allSatisfy { abs($0 - $1) < 1e-9 })
    let vectors = space.vectors(of: pairs, at: [3, 39])
    for (row, index) in [3, 39].enumerated() {
      let vector = Array(vectors.elements[row * 40..<(row + 1) * 40])
      var image = vector
      var target = image.mutableSpan
      matrix.multiply(vector.span, into: &target)
      #expect(zip(image, vector).allSatisfy { abs($0 - values[index] * $1) < 1e-8 })
      #expect(abs(Reductions.sumOfSquares(vector.span) - 1) < 1e-12)
    }
  }

  @Test("The ends of a large spectrum come first, and errors bound the distance from it")
  func ends() throws {
    let bulk = (0..<296).map { 0.7 + 0.6 * Double($0) / 295 }
    let values: [Double] = [0.01, 0.02] + bulk + [5, 80]
    let matrix = try matrix(values, seed: 2)
    var space = KrylovSpace(dimension: 300)
    space.grow(by: 40) { matrix.multiply($0, into: &$1) }
    let pairs = try #require(space.pairs())
    #expect(pairs.values.count == 40 && !space.isExhausted)
    let found = pairs.values.prefix(2) + pairs.values.suffix(2)
    #expect(zip(found, [0.01, 0.02, 5, 80]).allSatisfy { abs($0 - $1) < 1e-8 })
    for (value, error) in zip(pairs.values, pairs.errors) {
      let distance = values.map { abs($0 - value) }.min() ?? .infinity
      #expect(distance <= error + 1e-10)
    }
  }

  @Test("A space that the matrix does not lead out of ends")
  func exhausted() throws {
    // Rank two, so that with the first vector there are three dimensions.
    var elements = [Double](repeating: 0, count: 400)
    (elements[0], elements[21]) = (1, 2)
    let rows = RowMatrix(elements, dimension: 20)
    var space = KrylovSpace(dimension: 20)
    space.grow(by: 10) { rows.multiply($0, into: &$1) }
    #expect(space.count == 3 && space.isExhausted)
    let pairs = try #require(space.pairs())
    #expect(zip(pairs.values, [0, 1, 2]).allSatisfy { abs($0 - $1) < 1e-12 })
    var broken = KrylovSpace(dimension: 3)
    broken.grow(by: 2) { _, y in for i in 0..<3 { y[i] = .nan } }
    #expect(broken.pairs() == nil)
  }
}
