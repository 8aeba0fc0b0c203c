import MediaMixInference
import Testing

@Suite("Metrics")
struct MetricTests {
  private static let dimension = 5

  /// One of each kind, and products of two.
  private static let metrics: [Metric] = {
    let third = 1 / 3.0.squareRoot()
    let half = 0.5.squareRoot()
    let rows = RowMatrix([third, third, third, 0, 0, half, -half, 0, 0, 0], dimension: 5)
    let map = DirectionalScaling(
      scales: [1, 2, 0.5, 3, 0.1], directions: rows, variances: [9, 0.04])
    let scaling = DirectionalScaling(
      scales: [2, 1, 1, 0.5, 4], directions: RowMatrix(dimension: 5), variances: [])
    let covariance: [Double] = [
      4, 1, 0, 0, 0.5, 1, 2, 0, 0, 0, 0, 0, 1, 0.3, 0, 0, 0, 0.3, 5, 0, 0.5, 0, 0, 0, 1,
    ]
    return [
      LowerTriangular(factoring: covariance, dimension: 5).map(Metric.dense) ?? .identity(5),
      .diagonal([1, 2, 3, 0.5, 0.25]), .directional([map]), .directional([map, scaling]),
      .directional([scaling, map]),
    ]
  }()

  private func image(
    _ x: [Double], _ map: ([Double], Range<Int>, inout [Double]) -> Void
  ) -> [Double] {
    var image = x
    map(x, x.indices, &image)
    return image
  }

  @Test(
    "Solving undoes multiplying, and the transposed map is the transposed one", arguments: 0..<5)
  func algebra(index: Int) {
    let metric = Self.metrics[index]
    let (x, y) = ([1.0, -2, 0.3, 4, 5], [0.7, 0.1, -3, 2, -1])
    let forward = image(x) { metric.multiply($0, row: $1, into: &$2) }
    let back = image(forward) { metric.solve($0, row: $1, into: &$2) }
    #expect(zip(back, x).allSatisfy { abs($0 - $1) < 1e-13 })
    let transposed = image(y) { metric.multiplyTransposed($0, row: $1, into: &$2) }
    let products = (
      Reductions.dot(forward.span, y.span), Reductions.dot(x.span, transposed.span)
    )
    #expect(abs(products.0 - products.1) < 1e-12)
    #expect(forward != x)
  }

  @Test("The determinant is that of the matrix", arguments: 0..<5)
  func determinant(index: Int) throws {
    let metric = Self.metrics[index]
    // The columns of A as rows of Aᵀ.
    let columns = (0..<Self.dimension).flatMap { k in
      image((0..<Self.dimension).map { $0 == k ? 1.0 : 0 }) {
        metric.multiply($0, row: $1, into: &$2)
      }
    }
    let gram = GramMatrix.sum(
      rows: columns, weights: Array(repeating: 1, count: Self.dimension),
      dimension: Self.dimension)
    let factor = try #require(LowerTriangular(factoring: gram, dimension: Self.dimension))
    let expected = factor.diagonal.reduce(0) { $0 + VectorMath.log($1) }
    #expect(abs(metric.logDeterminant - expected) < 1e-12)
  }

  @Test("A direction has its variance, a direction across it that of the scales")
  func variances() {
    let metric = Self.metrics[2]
    // Along the first direction, in the scaled space, A multiplies by 3, along the second by 0.2.
    let first = image([1, 1, 1, 0, 0]) { metric.multiply($0, row: $1, into: &$2) }
    #expect(zip(first, [3, 6, 1.5, 0, 0]).allSatisfy { abs($0 - $1) < 1e-14 })
    let second = image([1, -1, 0, 0, 0]) { metric.multiply($0, row: $1, into: &$2) }
    #expect(zip(second, [0.2, -0.4, 0, 0, 0]).allSatisfy { abs($0 - $1) < 1e-14 })
    let across = image([0, 0, 0, 1, 1]) { metric.multiply($0, row: $1, into: &$2) }
    #expect(zip(across, [0, 0, 0, 3, 0.1]).allSatisfy { abs($0 - $1) < 1e-14 })
  }
}
