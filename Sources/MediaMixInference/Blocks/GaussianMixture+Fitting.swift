/// Fitting to points, by expectation and maximisation (Dempster, Laird and Rubin 1977).
extension GaussianMixture {
  /// Points per dimension that a component must have at the start.
  private static let pointsPerDimension = 10
  /// EM's largest number of iterations, and the mean gain in log density that ends it before.
  private static let iterations = (maximum: 40, gain: 1e-4)

  /// The mixture that EM finds from centres spread over the points.
  ///
  /// All happens in the coordinates in which the points have covariance I. Centres are chosen as
  /// k-means++ does (Arthur and Vassilvitskii 2007), each among the points with probability
  /// proportional to the squared distance from those before. Covariances are
  /// (Σ r (x − μ)(x − μ)ᵀ + I/10)/(Σ r + 1), with responsibilities r, which none can collapse under;
  /// a component responsible for fewer than d + 1 points is dropped. There are eight to begin with, or
  /// one for every ten points and dimension.
  ///
  /// - Parameters:
  ///   - points: `[point, dimension]`.
  ///   - d: the number of dimensions, ≥ 1.
  ///   - random: chooses the centres.
  /// - Returns: nil if the points' covariance is singular or not finite.
  package init?(
    fittedTo points: [Double], dimension d: Int, using random: inout RandomStream
  ) {
    precondition(
      d >= 1 && points.count % d == 0, "\(points.count) numbers in \(d) dimensions")
    guard let cloud = WhitenedPoints(points, dimension: d) else { return nil }
    let count = min(Self.maximumCount, max(1, cloud.count / (Self.pointsPerDimension * d)))
    var mixture = cloud.spreadMixture(of: count, using: &random)
    var previous = -Double.infinity
    for _ in 0..<Self.iterations.maximum {
      let (next, meanLogDensity) = cloud.improved(mixture)
      guard let next else { break }
      mixture = next
      if meanLogDensity - previous < Self.iterations.gain { break }
      previous = meanLogDensity
    }
    self = cloud.unwhitened(mixture)
  }
}

/// Points of mean 0 and covariance I, and the way back to where they came from.
private struct WhitenedPoints {
  let dimension: Int
  let count: Int
  /// `[count, dimension]`.
  private var points: [Double]
  private var mean: [Double]
  private let factor: LowerTriangular

  init?(_ original: [Double], dimension d: Int) {
    dimension = d
    let count = original.count / d
    guard count > d else { return nil }
    var centered = original
    var mean = [Double](repeating: 0, count: d)
    for p in 0..<count { for i in 0..<d { mean[i] += original[p * d + i] } }
    for i in 0..<d { mean[i] /= Double(count) }
    for p in 0..<count { for i in 0..<d { centered[p * d + i] -= mean[i] } }
    let weights = [Double](repeating: 1 / Double(count - 1), count: count)
    let covariance = GramMatrix.sum(rows: centered, weights: weights, dimension: d)
    guard let factor = LowerTriangular(factoring: covariance, dimension: d) else { return nil }
    var points = centered
    var solution = mean
    for p in 0..<count {
      var target = solution.mutableSpan
      factor.solve(centered.span.extracting(p * d..<(p + 1) * d), into: &target)
      for i in 0..<d { points[p * d + i] = solution[i] }
    }
    self.count = count
    self.points = points
    self.mean = mean
    self.factor = factor
  }

  /// Equal round components whose means are points far apart, as wide as if they divided the volume
  /// among them.
  func spreadMixture(of limit: Int, using random: inout RandomStream) -> GaussianMixture {
    let d = dimension
    var distances = [Double](repeating: .infinity, count: count)
    var means: [Double] = []
    var next = min(count - 1, Int(random.uniform() * Double(count)))
    while true {
      let center = points[next * d..<(next + 1) * d]
      means += center
      for p in 0..<count {
        let square = zip(points[p * d..<(p + 1) * d], center).reduce(0) {
          $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
        }
        distances[p] = min(distances[p], square)
      }
      let total = distances.reduce(0, +)
      if means.count == limit * d || total == 0 { break }
      var remaining = random.uniform() * total
      next =
        distances.firstIndex { distance in
          remaining -= distance
          return remaining < 0
        } ?? next
    }
    let found = means.count / d
    let deviation = VectorMath.exp(-VectorMath.log(Double(found)) / Double(d))
    let factor = (0..<d).flatMap { row in
      (0...row).map { $0 == row ? deviation : 0 }
    }
    return GaussianMixture(
      weights: Array(repeating: 1, count: found), means: means,
      factors: (0..<found).flatMap { _ in factor }, dimension: d)
  }

  /// One iteration of EM, nil if no component is left, and the mean log density before it.
  func improved(_ mixture: GaussianMixture) -> (mixture: GaussianMixture?, meanLogDensity: Double) {
    let d = dimension
    // Σ r, Σ r x and, row by row of the lower triangle, Σ r x xᵀ.
    var sums = [SIMD8<Double>](repeating: .zero, count: 1 + d + d * (d + 1) / 2)
    var logDensity = 0.0
    points.withUnsafeBufferPointer { points in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let start = points.baseAddress else { return }
        for p in 0..<count {
          let x = start + p * d
          let (values, total, shift) = mixture.terms(at: x)
          guard total > 0 else { continue }
          logDensity += shift + VectorMath.log(total)
          let responsibilities = values / total
          sums[0] += responsibilities
          var place = 1 + d
          for i in 0..<d {
            let product = responsibilities * x[i]
            sums[1 + i] += product
            for j in 0...i { sums[place + j] += product * x[j] }
            place += i + 1
          }
        }
      }
    }
    return (maximized(sums, count: mixture.weights.count), logDensity / Double(count))
  }

  private func maximized(_ sums: [SIMD8<Double>], count: Int) -> GaussianMixture? {
    let d = dimension
    var weights: [Double] = []
    var means: [Double] = []
    var factors: [Double] = []
    for k in 0..<count where sums[0][k] >= Double(d + 1) {
      let total = sums[0][k]
      let mean = (0..<d).map { sums[1 + $0][k] / total }
      var covariance = [Double](repeating: 0, count: d * d)
      var place = 1 + d
      for i in 0..<d {
        for j in 0...i {
          let scatter = sums[place + j][k] - total * mean[i] * mean[j]
          covariance[i * d + j] = (scatter + (i == j ? 0.1 : 0)) / (total + 1)
        }
        place += i + 1
      }
      guard let factor = LowerTriangular(factoring: covariance, dimension: d) else { continue }
      weights.append(total)
      means += mean
      factors += Self.elements(of: factor)
    }
    guard !weights.isEmpty else { return nil }
    return GaussianMixture(weights: weights, means: means, factors: factors, dimension: d)
  }

  /// Row by row up to the diagonal.
  private static func elements(of factor: LowerTriangular) -> [Double] {
    let d = factor.dimension
    var elements: [Double] = []
    var row = [Double](repeating: 0, count: d)
    for i in 0..<d {
      var unit = [Double](repeating: 0, count: d)
      unit[i] = 1
      var target = row.mutableSpan
      factor.multiplyTransposed(unit.span, into: &target)
      elements += row[...i]
    }
    return elements
  }

  /// A mixture of these points as one of the original points: means m + L μ, factors L F.
  func unwhitened(_ mixture: GaussianMixture) -> GaussianMixture {
    let d = dimension
    let triangle = GaussianMixture.offset(ofRow: d)
    var means: [Double] = []
    var factors = mixture.factors
    var image = mean
    for k in mixture.weights.indices {
      var target = image.mutableSpan
      factor.multiply(mixture.means.span.extracting(k * d..<(k + 1) * d), into: &target)
      means += zip(image, mean).map(+)
      for j in 0..<d {
        let column = (0..<d).map { i in
          i < j ? 0 : mixture.factors[k * triangle + GaussianMixture.offset(ofRow: i) + j]
        }
        var target = image.mutableSpan
        factor.multiply(column.span, into: &target)
        for i in j..<d { factors[k * triangle + GaussianMixture.offset(ofRow: i) + j] = image[i] }
      }
    }
    return GaussianMixture(
      weights: mixture.weights, means: means, factors: factors, dimension: d)
  }
}
