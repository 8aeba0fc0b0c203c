internal import MediaMix

/// One experiment in JSON, beside what the model says about it.
struct ExperimentDocument: Sendable, Encodable {
  private struct Effect: Encodable, Sendable {
    let mean: JSONNumber
    let sd: JSONNumber
    let q5: JSONNumber
    let q95: JSONNumber

    init(_ summary: EffectSummary) {
      mean = JSONNumber(summary.mean)
      sd = JSONNumber(summary.sd)
      q5 = JSONNumber(summary.q5)
      q95 = JSONNumber(summary.q95)
    }
  }

  private let channel: String
  private let first: CalendarDate
  private let last: CalendarDate
  /// Where media ran; empty for national data.
  private let geos: [String]
  private let measure: String
  private let estimate: Double
  private let standardError: Double
  private let dataAlone: Effect
  private let posterior: Effect
  private let tailProbability: Double
  private let contradicts: Bool

  private enum CodingKeys: String, CodingKey {
    case channel, first, last, geos, measure, estimate, posterior, contradicts
    case standardError = "standard_error"
    case dataAlone = "data_alone"
    case tailProbability = "tail_probability"
  }

  /// The experiments of a fit, in the order of its configuration.
  static func all(of fit: FittedModel) -> [ExperimentDocument] {
    fit.experimentResults.map { ExperimentDocument($0, geos: fit.model.dataset.geos) }
  }

  private init(_ result: ExperimentResult, geos: [String]) {
    channel = result.test.channel
    first = result.test.first
    last = result.test.last
    self.geos = result.test.geos ?? geos
    measure = result.test.estimate.measure
    estimate = result.test.estimate.value
    standardError = result.test.standardError
    dataAlone = Effect(result.dataAlone)
    posterior = Effect(result.posterior)
    tailProbability = result.tailProbability
    contradicts = result.contradictsData
  }
}

extension LiftTest.Estimate {
  /// What was measured: "kpi" or "roi".
  var measure: String {
    switch self {
    case .incrementalKPI: "kpi"
    case .returnOnInvestment: "roi"
    }
  }
}
