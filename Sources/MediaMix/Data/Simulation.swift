import MediaMixInference

/// Invented weekly data whose truth is known, of one country or of several geos: for demonstrations
/// and tests, simpler than real data.
///
/// After the dummy data of LightweightMMM 0.1.9 (`simulate_dummy_data`): media are noise around a
/// level and act by carry-over (retention ½, peak after one period), without saturation and trend;
/// the KPI is a level, a yearly pattern, media, features and noise of standard deviation 1. Unlike
/// there, media vary enough from week to week for their effects to be told from the level, begin with
/// the first row, as the model assumes, and have effects that are never negative and of a size that
/// the default priors expect: 5 to 15 % of the KPI for each of three channels. Features together
/// weigh as much as one, so that the KPI stays positive however many there are.
///
/// Geos share the way in which media act. Each is a country of its own size, from half to twice the
/// national data, with a level, a yearly pattern and noise to match, its own media and features and
/// its own intensity of advertising. What a channel does in a geo scatters around what it does in
/// all, as the hierarchical model has it: half-normally, on the scale on which each geo's data are
/// divided by their means.
public struct Simulation: Sendable, Hashable {
  /// Number of weeks, ≥ 3, none beyond the year 9999.
  public var periods: Int
  /// Number of media channels, ≥ 1.
  public var channels: Int
  /// Number of extra features, ≥ 0.
  public var features: Int
  /// Number of geos, ≥ 1; 1 is national data.
  public var geos: Int
  /// The same seed gives the same data, bit for bit; more geos leave the others as they are.
  public var seed: UInt64

  /// A simulation to run.
  public init(
    periods: Int = 117, channels: Int = 3, features: Int = 1, geos: Int = 1, seed: UInt64 = 5
  ) {
    self.periods = periods
    self.channels = channels
    self.features = features
    self.geos = geos
    self.seed = seed
  }

  /// The data and the truth behind it.
  ///
  /// - Precondition: the numbers are in their ranges.
  public func run() -> SimulatedData {
    precondition((Dataset.minimumRows...Self.maximumPeriods).contains(periods))
    precondition(channels >= 1 && features >= 0 && geos >= 1)
    let regions = (0..<geos).map { index in
      SimulatedGeo(self, traits: geos == 1 ? .national(self) : .geo(index, of: self))
    }
    let geoNames = geos == 1 ? [] : (0..<geos).map { "geo_\($0)" }
    let dataset = Dataset(
      dates: (0..<periods).map { Self.firstDate.adding(days: 7 * $0) },
      channels: (0..<channels).map { "media_\($0)" },
      featureNames: (0..<features).map { "feature_\($0)" }, geos: geoNames,
      media: Panel(geos: regions.map(\.media)), spend: Panel(geos: regions.map(\.spend)),
      features: Panel(geos: regions.map(\.features)), target: Panel(geos: regions.map(\.target)))
    return SimulatedData(
      dataset: dataset, truth: SimulationTruth(of: self, regions: regions, dataset: dataset))
  }

  static let degrees = 2
  /// As many weeks as there are before the year 10000, whose dates have no form that is read again.
  package static let maximumPeriods = 1 + firstDate.days(until: lastDate) / 7
  /// 9999-12-31.
  private static let lastDate = CalendarDate(daysSinceEpoch: 2_932_896)
  /// 2022-01-03, a Monday.
  private static let firstDate = CalendarDate(daysSinceEpoch: 18_995)
}

/// Simulated data and the truth behind it.
public struct SimulatedData: Sendable, Hashable {
  /// The data, weekly.
  public let dataset: Dataset
  /// What it was made from.
  public let truth: SimulationTruth
}

extension Panel {
  /// National panels of one shape, one for each geo, as one.
  fileprivate init(geos: [Panel]) {
    let shape = geos[0]
    self.init(
      timeCount: shape.timeCount, columnCount: shape.columnCount, geoCount: geos.count,
      values: shape.values.indices.flatMap { index in geos.map { $0.values[index] } })
  }
}
