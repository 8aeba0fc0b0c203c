import MediaMixInference

/// Invented weekly data of one country whose truth is known: for demonstrations and tests, simpler
/// than real data.
///
/// After the dummy data of LightweightMMM 0.1.9 (`simulate_dummy_data`): media are noise around a
/// level and act by carry-over (retention ½, peak after one period), without saturation and trend;
/// the KPI is a level, a yearly pattern, media, features and noise of standard deviation 1. Unlike
/// there, media vary enough from week to week for their effects to be told from the level, begin with
/// the first row, as the model assumes, and have effects that are never negative and of a size that
/// the default priors expect: 5 to 15 % of the KPI for each of three channels. Features together
/// weigh as much as one, so that the KPI stays positive however many there are.
public struct Simulation: Sendable, Hashable {
  /// Number of weeks, ≥ 3, none beyond the year 9999.
  public var periods: Int
  /// Number of media channels, ≥ 1.
  public var channels: Int
  /// Number of extra features, ≥ 0.
  public var features: Int
  /// The same seed gives the same data, bit for bit.
  public var seed: UInt64

  /// A simulation to run.
  public init(periods: Int = 117, channels: Int = 3, features: Int = 1, seed: UInt64 = 5) {
    self.periods = periods
    self.channels = channels
    self.features = features
    self.seed = seed
  }

  /// The data and the truth behind it.
  ///
  /// - Precondition: the numbers are in their ranges.
  public func run() -> SimulatedData {
    precondition((Dataset.minimumRows...Self.maximumPeriods).contains(periods))
    precondition(channels >= 1 && features >= 0)
    var random = RandomStream(stream: .media, seed: seed)
    let media = Panel(timeCount: periods, columnCount: channels) {
      max(0, 20 + 8 * random.normal())
    }
    random = RandomStream(stream: .mediaEffects, seed: seed)
    let mediaEffects = (0..<channels).map { _ in 0.1 + 0.15 * random.uniform() }
    random = RandomStream(stream: .features, seed: seed)
    let features = Panel(timeCount: periods, columnCount: features) { 5 + random.normal() }
    random = RandomStream(stream: .featureEffects, seed: seed)
    let featureWeight = 1 / Double(max(1, self.features)).squareRoot()
    let featureEffects = (0..<self.features).map { _ in random.normal() * featureWeight }

    let effects = Self.effects(of: media, coefficients: mediaEffects)
    let mean = (0..<periods).map { time in
      let fromMedia = (0..<channels).reduce(0) { $0 + effects[time, $1] }
      let fromFeatures = featureEffects.indices.reduce(0) {
        $0 + featureEffects[$1] * features[time, $1]
      }
      return Self.intercept + Self.season(at: time) + fromMedia + fromFeatures
    }
    random = RandomStream(stream: .noise, seed: seed)
    let target = Panel(columns: [mean.map { $0 + random.normal() }], timeCount: periods)

    let spend = Panel(
      timeCount: periods, columnCount: channels, values: media.values.map { $0 * Self.price })
    let names = (0..<channels).map { "media_\($0)" }
    let dataset = Dataset(
      dates: (0..<periods).map { Self.firstDate.adding(days: 7 * $0) }, channels: names,
      featureNames: (0..<self.features).map { "feature_\($0)" }, media: media, spend: spend,
      features: features, target: target)
    let truth = SimulationTruth(
      seed: seed,
      parameters: SimulationTruth.Parameters(
        intercept: [Self.intercept], sigma: [1], trend: [0], media: mediaEffects,
        seasonality: Array(repeating: [1, 1], count: Self.degrees), features: featureEffects,
        retentionRate: Array(repeating: 0.5, count: channels),
        peakDelay: Array(repeating: 1, count: channels),
        exponent: Array(repeating: 1, count: channels)),
      channels: names.indices.map { channel in
        let effect = effects.series(column: channel).reduce(0, +)
        return SimulationTruth.Channel(
          name: names[channel], contribution: effect / mean.reduce(0, +),
          returnOnInvestment: effect / spend.series(column: channel).reduce(0, +))
      })
    return SimulatedData(dataset: dataset, truth: truth)
  }

  /// Coefficient times carried-over media; `[time, channel]`.
  private static func effects(of media: Panel, coefficients: [Double]) -> Panel {
    // 2^−(lag − 1)².
    let weights = (0..<numberOfLags).map { lag in
      Double(sign: .plus, exponent: -(lag - 1) * (lag - 1), significand: 1)
    }
    let total = weights.reduce(0, +)
    var effects = Panel(
      repeating: 0, timeCount: media.timeCount, columnCount: media.columnCount)
    for time in 0..<media.timeCount {
      for channel in coefficients.indices {
        let carried = (0..<min(numberOfLags, time + 1)).reduce(0) {
          $0 + weights[$1] * media[time - $1, channel]
        }
        effects[time, channel] = coefficients[channel] * carried / total
      }
    }
    return effects
  }

  /// Sines and cosines of the first two degrees of a year of 52 weeks, all with weight 1.
  private static func season(at time: Int) -> Double {
    (1...degrees).reduce(0) { sum, degree in
      let point = RootOfUnity(step: time * degree, of: 52)
      return sum + point.sine + point.cosine
    }
  }

  private static let intercept = 18.0
  private static let degrees = 2
  private static let numberOfLags = 13
  /// Money per unit of media.
  private static let price = 0.1
  /// 2022-01-03, a Monday.
  /// As many weeks as there are before the year 10000, whose dates have no form that is read again.
  package static let maximumPeriods = 1 + firstDate.days(until: lastDate) / 7

  /// 9999-12-31.
  private static let lastDate = CalendarDate(daysSinceEpoch: 2_932_896)
  private static let firstDate = CalendarDate(daysSinceEpoch: 18_995)
}

/// Simulated data and the truth behind it.
public struct SimulatedData: Sendable, Hashable {
  /// The data, national and weekly.
  public let dataset: Dataset
  /// What it was made from.
  public let truth: SimulationTruth
}

/// What simulated data was made from, in units of the data (not of a model's scale).
public struct SimulationTruth: Sendable, Hashable, Codable {
  /// The parameters of the carry-over model, by its names for them in JSON.
  public struct Parameters: Sendable, Hashable, Codable {
    /// The level; `[1]`.
    public let intercept: [Double]
    /// The standard deviation of the noise; `[1]`.
    public let sigma: [Double]
    /// The slope of the trend; `[1]`.
    public let trend: [Double]
    /// Effect per unit of carried-over media; `[channel]`, ≥ 0.
    public let media: [Double]
    /// Weights of sine and cosine; `[degree, 2]`.
    public let seasonality: [[Double]]
    /// Effect per unit of a feature; `[feature]`.
    public let features: [Double]
    /// The share that is left one period off the peak; `[channel]`.
    public let retentionRate: [Double]
    /// Periods until media act most; `[channel]`.
    public let peakDelay: [Double]
    /// The exponent of saturation; `[channel]`, all 1.
    public let exponent: [Double]

    private enum CodingKeys: String, CodingKey {
      case intercept, sigma, exponent
      case trend = "coef_trend"
      case media = "coef_media"
      case seasonality = "gamma_seasonality"
      case features = "coef_extra_features"
      case retentionRate = "ad_effect_retention_rate"
      case peakDelay = "peak_effect_delay"
    }
  }

  /// What a channel achieved.
  public struct Channel: Sendable, Hashable, Codable {
    /// The channel's name.
    public let name: String
    /// Its share of the KPI without noise, summed over all periods; in [0, 1] as a rule.
    public let contribution: Double
    /// KPI per unit of money.
    public let returnOnInvestment: Double

    private enum CodingKeys: String, CodingKey {
      case name, contribution
      case returnOnInvestment = "roi"
    }
  }

  /// The seed of the simulation.
  public let seed: UInt64
  /// The parameters of the carry-over model.
  public let parameters: Parameters
  /// What each channel achieved.
  public let channels: [Channel]
}

extension RandomStream {
  /// What a simulation draws: each from a stream of its own, so that asking for another feature does
  /// not change media.
  fileprivate enum SimulationStream: Int {
    case media, mediaEffects, features, featureEffects, noise
  }

  fileprivate init(stream: SimulationStream, seed: UInt64) {
    self.init(seed: seed, purpose: .simulation, index: stream.rawValue)
  }
}

extension Panel {
  /// A national panel whose numbers are made one by one, row after row.
  fileprivate init(timeCount: Int, columnCount: Int, making: () -> Double) {
    self.init(
      timeCount: timeCount, columnCount: columnCount,
      values: (0..<timeCount * columnCount).map { _ in making() })
  }
}
