internal import MediaMixInference

extension MediaMixModel {
  /// Draws of all parameters from the joint prior, as one chain: what the model expects before it has
  /// seen the KPI.
  ///
  /// Draws are independent. Each has a random stream of its own, so that the first of many are those
  /// of few.
  ///
  /// - Parameters:
  ///   - draws: how many, ≥ 1.
  ///   - seed: decides every bit of them.
  public func priorTrace(draws: Int = 1000, seed: UInt64 = 1) -> Trace {
    precondition(draws >= 1, "a trace without draws")
    var values: [Double] = []
    values.reserveCapacity(draws * parameters.count)
    for index in 0..<draws {
      var random = RandomStream(seed: seed, purpose: .prior, index: index)
      values += density.prior.sample(using: &random)
    }
    return Trace(
      model: self, draws: Draws(layout: parameters, values: values, chainCount: 1))
  }
}
