/// The ends of a large symmetric matrix's spectrum, of products with it alone: Lanczos' method, with
/// every vector made orthogonal to all before it twice (Parlett, "The Symmetric Eigenvalue Problem",
/// 1998, chapter 13).
///
/// The space is spanned by the powers of the matrix times one fixed random vector, so that its largest
/// and smallest eigenvalues appear first. The bits do not depend on the machine if those of the
/// products do not.
package struct KrylovSpace: Sendable {
  /// Approximate eigenvalues and unit eigenvectors.
  package struct Pairs: Sendable {
    /// Ascending.
    package let values: [Double]
    /// How far from an eigenvalue each value is at most.
    package let errors: [Double]
    /// `[pair, step]`: the vectors in terms of the space's basis.
    fileprivate let shares: [Double]
  }

  /// A product: it overwrites its second argument by the matrix times its first, `[dimension]` both.
  package typealias Product = (_ x: Span<Double>, _ y: inout MutableSpan<Double>) -> Void

  /// The number n of rows and columns of the matrix.
  package let dimension: Int
  /// Orthonormal.
  private var basis: RowMatrix
  /// In terms of the basis the matrix is tridiagonal.
  private var diagonal: [Double] = []
  private var coupling: [Double] = []
  /// The next vector of the basis, times the last of ``coupling``.
  private var remainder: [Double]
  /// Whether the space cannot grow, because the matrix does not lead out of it.
  package private(set) var isExhausted = false

  /// An empty space for a matrix of `dimension` ≥ 1 rows and columns.
  package init(dimension: Int) {
    precondition(dimension >= 1, "a matrix without elements")
    self.dimension = dimension
    basis = RowMatrix(dimension: dimension)
    var random = RandomStream(seed: 0, purpose: .initialization, index: dimension)
    remainder = (0..<dimension).map { _ in random.normal() }
  }

  /// The number of vectors in the basis.
  package var count: Int { diagonal.count }

  /// Multiplies `steps` times more, or until the space is exhausted.
  package mutating func grow(by steps: Int, _ product: Product) {
    for _ in 0..<steps where !isExhausted { step(product) }
  }

  private mutating func step(_ product: Product) {
    let length = Reductions.sumOfSquares(remainder.span).squareRoot()
    let size = diagonal.reduce(0) { max($0, $1.magnitude) }
    // The first vector has whatever length it has.
    guard count == 0 || length > 1e-10 * size, count < dimension, length > 0, length.isFinite else {
      isExhausted = true
      return
    }
    if count > 0 { coupling.append(length) }
    let newest = remainder.map { $0 / length }
    basis.append(newest)
    var image = newest
    var target = image.mutableSpan
    product(newest.span, &target)
    diagonal.append(Reductions.dot(newest.span, image.span))
    for _ in 0..<2 { basis.removeSpan(from: &image) }
    remainder = image
  }

  /// The best approximations in the space; nil where a product was not finite.
  package func pairs() -> Pairs? {
    let m = count
    var matrix = [Double](repeating: 0, count: m * m)
    for i in 0..<m { matrix[i * m + i] = diagonal[i] }
    for i in 0..<max(0, m - 1) { matrix[(i + 1) * m + i] = coupling[i] }
    guard let eigen = SymmetricEigen(matrix, dimension: m) else { return nil }
    let length = isExhausted ? 0 : Reductions.sumOfSquares(remainder.span).squareRoot()
    return Pairs(
      values: eigen.values,
      errors: (0..<m).map { length * eigen.vectors[$0 * m + m - 1].magnitude },
      shares: eigen.vectors)
  }

  /// The vectors of some pairs, a row each.
  package func vectors(of pairs: Pairs, at indices: some Sequence<Int>) -> RowMatrix {
    var vectors = RowMatrix(dimension: dimension)
    for index in indices {
      vectors.append(basis.combination(pairs.shares[index * count..<(index + 1) * count]))
    }
    return vectors
  }
}
