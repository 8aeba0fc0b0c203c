/// What simulated data was made from, in units of the data (not of a model's scale).
public struct SimulationTruth: Sendable, Hashable, Codable {
  /// What a channel achieved.
  public struct Channel: Sendable, Hashable, Codable {
    /// What it achieved in one geo.
    public struct Geo: Sendable, Hashable, Codable {
      /// The geo's name.
      public let name: String
      /// The channel's share of the geo's KPI without noise, summed over all periods.
      public let contribution: Double
      /// KPI per unit of money spent in the geo.
      public let returnOnInvestment: Double

      private enum CodingKeys: String, CodingKey {
        case name, contribution
        case returnOnInvestment = "roi"
      }
    }

    /// The channel's name.
    public let name: String
    /// Its share of the KPI without noise, summed over all periods and geos; in [0, 1] as a rule.
    public let contribution: Double
    /// KPI per unit of money, in all geos.
    public let returnOnInvestment: Double
    /// What it achieved in each geo; nil for national data.
    public let geos: [Geo]?

    private enum CodingKeys: String, CodingKey {
      case name, contribution, geos
      case returnOnInvestment = "roi"
    }
  }

  /// The seed of the simulation.
  public let seed: UInt64
  /// The names of the geos, in the order of the parameters' axes; nil for national data.
  public let geos: [String]?
  /// The parameters of the carry-over model.
  public let parameters: Parameters
  /// What each channel achieved.
  public let channels: [Channel]
}

extension SimulationTruth {
  /// The truth behind the `regions` of `dataset`.
  init(of simulation: Simulation, regions: [SimulatedGeo], dataset: Dataset) {
    seed = simulation.seed
    geos = dataset.geos.isEmpty ? nil : dataset.geos
    parameters = Parameters(of: simulation, traits: regions.map(\.traits))
    let kpis = regions.map { $0.mean.reduce(0, +) }
    channels = dataset.channels.enumerated().map { index, name in
      let effects = regions.map { $0.effects.series(column: index).reduce(0, +) }
      let spends = regions.map { $0.spend.series(column: index).reduce(0, +) }
      let effect = effects.reduce(0, +)
      return Channel(
        name: name, contribution: effect / kpis.reduce(0, +),
        returnOnInvestment: effect / spends.reduce(0, +),
        geos: dataset.geos.isEmpty
          ? nil
          : dataset.geos.enumerated().map { geo, name in
            Channel.Geo(
              name: name, contribution: effects[geo] / kpis[geo],
              returnOnInvestment: effects[geo] / spends[geo])
          })
    }
  }
}
