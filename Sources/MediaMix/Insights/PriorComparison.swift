public import MediaMixInference

/// What the data have taught about one scalar: its prior beside its posterior.
public struct PriorComparison: Sendable, Hashable {
  /// "coef_media[tv]".
  public let name: String
  /// The prior's mean, on the model's scale; NaN or infinite where it has none.
  public let priorMean: Double
  /// The prior's standard deviation; NaN or infinite where it has none, 0 where the scalar is fixed.
  public let priorDeviation: Double
  /// How far apart draws of prior and posterior are; nil where the scalar is fixed.
  public let distance: SampleDistance?
  /// The share of the prior's variance that the data removed: 1 − var(posterior) / var(prior).
  ///
  /// At most 1, and negative where the posterior is wider than the prior; NaN where the prior has no
  /// variance.
  public let varianceRemoved: Double
}

extension FittedModel {
  /// The prior of every scalar beside its posterior, in the model's order.
  ///
  /// Moments of priors are exact. Distances are of samples in bins of equal probability: see
  /// `SampleDistance.binned(_:_:bins:)`, which also says how far from 0 they are by chance.
  ///
  /// - Parameters:
  ///   - summary: the fit's own ``summary()``, if it is at hand.
  ///   - priorDraws: how many draws of the prior, ≥ 1; made with the fit's seed.
  public func priorComparison(
    summary: [ParameterSummary]? = nil, priorDraws: Int = 4000
  ) -> [PriorComparison] {
    let prior = model.priorTrace(draws: priorDraws, seed: sampler.seed).draws
    let moments = model.priorMoments
    return (summary ?? self.summary()).enumerated().map { index, row in
      let (mean, deviation) = moments[index]
      let isFixed = model.density.prior.coordinate(of: index) == nil
      let ratio = row.statistics.sd / deviation
      let hasVariance = deviation > 0 && deviation.isFinite
      return PriorComparison(
        name: row.name, priorMean: mean, priorDeviation: deviation,
        distance: isFixed
          ? nil
          : .binned(prior.chains(of: index).flatMap { $0 }, draws.chains(of: index).flatMap { $0 }),
        varianceRemoved: hasVariance ? 1 - ratio * ratio : .nan)
    }
  }
}
