public import MediaMixInference

/// One scalar of the posterior, summarised.
public struct ParameterSummary: Sendable {
  /// "coef_media[tv]".
  public let name: String
  /// Moments, quantiles and diagnostics.
  public let statistics: ScalarSummary
}

extension FittedModel {
  /// Every scalar parameter in the model's order, summarised over all chains.
  public func summary() -> [ParameterSummary] {
    draws.layout.elementNames.enumerated().map { index, name in
      ParameterSummary(name: name, statistics: ScalarSummary(chains: draws.chains(of: index)))
    }
  }

  /// The largest r-hat of any scalar parameter that is not fixed; NaN of a single chain.
  public var largestRHat: Double {
    summary().map(\.statistics.rHat).filter { !$0.isNaN }.max() ?? .nan
  }

  /// Number of draws at the end of a divergent trajectory; 0 of draws that were replaced.
  public var divergenceCount: Int {
    draws.statistics.reduce(0) { $0 + $1.count(where: \.diverging) }
  }

  /// The options as the draws were made with them: a warm-up that has grown by draws that missed the
  /// goal, and the target acceptance after those.
  package var samplerInForce: SamplerConfiguration {
    var options = sampler
    options.warmup = effort.warmup ?? sampler.warmup
    options.targetAcceptance = effort.targetAcceptance ?? sampler.targetAcceptance
    return options
  }

  /// What is wrong with the draws, and what to do about it.
  ///
  /// Chains are what is judged: nothing is said of draws that were thinned or replaced.
  ///
  /// - Parameter summary: the fit's own ``summary()``, if it is at hand.
  public func convergence(summary: [ParameterSummary]? = nil) -> ConvergenceReport {
    guard hasWholeChains else { return .nothingJudged }
    return ConvergenceReport(
      parameters: (summary ?? self.summary()).map { (name: $0.name, summary: $0.statistics) },
      configuration: samplerInForce, thinning: effort.transitionsPerDraw,
      divergences: divergenceCount,
      saturatedTrees: draws.statistics.reduce(0) { $0 + $1.count(where: \.saturated) },
      // Energies that are several transitions apart say nothing of the steps between.
      energyFractions: effort.transitionsPerDraw > 1
        ? [] : draws.statistics.map { Convergence.eBFMI(energies: $0.map(\.energy)) })
  }
}

extension ConvergenceReport {
  /// A report on nothing, which has no warnings.
  fileprivate static var nothingJudged: ConvergenceReport {
    ConvergenceReport(
      parameters: [], configuration: SamplerConfiguration(), divergences: 0, saturatedTrees: 0,
      energyFractions: [])
  }
}
