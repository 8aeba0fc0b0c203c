/// The distinct modes among the places where climbs have ended.
package enum ModeSearch {
  /// Modes further below the best, in log density, are not worth a chain.
  private static let depth = 25.0
  /// The most modes that are kept.
  private static let maximumCount = 8
  /// The largest dimension for which Hessians are computed.
  private static let maximumDimension = 250
  /// How near two places of one mode are: in log density, and in each coordinate or else in standard
  /// deviations of the mode's normal approximation.
  private static let nearness = (logDensity: 0.3, coordinate: 0.5, deviations: 1.0)
  /// Eigenvalues of the negative Hessian, scaled to a diagonal of ones, count for no less. That of
  /// two coordinates with a correlation of 0.9999 is as small; smaller ones would send chains far off
  /// on the word of a quadratic approximation.
  private static let smallestEigenvalue = 1e-4
  /// The half width of the central differences, relative to coordinates beyond ±1. Truncation then
  /// matters where a mode is narrower than about a thousandth, rounding where second derivatives are
  /// below a millionth of the gradient's terms.
  private static let difference = 0x1p-16

  /// The modes, those of largest evidence first.
  ///
  /// Of climbs that ended within 0.3 of one another in log density, and within 0.5 in every
  /// coordinate or one standard deviation of the mode's normal approximation, the highest stands for
  /// all. At each the Hessian is computed by central differences, with 2D gradients, and one step of
  /// Newton's method is taken if it leads up. Above 250 dimensions, and where a neighbour is
  /// impossible, there is no Hessian and the mode has no covariance.
  ///
  /// - Parameters:
  ///   - climbs: in an order that does not depend on threads; equally high ones keep it.
  ///   - density: the one that was climbed.
  /// - Returns: at most eight, none more than 25 below the highest; none for no climbs.
  package static func modes(of climbs: [Climb], density: Climb.Density) -> [PosteriorMode] {
    let descending = climbs.indices.sorted {
      (-climbs[$0].logDensity, $0) < (-climbs[$1].logDensity, $1)
    }
    var modes: [PosteriorMode] = []
    for place in descending.map({ climbs[$0] }) {
      if let best = modes.first, best.logDensity - place.logDensity > depth { break }
      if modes.contains(where: { isNear(place, to: $0) }) { continue }
      modes.append(mode(at: place, density))
      if modes.count == maximumCount { break }
    }
    return modes.indices
      .sorted { (-modes[$0].logEvidence, $0) < (-modes[$1].logEvidence, $1) }
      .map { modes[$0] }
  }

  private static func isNear(_ place: Climb, to mode: PosteriorMode) -> Bool {
    guard abs(place.logDensity - mode.logDensity) < nearness.logDensity else { return false }
    let difference = zip(place.position, mode.position).map(-)
    if difference.allSatisfy({ $0.magnitude < nearness.coordinate }) { return true }
    guard let factor = mode.factor else { return false }
    var whitened = difference
    var target = whitened.mutableSpan
    factor.solve(difference.span, into: &target)
    return Reductions.sumOfSquares(whitened.span) < nearness.deviations * nearness.deviations
  }

  private static func mode(at place: Climb, _ density: Climb.Density) -> PosteriorMode {
    guard place.position.count <= maximumDimension,
      let factor = covarianceFactor(at: place, density)
    else { return PosteriorMode(at: place, factor: nil) }
    var half = place.gradient
    var step = half
    var target = half.mutableSpan
    factor.multiplyTransposed(place.gradient.span, into: &target)
    var second = step.mutableSpan
    factor.multiply(half.span, into: &second)
    let polished = Climb(at: zip(place.position, step).map(+), density)
    let higher = polished.flatMap { $0.logDensity > place.logDensity ? $0 : nil }
    return PosteriorMode(at: higher ?? place, factor: factor)
  }

  /// The Cholesky factor of the inverse of the negative Hessian, made positive definite: in the space
  /// where its diagonal is ±1 eigenvalues are replaced by their magnitudes, and small ones raised.
  private static func covarianceFactor(
    at place: Climb, _ density: Climb.Density
  ) -> LowerTriangular? {
    let n = place.position.count
    guard var matrix = negativeHessian(at: place, density) else { return nil }
    let scales = (0..<n).map { i in
      // A coordinate without curvature of its own keeps its unit.
      let curvature = matrix[i * n + i].magnitude
      return curvature > 1e-8 ? 1 / curvature.squareRoot() : 1
    }
    for i in 0..<n { for j in 0..<n { matrix[i * n + j] *= scales[i] * scales[j] } }
    guard let eigen = SymmetricEigen(matrix, dimension: n) else { return nil }
    var covariance = eigen.matrix { 1 / max($0.magnitude, smallestEigenvalue) }
    for i in 0..<n { for j in 0..<n { covariance[i * n + j] *= scales[i] * scales[j] } }
    return LowerTriangular(factoring: covariance, dimension: n)
  }

  /// `[dimension, dimension]`, symmetric; nil where a neighbour is impossible.
  private static func negativeHessian(at place: Climb, _ density: Climb.Density) -> [Double]? {
    let n = place.position.count
    var matrix = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      let width = difference * max(1, place.position[i].magnitude)
      var (below, above) = (place.position, place.position)
      below[i] -= width
      above[i] += width
      guard let low = Climb(at: below, density), let high = Climb(at: above, density) else {
        return nil
      }
      for j in 0..<n {
        let slope = (low.gradient[j] - high.gradient[j]) / (above[i] - below[i])
        matrix[i * n + j] += 0.5 * slope
        matrix[j * n + i] += 0.5 * slope
      }
    }
    return matrix
  }
}
