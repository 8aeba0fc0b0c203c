/// The distinct modes among the places where climbs have ended.
package enum ModeSearch {
  /// Modes further below the best, in log density, are not worth a chain.
  private static let depth = 25.0
  /// The most modes that are kept.
  private static let maximumCount = 8
  /// The largest dimension for which Hessians are computed.
  private static let maximumDimension = 250
  /// How near two places of one mode are, in log density and in each coordinate.
  private static let nearness = (logDensity: 0.3, coordinate: 0.5)
  /// Where else a climb that stopped early belongs to a mode: not so far below it, and not so much
  /// above the density of its normal approximation, as to be a mode of its own.
  private static let approximation = (depth: 2.0, excess: 0.5)
  /// The most steps of Newton's method, each with a Hessian of its own.
  private static let maximumNewtonSteps = 5
  /// A step of Newton's method that promises less is the last.
  private static let smallGain = 0.05
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
  /// Places within 0.3 of one another in log density and 0.5 in every coordinate are one mode, and
  /// so are those whose log density the normal approximation at a mode explains; the highest stands
  /// for all. At each the Hessian is computed by central differences, with 2D gradients, and a step
  /// of Newton's method taken; if that promised to gain more than 0.05 both are done again, five
  /// times at most. Above 250 dimensions, and where a neighbour is impossible, there is no Hessian
  /// and the mode has no covariance.
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
      if modes.contains(where: { isNear(place.position, place.logDensity, to: $0) }) { continue }
      let found = mode(at: place, density)
      // Newton's method may have led to a mode already found.
      if modes.contains(where: { isNear(found.position, found.logDensity, to: $0) }) { continue }
      modes.append(found)
      if modes.count == maximumCount { break }
    }
    return modes.indices
      .sorted { (-modes[$0].logEvidence, $0) < (-modes[$1].logEvidence, $1) }
      .map { modes[$0] }
  }

  private static func isNear(
    _ position: [Double], _ logDensity: Double, to mode: PosteriorMode
  ) -> Bool {
    let below = mode.logDensity - logDensity
    let offset = zip(position, mode.position).map(-)
    if below.magnitude < nearness.logDensity
      && offset.allSatisfy({ $0.magnitude < nearness.coordinate })
    {
      return true
    }
    guard let factor = mode.factor, below < approximation.depth else { return false }
    var whitened = offset
    var target = whitened.mutableSpan
    factor.solve(offset.span, into: &target)
    return 0.5 * Reductions.sumOfSquares(whitened.span) - below < approximation.excess
  }

  private static func mode(at place: Climb, _ density: Climb.Density) -> PosteriorMode {
    guard place.position.count <= maximumDimension else {
      return PosteriorMode(at: place, factor: nil)
    }
    var place = place
    var factor = covarianceFactor(at: place, density)
    for _ in 0..<maximumNewtonSteps {
      guard let known = factor else { break }
      let (direction, slope) = newtonDirection(at: place, known)
      guard let next = place.step(along: direction, slope: slope, density) else { break }
      place = next
      if 0.5 * slope < smallGain { break }
      // The climb had not arrived, and the Hessian was that of another place.
      factor = covarianceFactor(at: place, density)
    }
    return PosteriorMode(at: place, factor: factor)
  }

  /// L Lᵀ times the gradient, and how steeply the log density rises that way: twice what the normal
  /// approximation gains there.
  private static func newtonDirection(
    at place: Climb, _ factor: LowerTriangular
  ) -> (direction: [Double], slope: Double) {
    var half = place.gradient
    var direction = half
    var target = half.mutableSpan
    factor.multiplyTransposed(place.gradient.span, into: &target)
    var second = direction.mutableSpan
    factor.multiply(half.span, into: &second)
    return (direction, Reductions.sumOfSquares(half.span))
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
