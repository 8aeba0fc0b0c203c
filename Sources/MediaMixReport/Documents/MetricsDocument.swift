public import MediaMix

/// What `lmmm metrics --json` prints. A number that is not finite becomes null, and so do returns and
/// costs of a channel where nothing was spent on it.
public struct MetricsDocument: Sendable, Encodable {
  /// A channel, or a geo of one.
  private struct Entry: Encodable, Sendable {
    let name: String
    let contribution: DistributionDocument
    let roi: DistributionDocument?
    let marginalROI: DistributionDocument?
    let costPerUnit: DistributionDocument?
    /// Left out where nil: of geos.
    let attribution: Attribution?
    /// Left out where nil: of national data, and of geos.
    let geos: [Entry]?

    private enum CodingKeys: String, CodingKey {
      case name, contribution, roi, geos
      case marginalROI = "marginal_roi"
      case costPerUnit = "cost_per_unit"
      case attribution = "attribution_over_spend"
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(contribution, forKey: .contribution)
      try container.encode(roi, forKey: .roi)
      try container.encode(marginalROI, forKey: .marginalROI)
      try container.encode(costPerUnit, forKey: .costPerUnit)
      try container.encodeIfPresent(attribution, forKey: .attribution)
      try container.encodeIfPresent(geos, forKey: .geos)
    }
  }

  /// A channel's share of the effect beside its share of the spend; the ratio is null without spend.
  private struct Attribution: Encodable, Sendable {
    let attribution: JSONNumber
    let spend: JSONNumber
    let ratio: JSONNumber

    init(_ share: AttributionOverSpend) {
      attribution = JSONNumber(share.attribution)
      spend = JSONNumber(share.spend)
      ratio = JSONNumber(share.ratio ?? .nan)
    }
  }

  private let channels: [Entry]

  /// The document of a fit's metrics.
  ///
  /// - Parameters:
  ///   - metrics: of each channel.
  ///   - attributions: of each channel too, of the same selection.
  public init(_ metrics: [ChannelMetrics], attributions: [AttributionOverSpend]) {
    channels = zip(metrics, attributions).map { channel, attribution in
      let isPaid = channel.spend > 0
      return Entry(
        name: channel.name, contribution: DistributionDocument(channel.contribution),
        roi: isPaid ? DistributionDocument(channel.returnOnInvestment) : nil,
        marginalROI: isPaid ? DistributionDocument(channel.marginalReturn) : nil,
        costPerUnit: isPaid ? DistributionDocument(channel.costPerUnit) : nil,
        attribution: Attribution(attribution),
        geos: channel.geos.isEmpty ? nil : channel.geos.map(Self.geo))
    }
  }

  private static func geo(_ metrics: GeoMetrics) -> Entry {
    Entry(
      name: metrics.name, contribution: DistributionDocument(metrics.contribution),
      roi: metrics.returnOnInvestment.map(DistributionDocument.init),
      marginalROI: metrics.marginalReturn.map(DistributionDocument.init),
      costPerUnit: metrics.costPerUnit.map(DistributionDocument.init), attribution: nil, geos: nil)
  }
}
