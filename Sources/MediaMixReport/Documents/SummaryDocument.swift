public import MediaMix
internal import MediaMixInference

/// What `lmmm summary --json` prints.
public struct SummaryDocument: Sendable, Encodable {
  private struct Row: Encodable, Sendable {
    let summary: ParameterSummary
    let prior: PriorComparison?

    private enum CodingKeys: String, CodingKey {
      case name, prior
      case priorMean = "prior_mean"
      case priorDeviation = "prior_sd"
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(summary.name, forKey: .name)
      try summary.statistics.encode(to: encoder)
      if let prior {
        try container.encode(JSONNumber(prior.priorMean), forKey: .priorMean)
        try container.encode(JSONNumber(prior.priorDeviation), forKey: .priorDeviation)
        try container.encode(Prior(prior), forKey: .prior)
      }
    }
  }

  private struct Prior: Encodable {
    let mean: JSONNumber
    let sd: JSONNumber
    let distances: Distances
    let varianceRemoved: JSONNumber

    private enum CodingKeys: String, CodingKey {
      case mean, sd, distances
      case varianceRemoved = "variance_removed"
    }

    init(_ prior: PriorComparison) {
      mean = JSONNumber(prior.priorMean)
      sd = JSONNumber(prior.priorDeviation)
      distances = Distances(prior.distance)
      varianceRemoved = JSONNumber(prior.varianceRemoved)
    }
  }

  private struct Distances: Encodable {
    let ks: JSONNumber
    let hellinger: JSONNumber
    let js: JSONNumber
    let min: JSONNumber

    init(_ distance: SampleDistance?) {
      ks = JSONNumber(distance?.kolmogorovSmirnov ?? .nan)
      hellinger = JSONNumber(distance?.hellinger ?? .nan)
      js = JSONNumber(distance?.jensenShannon ?? .nan)
      min = JSONNumber(distance?.totalVariation ?? .nan)
    }
  }

  private let parameters: [Row]
  private let divergences: Int
  private let chains: Int
  private let warmup: Int
  private let draws: Int
  /// Transitions per kept draw.
  private let thinning: Int
  private let leapfrogSteps: Int
  private let warmupSeconds: Double
  private let samplingSeconds: Double
  private let wallSeconds: Double
  /// Nil, and so left out, where nothing was edited.
  private let edits: [String]?
  /// Nil, and so left out, where there are none.
  private let experiments: [ExperimentDocument]?

  private enum CodingKeys: String, CodingKey {
    case parameters, divergences, chains, warmup, draws, thinning, edits, experiments
    case leapfrogSteps = "leapfrog_steps"
    case warmupSeconds = "warmup_seconds"
    case samplingSeconds = "sampling_seconds"
    case wallSeconds = "wall_seconds"
  }

  /// The document of a fit. Leapfrog steps are those of warm-up and draws together; seconds of
  /// warm-up and sampling are added up over the chains. `edits` is there if draws were edited after
  /// sampling.
  ///
  /// - Parameters:
  ///   - fit: the fit.
  ///   - summary: the fit's own `summary()`.
  ///   - priors: the fit's own `priorComparison()`: each parameter then has `prior`, and its mean
  ///     and standard deviation as `prior_mean` and `prior_sd` too; null where they are infinite or
  ///     undefined, and where a fixed parameter has no distance.
  public init(
    _ fit: FittedModel, summary: [ParameterSummary], priors: [PriorComparison]? = nil
  ) {
    parameters = summary.enumerated().map { index, summary in
      Row(summary: summary, prior: priors?[index])
    }
    divergences = fit.divergenceCount
    chains = fit.draws.chainCount
    warmup = fit.samplerInForce.warmup
    draws = fit.draws.drawCount
    thinning = fit.effort.transitionsPerDraw
    leapfrogSteps = fit.effort.warmupLeapfrogSteps + fit.effort.samplingLeapfrogSteps
    warmupSeconds = fit.effort.warmupSeconds
    samplingSeconds = fit.effort.samplingSeconds
    wallSeconds = fit.effort.wallSeconds
    edits = fit.edits.isEmpty ? nil : fit.edits.map(\.description)
    experiments = fit.experimentResults.isEmpty ? nil : ExperimentDocument.all(of: fit)
  }
}
