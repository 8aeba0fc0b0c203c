import MediaMix
import MediaMixInference

/// The distribution of some parameters given all others, found from the plain density alone: as a
/// function of them its logarithm is a parabola, and its gradient a straight line.
struct ConditionalNormal {
  /// The parameters in question, by their place in the layout.
  let scalars: [Int]
  /// Of the normal distribution, before an intercept is held positive.
  let mean: [Double]
  let covariance: [[Double]]
  /// Which of the scalars has to be positive.
  let positive: Int?
  /// The log of the plain density's integral over the parameters.
  let logIntegral: Double

  /// - Parameters:
  ///   - parameters: of which the others count, `[layout.count]`.
  ///   - isFixed: whether each scalar is fixed, `[layout.count]`.
  ///   - positive: a scalar with a half-normal prior.
  init(
    of density: MediaMixDensity, scalars: [Int], isFixed: [Bool], given parameters: [Double],
    positive: Int?
  ) throws {
    self.scalars = scalars
    self.positive = positive
    let n = scalars.count
    var start = parameters
    for scalar in scalars { start[scalar] = 1 }
    let gradient = density.naturalGradient(scalars, isFixed: isFixed, at: start, positive: positive)
    var precision = Array(repeating: 0.0, count: n * n)
    for (j, scalar) in scalars.enumerated() {
      var moved = start
      moved[scalar] += 1
      let other = density.naturalGradient(scalars, isFixed: isFixed, at: moved, positive: positive)
      for i in 0..<n { precision[i * n + j] = gradient[i] - other[i] }
    }
    for i in 0..<n {
      for j in 0..<i {
        precision[i * n + j] = 0.5 * (precision[i * n + j] + precision[j * n + i])
      }
    }
    guard let factor = LowerTriangular(factoring: precision, dimension: n) else {
      throw NotNormal()
    }
    func solve(_ right: [Double]) -> [Double] {
      var (half, whole) = (right, right)
      var span = half.mutableSpan
      factor.solve(right.span, into: &span)
      var result = whole.mutableSpan
      factor.solveTransposed(half.span, into: &result)
      return whole
    }
    let step = solve(gradient)
    mean = zip(scalars, step).map { start[$0] + $1 }
    covariance = (0..<n).map { i in solve((0..<n).map { $0 == i ? 1 : 0 }) }
    // Of the parabola through the start.
    let height =
      density.value(at: start).natural + 0.5 * zip(gradient, step).reduce(0) { $0 + $1.0 * $1.1 }
    let halfLogDeterminant = factor.diagonal.reduce(0) { $0 + VectorMath.log($1) }
    var value = height - halfLogDeterminant + Double(n) * 0.918938533204672741780329736405617640
    if let index = scalars.firstIndex(where: { $0 == positive }) {
      value += SpecialFunctions.normalLogCDF(
        mean[index] / covariance[index][index].squareRoot())
    }
    logIntegral = value
  }

  struct NotNormal: Error {}

  /// Mean and covariance, given that the positive one is positive.
  var moments: (mean: [Double], covariance: [[Double]]) {
    get throws {
      guard let index = scalars.firstIndex(where: { $0 == positive }) else {
        return (mean, covariance)
      }
      let variance = covariance[index][index]
      let truncated = try TruncatedNormal(
        loc: mean[index], scale: variance.squareRoot(), low: 0)
      let slopes = covariance[index].map { $0 / variance }
      let indices = scalars.indices
      return (
        indices.map { mean[$0] + slopes[$0] * (truncated.mean - mean[index]) },
        indices.map { i in
          indices.map { j in
            covariance[i][j] + slopes[i] * slopes[j] * (truncated.variance - variance)
          }
        }
      )
    }
  }
}

extension MediaMixDensity {
  /// The gradient of the natural log density by scalars whose coordinates are themselves, or, if
  /// positive, their logarithms.
  fileprivate func naturalGradient(
    _ scalars: [Int], isFixed: [Bool], at parameters: [Double], positive: Int?
  ) -> [Double] {
    let gradient = valueAndGradient(position(of: parameters)).gradient
    return scalars.map { scalar in
      // Fixed scalars have no coordinates.
      let slope = gradient[(0..<scalar).count { !isFixed[$0] }]
      return scalar == positive ? (slope - 1) / parameters[scalar] : slope
    }
  }
}
