public import MediaMix

/// What `lmmm whatif --json` prints. A number that is not finite becomes null.
public struct WhatIfDocument: Sendable, Encodable {
  private struct Pair<Value: Encodable & Sendable>: Encodable, Sendable {
    let before: Value
    let after: Value
  }

  private struct Channel: Encodable, Sendable {
    let name: String
    /// Media units of the window, all geos together.
    let media: Pair<JSONNumber>
  }

  /// One geo, or all together.
  private struct Place: Encodable, Sendable {
    /// Left out of all geos together, and of national data.
    let name: String?
    let spend: Pair<JSONNumber>
    let kpi: Pair<DistributionDocument>
    let difference: DistributionDocument
    let probabilityOfGain: Double
    let lastingDifference: DistributionDocument
    let probabilityOfLastingGain: Double
    let returnOnDifference: DistributionDocument?

    private enum CodingKeys: String, CodingKey {
      case name, spend, kpi, difference
      case probabilityOfGain = "probability_of_gain"
      case lastingDifference = "lasting_difference"
      case probabilityOfLastingGain = "probability_of_lasting_gain"
      case returnOnDifference = "return_on_difference"
    }

    init(_ place: WhatIf.Place) {
      name = place.geo
      spend = Pair(
        before: JSONNumber(place.spendBefore), after: JSONNumber(place.spendAfter))
      kpi = Pair(
        before: DistributionDocument(place.kpiBefore), after: DistributionDocument(place.kpiAfter))
      difference = DistributionDocument(place.difference)
      probabilityOfGain = place.probabilityOfGain
      lastingDifference = DistributionDocument(place.lastingDifference)
      probabilityOfLastingGain = place.probabilityOfLastingGain
      returnOnDifference = place.returnOnDifference.map(DistributionDocument.init)
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encodeIfPresent(name, forKey: .name)
      try container.encode(spend, forKey: .spend)
      try container.encode(kpi, forKey: .kpi)
      try container.encode(difference, forKey: .difference)
      try container.encode(probabilityOfGain, forKey: .probabilityOfGain)
      try container.encode(lastingDifference, forKey: .lastingDifference)
      try container.encode(probabilityOfLastingGain, forKey: .probabilityOfLastingGain)
      try container.encode(returnOnDifference, forKey: .returnOnDifference)
    }
  }

  private enum CodingKeys: String, CodingKey {
    case periods, first, last, channels, geos
    case tailPeriods = "tail_periods"
  }

  private let result: WhatIf
  private let channels: [Channel]

  /// The document of a changed plan.
  ///
  /// - Parameters:
  ///   - result: what the change makes of the KPI.
  ///   - channels: the names of the channels, in the dataset's order.
  public init(_ result: WhatIf, channels: [String]) {
    self.result = result
    self.channels = channels.enumerated().map { column, name in
      func total(_ plan: Panel) -> JSONNumber {
        JSONNumber(
          (0..<plan.geoCount).reduce(0) {
            $0 + plan.series(column: column, geo: $1).reduce(0, +)
          })
      }
      return Channel(
        name: name, media: Pair(before: total(result.planBefore), after: total(result.planAfter)))
    }
  }

  /// Writes the numbers of all geos together beside the window's, those of each geo below `geos`.
  public func encode(to encoder: any Encoder) throws {
    try Place(result.places[0]).encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(result.planBefore.timeCount, forKey: .periods)
    try container.encodeIfPresent(result.dates.first, forKey: .first)
    try container.encodeIfPresent(result.dates.last, forKey: .last)
    try container.encode(result.tailPeriods, forKey: .tailPeriods)
    try container.encode(channels, forKey: .channels)
    let geos = result.places.dropFirst().map(Place.init)
    if !geos.isEmpty { try container.encode(geos, forKey: .geos) }
  }
}
