/// Weights with which the predictions of several models, mixed, would have been best.
///
/// Yao, Vehtari, Simpson and Gelman (2018), "Using stacking to average Bayesian predictive
/// distributions", Bayesian Analysis 13(3), equation 8: the weights maximise Σ_i ln Σ_k w_k p_ik over
/// all that are not negative and add up to 1. Two models that predict alike share a weight, and a
/// model that is good for few observations only keeps some.
public struct StackingWeights: Sendable, Hashable {
  /// The weight of each model, ≥ 0, 1 together; `[model]`.
  public let weights: [Double]

  /// The best weights, to ten digits of the mean log density. Weights below 10⁻⁹ are 0.
  ///
  /// - Parameter logDensities: the log predictive density of each observation by each model, without
  ///   having seen it; `[model, point]`, one or more of both. −∞ of an observation that a model holds
  ///   for impossible counts against that model. Left out is an observation that all hold for
  ///   impossible, or of which some density is NaN or infinite: it says nothing of the weights.
  public init(_ logDensities: [[Double]]) {
    precondition(
      !logDensities.isEmpty && logDensities.allSatisfy { $0.count == logDensities[0].count },
      "models of other observations")
    let objective = StackingObjective(logDensities)
    var weights = Array(repeating: 1 / Double(logDensities.count), count: logDensities.count)
    // Interior points: a barrier keeps weights positive, and what it costs is at most its strength
    // times the number of models.
    var barrier = 1.0
    while barrier > 1e-13 {
      barrier *= 0.1
      objective.climb(&weights, barrier: barrier)
    }
    let kept = weights.map { $0 < 1e-9 ? 0 : $0 }
    let total = kept.reduce(0, +)
    self.weights = kept.map { $0 / total }
  }
}

/// The mean log density of a mixture as a function of its weights.
private struct StackingObjective {
  /// Each observation's densities relative to its largest, `[point][model]`.
  private let densities: [[Double]]

  init(_ logDensities: [[Double]]) {
    densities = logDensities[0].indices.compactMap { point in
      let logs = logDensities.map { $0[point] }
      let largest = logs.reduce(-Double.infinity) { max($0, $1) }
      guard !logs.contains(where: \.isNaN), largest.isFinite else { return nil }
      return logs.map { VectorMath.exp($0 - largest) }
    }
  }

  /// Newton's method for the mean log density plus `barrier` times the sum of ln w.
  func climb(_ weights: inout [Double], barrier: Double) {
    for _ in 0..<100 {
      guard let step = step(at: weights, barrier: barrier) else { return }
      // At most 99 % of the way to the nearest edge.
      var length = zip(weights, step).reduce(1) { length, pair in
        pair.1 < 0 ? min(length, -0.99 * pair.0 / pair.1) : length
      }
      let start = value(at: weights, barrier: barrier)
      func moved(_ length: Double) -> [Double] {
        zip(weights, step).map { $0 + length * $1 }
      }
      while length > 1e-6, value(at: moved(length), barrier: barrier) < start { length *= 0.5 }
      guard length > 1e-6 else { return }
      let change = zip(weights, step).reduce(0) { max($0, ($1.1 * length / $1.0).magnitude) }
      weights = moved(length)
      if change < 1e-12 { return }
    }
  }

  private func value(at weights: [Double], barrier: Double) -> Double {
    let logs = densities.map { VectorMath.log(Self.mixed($0, weights)) }
    let edges = weights.map { VectorMath.log($0) }
    return Reductions.sum(logs.span) / Double(max(1, logs.count))
      + barrier * Reductions.sum(edges.span)
  }

  /// The Newton step that keeps the sum of weights; nil where rounding leaves none.
  private func step(at weights: [Double], barrier: Double) -> [Double]? {
    let count = weights.count
    var gradient = weights.map { barrier / $0 }
    var curvature = Array(repeating: 0.0, count: count * count)
    for k in 0..<count { curvature[k * count + k] = barrier / (weights[k] * weights[k]) }
    for point in densities {
      let total = Self.mixed(point, weights)
      for k in 0..<count {
        let share = point[k] / total / Double(densities.count)
        gradient[k] += share
        for j in 0...k { curvature[k * count + j] += share * point[j] / total }
      }
    }
    guard let factor = LowerTriangular(factoring: curvature, dimension: count) else { return nil }
    let uphill = factor.solution(of: gradient)
    let level = factor.solution(of: Array(repeating: 1, count: count))
    let multiplier = uphill.reduce(0, +) / level.reduce(0, +)
    return zip(uphill, level).map { $0 - multiplier * $1 }
  }

  private static func mixed(_ point: [Double], _ weights: [Double]) -> Double {
    Reductions.dot(point.span, weights.span)
  }
}

extension LowerTriangular {
  /// The x with A Aᵀ x = `right`.
  fileprivate func solution(of right: [Double]) -> [Double] {
    var (half, whole) = (right, right)
    var halfSpan = half.mutableSpan
    solve(right.span, into: &halfSpan)
    var wholeSpan = whole.mutableSpan
    solveTransposed(half.span, into: &wholeSpan)
    return whole
  }
}
