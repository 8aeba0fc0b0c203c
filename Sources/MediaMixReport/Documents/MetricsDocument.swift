public import MediaMix

/// What `lmmm metrics --json` prints.
public struct MetricsDocument: Sendable, Encodable {
  private struct Channel: Encodable, Sendable {
    let name: String
    let contribution: DistributionSummary
    let roi: DistributionSummary
  }

  private let channels: [Channel]

  /// The document of a fit's metrics.
  public init(_ metrics: [ChannelMetrics]) {
    channels = metrics.map {
      Channel(name: $0.name, contribution: $0.contribution, roi: $0.returnOnInvestment)
    }
  }
}
