/// How much a channel's media vary beside what it costs (LightweightMMM's `plot_var_cost`).
///
/// A channel that costs much and hardly varies is the one to vary on purpose: the data say little of it,
/// and most depends on it.
public struct VariationAndCost: Sendable, Hashable {
  /// The channel.
  public let channel: String
  /// The geo; nil: all geos together, or the nation.
  public let geo: String?
  /// The standard deviation of the media over their mean, n in the denominator, ≥ 0; nil where the
  /// channel never runs.
  public let coefficientOfVariation: Double?
  /// Money spent on the channel.
  public let spend: Double
  /// The channel's share of the spend on all channels there, in [0, 1]; nil where nothing is spent.
  public let spendShare: Double?
}

extension Dataset {
  /// How much each channel's media vary beside what they cost: of all geos together, whose media and
  /// spend are added up, and then, of geo data, of each geo in turn.
  public func variationAndCost() -> [VariationAndCost] {
    let places: [Int?] = [nil] + geos.indices.map { $0 }
    return places.flatMap { place in
      let spends = channels.indices.map { spend.series(column: $0, place: place).reduce(0, +) }
      let total = spends.reduce(0, +)
      return channels.enumerated().map { index, channel in
        let series = media.series(column: index, place: place)
        let mean = series.reduce(0, +) / Double(timeCount)
        return VariationAndCost(
          channel: channel, geo: place.map { geos[$0] },
          coefficientOfVariation: mean > 0
            ? StandardizedSeries(series).variance.squareRoot() / mean : nil,
          spend: spends[index], spendShare: total > 0 ? spends[index] / total : nil)
      }
    }
  }
}
