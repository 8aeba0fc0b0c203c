public import MediaMix
internal import MediaMixInference

/// What `lmmm summary --json` prints.
public struct SummaryDocument: Sendable, Encodable {
  private struct Row: Encodable, Sendable {
    let summary: ParameterSummary

    private enum CodingKeys: CodingKey {
      case name
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(summary.name, forKey: .name)
      try summary.statistics.encode(to: encoder)
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

  private enum CodingKeys: String, CodingKey {
    case parameters, divergences, chains, warmup, draws
    case leapfrogSteps = "leapfrog_steps"
    case warmupSeconds = "warmup_seconds"
    case samplingSeconds = "sampling_seconds"
    case wallSeconds = "wall_seconds"
  }

  /// The document of a fit. Leapfrog steps are those of warm-up and draws together; seconds of
  /// warm-up and sampling are added up over the chains.
  ///
  /// - Parameter summary: the fit's own ``FittedModel/summary()``.
  public init(_ fit: FittedModel, summary: [ParameterSummary]) {
    parameters = summary.map(Row.init)
    divergences = fit.divergenceCount
    chains = fit.draws.chainCount
    warmup = fit.sampler.warmup
    draws = fit.draws.drawCount
    leapfrogSteps = fit.effort.warmupLeapfrogSteps + fit.effort.samplingLeapfrogSteps
    warmupSeconds = fit.effort.warmupSeconds
    samplingSeconds = fit.effort.samplingSeconds
    wallSeconds = fit.effort.wallSeconds
  }
}
