internal import MediaMixInference

/// What media bring, as an objective: the mean over draws, less so many of its standard deviations.
///
/// The gradient of mean − a·sd is the sum of the draws' gradients with weights
/// 1/n · (1 − a·(total − mean)/sd), and so is its curvature but for the part that the deviation of
/// slopes from their mean adds to it.
package struct MediaObjective: SpendObjective {
  let response: MediaResponse
  let riskAversion: Double
  /// What media bring by each draw when nothing is spent in the window, `[draw]`.
  private let idle: [Double]

  init(_ response: MediaResponse, riskAversion: Double) async {
    self.response = response
    self.riskAversion = riskAversion
    idle =
      riskAversion == 0
      ? [] : await response.totals(Array(repeating: 0, count: response.layout.cellCount))
  }

  package func evaluate(_ spends: [Double]) async -> SpendEvaluation {
    guard riskAversion > 0 else {
      return await response.evaluate(spends, weights: response.evenWeights)
    }
    let (moments, weights) = await riskWeights(spends)
    var evaluation = await response.evaluate(spends, weights: weights)
    evaluation.value = moments.mean - riskAversion * moments.deviation
    evaluation.terms = nil
    return evaluation
  }

  /// Second derivatives where cells are periods, without the part that the deviation of slopes adds:
  /// that couples all cells.
  package func hessian(_ spends: [Double], isConcave: Bool) async -> BlockHessian? {
    guard response.layout.granularity == .period else { return nil }
    let weights = riskAversion > 0 ? await riskWeights(spends).weights : response.evenWeights
    return await response.hessian(spends, weights: weights, isConcave: isConcave)
  }

  /// The moments of what a plan brings, and the weights of draws in its derivatives, `[block]`.
  private func riskWeights(
    _ spends: [Double]
  ) async -> (moments: Moments, weights: [Lanes.Block]) {
    let gains = zip(await response.totals(spends), idle).map { $0 - $1 }
    let moments = Moments(gains)
    let factor = moments.deviation > 0 ? riskAversion / moments.deviation : 0
    let weights = gains.map { (1 - factor * ($0 - moments.mean)) / Double(gains.count) }
    return (moments, response.blocks(of: weights))
  }

  /// Mean and standard deviation with n in the denominator.
  private struct Moments {
    let mean: Double
    let deviation: Double

    init(_ values: [Double]) {
      let count = Double(values.count)
      let mean = Reductions.sum(values.span) / count
      self.mean = mean
      deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    }
  }
}
