/// Running covariance of warm-up positions, and the metric made from it.
///
/// Welford's updates; shrunk towards a small multiple of the identity as Stan does: with n
/// positions, n/(n+5) · covariance + 10⁻³ · 5/(n+5) · I (Stan Reference Manual, "HMC algorithm
/// parameters").
///
/// With many dimensions d a window has few positions for each, and its covariance stretches some
/// directions and squeezes others by chance: by a factor of up to ((√n + √d)/(√n − √d))² apart. So
/// beyond 64 dimensions covariances are multiplied by 1 − (d/n)², and with no more positions than
/// dimensions variances alone are used.
package struct MetricEstimator: Sendable {
  private let shape: SamplerConfiguration.MetricShape
  private let dimension: Int
  private var count = 0
  private var mean: [Double]
  private var deviation: [Double]
  /// Sums of products of deviations: `[dimension, dimension]` lower triangle if dense, else
  /// `[dimension]`.
  private var moments: [Double]

  /// An estimator that has seen nothing.
  package init(shape: SamplerConfiguration.MetricShape, dimension: Int) {
    self.shape = shape
    self.dimension = dimension
    mean = Array(repeating: 0, count: dimension)
    deviation = mean
    moments = Array(repeating: 0, count: shape == .dense ? dimension * dimension : dimension)
  }

  /// Takes one position `[dimension]` into account.
  package mutating func add(_ position: Span<Double>) {
    count += 1
    for i in 0..<dimension {
      deviation[i] = position[i] - mean[i]
      mean[i] += deviation[i] / Double(count)
    }
    for i in 0..<dimension {
      let remaining = position[i] - mean[i]
      switch shape {
      case .diagonal: moments[i] += deviation[i] * remaining
      case .dense: for j in 0...i { moments[i * dimension + j] += remaining * deviation[j] }
      }
    }
  }

  /// Up to so many dimensions a covariance is used as it was found.
  private static let fewDimensions = 64

  /// What covariances are multiplied by, in [0, 1].
  private var correlationShare: Double {
    guard dimension > Self.fewDimensions else { return 1 }
    let ratio = Double(dimension) / Double(count)
    return max(0, 1 - ratio * ratio)
  }

  /// The metric of what was added; nil with fewer than two positions, or where the covariance is
  /// not finite.
  package func metric() -> Metric? {
    guard count > 1 else { return nil }
    let n = Double(count)
    let weight = n / (n + 5) / (n - 1)
    let floor = 1e-3 * 5 / (n + 5)
    let share = correlationShare
    switch shape {
    case .diagonal: return diagonalMetric(variances: moments.map { $0 * weight + floor })
    case .dense where share == 0:
      return diagonalMetric(
        variances: (0..<dimension).map { moments[$0 * dimension + $0] * weight + floor })
    case .dense:
      var covariance = moments
      for i in 0..<dimension {
        for j in 0...i {
          let moment = moments[i * dimension + j] * weight
          let value = i == j ? moment + floor : moment * share
          covariance[i * dimension + j] = value
          covariance[j * dimension + i] = value
        }
      }
      return LowerTriangular(factoring: covariance, dimension: dimension).map(Metric.dense)
    }
  }

  private func diagonalMetric(variances: [Double]) -> Metric? {
    let deviations = variances.map { $0.squareRoot() }
    return deviations.allSatisfy(\.isFinite) ? .diagonal(deviations) : nil
  }
}
