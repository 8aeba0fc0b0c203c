/// The distinct modes among the places where climbs have ended.
package enum ModeSearch {
  /// Modes further below the best, in log density, are not worth a chain.
  private static let depth = 25.0
  /// The most modes that are kept, and where Hessians are large.
  private static let maximumCount = (few: 8, many: 2)
  /// The largest dimension for which Hessians are computed, element by element.
  private static let maximumDimension = 4000
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
  /// Steps of Lanczos' method: how many at a time, and at most.
  private static let krylovSteps = (stride: 100, maximum: 600)
  /// How well eigenvalues far from one must be known, relative to them.
  private static let precision = 0.1
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
  /// times at most. Above 250 dimensions there is one Hessian for each of two modes at most, and the
  /// covariance is that of the directions in which the scaled Hessian is far from the identity. Above
  /// 4000, and where a neighbour is impossible, there is no Hessian and the mode has no covariance.
  ///
  /// - Parameters:
  ///   - climbs: in an order that does not depend on threads; equally high ones keep it.
  ///   - density: the one that was climbed.
  /// - Returns: at most eight, above 250 dimensions two, none more than 25 below the highest; none for no climbs.
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
      if modes.count == (isLarge(place) ? maximumCount.many : maximumCount.few) { break }
    }
    return modes.indices
      .sorted { (-modes[$0].logEvidence, $0) < (-modes[$1].logEvidence, $1) }
      .map { modes[$0] }
  }

  /// Whether a Hessian at a place is more than a dense metric would be made of.
  private static func isLarge(_ place: Climb) -> Bool {
    place.position.count > Metric.mostDenseDimensions
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
    guard let shape = mode.shape, below < approximation.depth else { return false }
    var whitened = offset
    shape.solve(offset, row: offset.indices, into: &whitened)
    return 0.5 * Reductions.sumOfSquares(whitened.span) - below < approximation.excess
  }

  private static func mode(at place: Climb, _ density: Climb.Density) -> PosteriorMode {
    guard place.position.count <= maximumDimension else {
      return PosteriorMode(at: place, shape: nil)
    }
    var place = place
    var shape = shape(at: place, density)
    for _ in 0..<maximumNewtonSteps {
      guard let known = shape else { break }
      let (direction, slope) = newtonDirection(at: place, known)
      guard let next = place.step(along: direction, slope: slope, density) else { break }
      place = next
      if 0.5 * slope < smallGain || isLarge(place) { break }
      // The climb had not arrived, and the Hessian was that of another place.
      shape = Self.shape(at: place, density)
    }
    return PosteriorMode(at: place, shape: shape)
  }

  /// A Aᵀ times the gradient, and how steeply the log density rises that way: twice what the normal
  /// approximation gains there.
  private static func newtonDirection(
    at place: Climb, _ shape: Metric
  ) -> (direction: [Double], slope: Double) {
    var half = place.gradient
    var direction = half
    shape.multiplyTransposed(place.gradient, row: half.indices, into: &half)
    shape.multiply(half, row: half.indices, into: &direction)
    return (direction, Reductions.sumOfSquares(half.span))
  }

  /// A map to the inverse of the negative Hessian, made positive definite: in the space where its
  /// diagonal is ±1 eigenvalues are replaced by their magnitudes, and small ones raised.
  private static func shape(at place: Climb, _ density: Climb.Density) -> Metric? {
    let n = place.position.count
    guard var matrix = negativeHessian(at: place, density) else { return nil }
    let scales = (0..<n).map { i in
      // A coordinate without curvature of its own keeps its unit.
      let curvature = matrix[i * n + i].magnitude
      return curvature > 1e-8 ? 1 / curvature.squareRoot() : 1
    }
    for i in 0..<n { for j in 0..<n { matrix[i * n + j] *= scales[i] * scales[j] } }
    guard n <= Metric.mostDenseDimensions else {
      return directionalShape(ofScaled: matrix, scales: scales)
    }
    guard let eigen = SymmetricEigen(matrix, dimension: n) else { return nil }
    var covariance = eigen.matrix { 1 / max($0.magnitude, smallestEigenvalue) }
    for i in 0..<n { for j in 0..<n { covariance[i * n + j] *= scales[i] * scales[j] } }
    return LowerTriangular(factoring: covariance, dimension: n).map(Metric.dense)
  }

  /// The eigenvalues of a scaled negative Hessian that are far from one, which are at the ends of its
  /// spectrum.
  private static func directionalShape(ofScaled matrix: [Double], scales: [Double]) -> Metric? {
    let rows = RowMatrix(matrix, dimension: scales.count)
    var space = KrylovSpace(dimension: scales.count)
    while true {
      space.grow(by: krylovSteps.stride) { x, y in
        rows.multiply(x, into: &y)
      }
      guard let pairs = space.pairs() else { return nil }
      let (far, rest) = ends(of: pairs.values, dimension: scales.count)
      let hasConverged = far.allSatisfy {
        pairs.errors[$0] <= precision * pairs.values[$0].magnitude
      }
      guard hasConverged || space.isExhausted || space.count >= krylovSteps.maximum else {
        continue
      }
      return .directional([
        DirectionalScaling(
          scales: scales.map { $0 / rest.squareRoot() },
          directions: space.vectors(of: pairs, at: far),
          variances: far.map { rest / max(pairs.values[$0].magnitude, smallestEigenvalue) })
      ])
    }
  }

  /// The places of the eigenvalues that are far from the mean of all others, and that mean: the trace,
  /// which is the dimension, tells it without them.
  private static func ends(of values: [Double], dimension: Int) -> (far: [Int], rest: Double) {
    var far: [Int] = []
    var rest = 1.0
    for _ in 0..<3 {
      far = values.indices.filter {
        !FisherMetric.negligible.contains(values[$0].magnitude / rest)
      }
      let left = Double(dimension) - far.reduce(0) { $0 + values[$1] }
      rest = far.count < dimension && left > 0 ? left / Double(dimension - far.count) : 1
    }
    return (far, rest)
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
