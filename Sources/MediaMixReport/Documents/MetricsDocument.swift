public import MediaMix

/// What `lmmm metrics --json` prints. A number that is not finite becomes null, and so does the return
/// of a channel in a geo where nothing was spent on it.
public struct MetricsDocument: Sendable, Encodable {
  private struct Channel: Encodable, Sendable {
    let name: String
    let contribution: Distribution
    let roi: Distribution
    /// Nil, and so left out, for national data.
    let geos: [Geo]?
  }

  private struct Geo: Encodable, Sendable {
    let name: String
    let contribution: Distribution
    let roi: Distribution?

    private enum CodingKeys: CodingKey { case name, contribution, roi }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(contribution, forKey: .contribution)
      try container.encode(roi, forKey: .roi)
    }
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
        roi: Distribution($0.returnOnInvestment),
        geos: $0.geos.isEmpty ? nil : $0.geos.map(Self.geo))
    }
  }

  private static func geo(_ metrics: GeoMetrics) -> Geo {
    Geo(
      name: metrics.name, contribution: Distribution(metrics.contribution),
      roi: metrics.returnOnInvestment.map(Distribution.init))
  }
}
