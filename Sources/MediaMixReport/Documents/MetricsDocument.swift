public import MediaMix

/// What `lmmm metrics --json` prints. A number that is not finite becomes null.
public struct MetricsDocument: Sendable, Encodable {
  private struct Channel: Encodable, Sendable {
    let name: String
    let contribution: Distribution
    let roi: Distribution
  }

  private struct Distribution: Encodable, Sendable {
    let mean: JSONNumber
    let median: JSONNumber
    let q5: JSONNumber
    let q95: JSONNumber

    init(_ summary: DistributionSummary) {
      mean = JSONNumber(summary.mean)
      median = JSONNumber(summary.median)
      q5 = JSONNumber(summary.q5)
      q95 = JSONNumber(summary.q95)
    }
  }

  private let channels: [Channel]

  /// The document of a fit's metrics.
  public init(_ metrics: [ChannelMetrics]) {
    channels = metrics.map {
      Channel(
        name: $0.name, contribution: Distribution($0.contribution),
        roi: Distribution($0.returnOnInvestment))
    }
  }
}
