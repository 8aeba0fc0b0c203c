/// The generalised Pareto distribution of what exceeds a threshold, fitted to the exceedances of a
/// sample.
package struct GeneralizedPareto: Sendable, Hashable {
  /// The shape k: below 0 the tail ends, above 0 it has finite moments of orders below 1/k.
  package let shape: Double
  /// The scale, > 0.
  package let scale: Double

  /// The fewest exceedances that a distribution can be fitted to.
  package static let neededCount = 5

  /// The distribution of exceedances, by the empirical Bayes estimate of Zhang and Stephens (2009), "A
  /// new and efficient estimation method for the generalized Pareto distribution", Technometrics
  /// 51(3), section 3. Its shape is drawn towards ½ by a prior worth ten observations: Vehtari et al.
  /// (2024), appendix G.
  ///
  /// - Parameter exceedances: positive, in ascending order.
  /// - Returns: nil for fewer than five of them, and where nothing fits: they are zero, or all equal.
  package init?(ascending exceedances: [Double]) {
    let count = exceedances.count
    guard count >= Self.neededCount else { return nil }
    let (quartile, largest) = (exceedances[(count + 2) / 4 - 1], exceedances[count - 1])
    guard quartile > 0, largest.isFinite else { return nil }
    // The distribution has one parameter, θ = −k/scale, whose best k is known; the estimate is its
    // mean over a grid, weighted by the likelihood.
    let gridCount = 30 + Int(Double(count).squareRoot())
    let grid = (1...gridCount).map { point in
      (1 - (Double(gridCount) / (Double(point) - 0.5)).squareRoot()) / (3 * quartile) + 1 / largest
    }
    let likelihoods = grid.map { theta in
      let shape = Self.bestShape(theta, exceedances)
      return Double(count) * (VectorMath.log(-theta / shape) - shape - 1)
    }
    let theta = Self.mean(of: grid, logWeights: likelihoods)
    let likeliest = Self.bestShape(theta, exceedances)
    let (weight, priorWeight) = (Double(count), 10.0)
    scale = -likeliest / theta
    shape = (weight * likeliest + priorWeight * 0.5) / (weight + priorWeight)
    guard shape.isFinite, scale > 0, scale.isFinite else { return nil }
  }

  /// The exceedance that is not exceeded with a probability in (0, 1).
  package func quantile(_ probability: Double) -> Double {
    let logTail = VectorMath.log1p(-probability)
    return shape.magnitude < .ulpOfOne
      ? -scale * logTail : scale * VectorMath.expm1(-shape * logTail) / shape
  }

  /// The k of the greatest likelihood for a θ.
  private static func bestShape(_ theta: Double, _ exceedances: [Double]) -> Double {
    let logs = exceedances.map { VectorMath.log1p(-theta * $0) }
    return Reductions.sum(logs.span) / Double(logs.count)
  }

  /// The mean of numbers, those of negligible weight left out.
  private static func mean(of numbers: [Double], logWeights: [Double]) -> Double {
    let total = Reductions.logSumExp(logWeights.span)
    let weights = logWeights.map { VectorMath.exp($0 - total) }
      .map { $0 >= 10 * .ulpOfOne ? $0 : 0 }
    return Reductions.dot(numbers.span, weights.span) / Reductions.sum(weights.span)
  }
}
