public import MediaMix
internal import MediaMixInference

/// What `lmmm summary --json` prints.
public struct SummaryDocument: Sendable, Encodable {
  private struct Row: Encodable, Sendable {
    let summary: ParameterSummary
    let prior: (mean: Double, sd: Double)?

    private enum CodingKeys: String, CodingKey {
      case name
      case priorMean = "prior_mean"
      case priorDeviation = "prior_sd"
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(summary.name, forKey: .name)
      try summary.statistics.encode(to: encoder)
      if let prior {
        try container.encode(JSONNumber(prior.mean), forKey: .priorMean)
        try container.encode(JSONNumber(prior.sd), forKey: .priorDeviation)
      }
    }
  }

  private let parameters: [Row]
  private let divergences: Int
  private let chains: Int
  private let warmup: Int
  private let draws: Int
  private let leapfrogSteps: Int
  private let warmupSeconds: Double
  private let samplingSeconds: Double
  private let wallSeconds: Double
  /// Nil, and so left out, where there are none.
  private let experiments: [ExperimentDocument]?

  private enum CodingKeys: String, CodingKey {
    case parameters, divergences, chains, warmup, draws, experiments
    case leapfrogSteps = "leapfrog_steps"
    case warmupSeconds = "warmup_seconds"
    case samplingSeconds = "sampling_seconds"
    case wallSeconds = "wall_seconds"
  }

  /// The document of a fit. Leapfrog steps are those of warm-up and draws together; seconds of
  /// warm-up and sampling are added up over the chains.
  ///
  /// - Parameters:
  ///   - fit: the fit.
  ///   - summary: the fit's own `summary()`.
  ///   - withPrior: whether each parameter has its prior's mean and standard deviation too; null
  ///     where they are infinite or undefined.
  public init(_ fit: FittedModel, summary: [ParameterSummary], withPrior: Bool = false) {
    let priors = fit.model.priorMoments
    parameters = summary.enumerated().map { index, summary in
      Row(summary: summary, prior: withPrior ? priors[index] : nil)
    }
    divergences = fit.divergenceCount
    chains = fit.draws.chainCount
    warmup = fit.sampler.warmup
    draws = fit.draws.drawCount
    leapfrogSteps = fit.effort.warmupLeapfrogSteps + fit.effort.samplingLeapfrogSteps
    warmupSeconds = fit.effort.warmupSeconds
    samplingSeconds = fit.effort.samplingSeconds
    wallSeconds = fit.effort.wallSeconds
    experiments = fit.experimentResults.isEmpty ? nil : ExperimentDocument.all(of: fit)
  }
}
