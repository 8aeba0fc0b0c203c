public import MediaMix

/// What `lmmm prior --json` prints. A number that is not finite becomes null.
public struct PriorDocument: Sendable, Encodable {
  private struct Distribution: Encodable, Sendable {
    let q5: JSONNumber
    let q25: JSONNumber
    let median: JSONNumber
    let q75: JSONNumber
    let q95: JSONNumber

    init(_ quantiles: Quantiles) {
      q5 = JSONNumber(quantiles.q5)
      q25 = JSONNumber(quantiles.q25)
      median = JSONNumber(quantiles.median)
      q75 = JSONNumber(quantiles.q75)
      q95 = JSONNumber(quantiles.q95)
    }
  }

  private struct Channel: Encodable, Sendable {
    let name: String
    let share: Distribution
    let roi: Distribution
  }

  private struct Geo: Encodable, Sendable {
    /// Absent of national data.
    let geo: String?
    let kpi: Distribution
    let periods: [Period]
  }

  private struct Period: Encodable, Sendable {
    let date: String
    let observed: Double
    let expected: Distribution
    let kpi: Distribution
  }

  private let draws: Int
  private let unusableDraws: Int
  private let channels: [Channel]
  private let mediaShare: Distribution
  private let baselineShare: Distribution
  private let mediaAboveKPI: JSONNumber
  private let negativeBaseline: JSONNumber
  private let negativeMeanBaseline: JSONNumber
  private let coverage: JSONNumber
  private let kpi: [Geo]
  private let warnings: [String]

  private enum CodingKeys: String, CodingKey {
    case draws, channels, coverage, kpi, warnings
    case unusableDraws = "unusable_draws"
    case mediaShare = "media_share"
    case baselineShare = "baseline_share"
    case mediaAboveKPI = "probability_media_above_kpi"
    case negativeBaseline = "probability_negative_baseline"
    case negativeMeanBaseline = "probability_negative_mean_baseline"
  }

  /// The document of what priors imply.
  public init(_ prior: PriorPredictive) {
    draws = prior.drawCount
    unusableDraws = prior.unusableDrawCount
    channels = prior.channels.map {
      Channel(
        name: $0.name, share: Distribution($0.share), roi: Distribution($0.returnOnInvestment))
    }
    mediaShare = Distribution(prior.mediaShare)
    baselineShare = Distribution(prior.baselineShare)
    mediaAboveKPI = JSONNumber(prior.probabilityOfMediaAboveKPI)
    negativeBaseline = JSONNumber(prior.probabilityOfNegativeBaseline)
    negativeMeanBaseline = JSONNumber(prior.probabilityOfNegativeMeanBaseline)
    coverage = JSONNumber(prior.coverage)
    kpi = prior.geos.map { geo in
      Geo(
        geo: geo.name.isEmpty ? nil : geo.name, kpi: Distribution(geo.kpiOverall),
        periods: prior.dates.indices.map {
          Period(
            date: "\(prior.dates[$0])", observed: geo.observed[$0],
            expected: Distribution(geo.expected[$0]), kpi: Distribution(geo.kpi[$0]))
        })
    }
    warnings = prior.warnings.map(\.message)
  }
}
