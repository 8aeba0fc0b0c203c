/// The metric that makes positions and gradients look alike: warm-up's draws and the gradients of
/// the log density at them, turned into an inverse mass matrix.
///
/// The idea is nutpie's: the linear map of coordinates in which the draws are nearest to standard
/// normal in Fisher divergence, the mean of |∇ log density + x|² (Seyboldt, Carlson and Carpenter,
/// "Preconditioning Hamiltonian Monte Carlo by minimizing Fisher divergence", 2024). Its optimum
/// over dense maps is the geometric mean of the covariance of positions and the inverse covariance
/// of gradients. Of a normal distribution with as many draws as dimensions that is its covariance
/// without any sampling error, because there the gradient is −Σ⁻¹(x − mean), draw by draw.
///
/// Coordinates are first scaled by sᵢ = (var xᵢ / var gᵢ)^¼, the optimum over diagonal maps. In the
/// scaled space covariances are shrunk towards the identity as if κ = 5 further draws had been seen
/// there: Cx = (Σ x xᵀ + κI)/(n + κ), and Cg likewise, about their means. Directions that no draw
/// has explored are stretched by κ on either side, and the mean of both leaves them as scaled.
///
/// Of many dimensions the mean is taken in a subspace of the scaled space, and what is left of it are
/// the directions that it stretches or shrinks by much.
package enum FisherMetric {
  /// The κ of the shrinkage: how many draws the identity counts for.
  private static let shrinkage = 5.0

  /// Bounds of a coordinate's scale.
  private static let scales = 1e-10...1e10

  /// The metric of the newest `count` draws of each buffer together.
  ///
  /// The result depends on the order of the buffers by rounding alone, and on nothing else but the
  /// draws. Draws with a number that is not finite are left out.
  ///
  /// - Parameters:
  ///   - buffers: of one dimension, a chain each.
  ///   - count: ≥ 0; of a buffer with fewer draws all are taken.
  ///   - shape: `.diagonal` gives the scales sᵢ, which shrinkage does not change: both variances are
  ///     equal in the scaled space. The time of `.dense` grows with the dimension's cube, that of
  ///     `.lowRank` with the dimension.
  ///   - base: what is known of the shape from elsewhere. A low-rank metric is that times what the
  ///     draws say in the coordinates that it whitens.
  /// - Returns: nil with fewer than two draws, or where the matrices overflow.
  package static func metric(
    of buffers: [WarmupDraws], newest count: Int, shape: SamplerConfiguration.MetricShape,
    base: DirectionalScaling? = nil
  ) -> Metric? {
    guard let dimension = buffers.first?.dimension else { return nil }
    precondition(
      buffers.allSatisfy { $0.dimension == dimension }, "draws of several dimensions")
    let base = shape == .lowRank ? base : nil
    var sample = WarmupSample(
      of: buffers, newest: count, dimension: dimension,
      whitenedBy: base.map { .directional([$0]) })
    guard sample.count >= 2 else { return nil }
    let scales = sample.standardize(within: Self.scales)
    switch shape {
    case .diagonal: return .diagonal(scales)
    case .dense:
      return geometricMean(of: sample, scales: scales)
        .flatMap { LowerTriangular(factoring: $0, dimension: dimension) }.map(Metric.dense)
    case .lowRank:
      return directions(of: sample, scales: scales).map {
        .directional([base, $0].compactMap(\.self))
      }
    }
  }

  /// diag(s) · (Cx # Cg⁻¹) · diag(s), `[dimension, dimension]`, of a sample in the scaled space.
  ///
  /// With Cx = L Lᵀ the geometric mean Cx # Cg⁻¹ is L (Lᵀ Cg L)^(−½) Lᵀ (Bhatia, "Positive Definite
  /// Matrices", 2007, section 4.1): Σ λₖ^(−½) (L vₖ)(L vₖ)ᵀ over eigenpairs of Lᵀ Cg L.
  static func geometricMean(of sample: WarmupSample, scales: [Double]) -> [Double]? {
    let n = sample.dimension
    let ofGradients = covariance(sample.gradients, count: sample.count, dimension: n)
    guard
      let factor = LowerTriangular(
        factoring: covariance(sample.positions, count: sample.count, dimension: n), dimension: n),
      let eigen = SymmetricEigen(
        congruence(of: ofGradients, with: factor), dimension: n),
      // At least (κ/(n + κ))², unless rounding wins, as it may of draws on the way: then there is none.
      eigen.values.allSatisfy({ $0 > 0 })
    else { return nil }
    var images = [Double](repeating: 0, count: n * n)
    var image = [Double](repeating: 0, count: n)
    for k in 0..<n {
      var target = image.mutableSpan
      factor.multiply(eigen.vectors.span.extracting(k * n..<(k + 1) * n), into: &target)
      for i in 0..<n { images[k * n + i] = scales[i] * image[i] }
    }
    let weights = eigen.values.map { 1 / $0.squareRoot() }
    return GramMatrix.sum(rows: images, weights: weights, dimension: n)
  }

  /// The shrunk covariance of `rows`, `[count, n]`, of mean 0.
  private static func covariance(_ rows: [Double], count: Int, dimension n: Int) -> [Double] {
    let total = Double(count) + shrinkage
    let weights = [Double](repeating: 1 / total, count: count)
    var matrix = GramMatrix.sum(rows: rows, weights: weights, dimension: n)
    for i in 0..<n { matrix[i * n + i] += shrinkage / total }
    return matrix
  }

  /// Lᵀ C L: twice, Lᵀ times each row, first of C and then of the transposed result.
  private static func congruence(of matrix: [Double], with factor: LowerTriangular) -> [Double] {
    let n = factor.dimension
    var matrix = matrix
    var product = [Double](repeating: 0, count: n)
    var next = matrix
    for _ in 0..<2 {
      for i in 0..<n {
        var target = product.mutableSpan
        factor.multiplyTransposed(matrix.span.extracting(i * n..<(i + 1) * n), into: &target)
        for j in 0..<n { next[j * n + i] = product[j] }
      }
      swap(&matrix, &next)
    }
    return matrix
  }
}
