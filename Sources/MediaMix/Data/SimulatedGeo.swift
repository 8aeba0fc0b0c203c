import MediaMixInference

/// What makes a geo of a simulation unlike the others.
struct SimulatedTraits {
  /// The geo's index; nil for national data.
  let geo: Int?
  /// The size in units of the national data.
  let size: Double
  /// The KPI's level.
  let intercept: Double
  /// The weight of the yearly pattern.
  let season: Double
  /// Media in units of national media; `[channel]`.
  let intensities: [Double]
  /// KPI per unit of carried-over media; `[channel]`.
  let mediaEffects: [Double]
  /// KPI per unit of a feature; `[feature]`.
  let featureEffects: [Double]

  /// National data: everything once.
  static func national(_ simulation: Simulation) -> SimulatedTraits {
    SimulatedTraits(
      geo: nil, size: 1, intercept: nationalIntercept, season: 1,
      intensities: Array(repeating: 1, count: simulation.channels),
      mediaEffects: nationalMediaEffects(simulation),
      featureEffects: nationalFeatureEffects(simulation))
  }

  /// One geo of several.
  static func geo(_ index: Int, of simulation: Simulation) -> SimulatedTraits {
    var random = RandomStream(.size, geo: index, seed: simulation.seed)
    let size = 0.5 + 1.5 * random.uniform()
    let level = random.around1(by: 0.15)
    let season = random.around1(by: 0.3)
    random = RandomStream(.intensity, geo: index, seed: simulation.seed)
    let intensities = (0..<simulation.channels).map { _ in random.around1(by: 0.3) }
    random = RandomStream(.mediaEffects, geo: index, seed: simulation.seed)
    let mediaEffects = zip(nationalMediaEffects(simulation), intensities).map {
      // √(π/2)·|z| is half-normal of mean 1. Coefficients on the model's scale are those of media
      // relative to their mean, so that the intensity must not show in them.
      $0 * (Double.pi / 2).squareRoot() * abs(random.normal()) / $1
    }
    random = RandomStream(.featureEffects, geo: index, seed: simulation.seed)
    let featureEffects = nationalFeatureEffects(simulation).map {
      size * $0 * random.around1(by: 0.2)
    }
    return SimulatedTraits(
      geo: index, size: size, intercept: nationalIntercept * size * level, season: size * season,
      intensities: intensities.map { size * $0 }, mediaEffects: mediaEffects,
      featureEffects: featureEffects)
  }

  private static func nationalMediaEffects(_ simulation: Simulation) -> [Double] {
    var random = RandomStream(.mediaEffects, geo: nil, seed: simulation.seed)
    return (0..<simulation.channels).map { _ in 0.1 + 0.15 * random.uniform() }
  }

  private static func nationalFeatureEffects(_ simulation: Simulation) -> [Double] {
    var random = RandomStream(.featureEffects, geo: nil, seed: simulation.seed)
    let weight = 1 / Double(max(1, simulation.features)).squareRoot()
    return (0..<simulation.features).map { _ in random.normal() * weight }
  }

  private static let nationalIntercept = 18.0
}

/// The simulated data of one geo, or of national data.
struct SimulatedGeo {
  /// What they were made from.
  let traits: SimulatedTraits
  /// Media units; `[time, channel, 1]`.
  let media: Panel
  /// Features; `[time, feature, 1]`.
  let features: Panel
  /// What media add to the KPI; `[time, channel, 1]`.
  let effects: Panel
  /// The KPI without noise; `[time]`.
  let mean: [Double]
  /// The KPI; `[time, 1, 1]`.
  let target: Panel

  /// Money spent; `[time, channel, 1]`.
  var spend: Panel {
    Panel(
      timeCount: media.timeCount, columnCount: media.columnCount,
      values: media.values.map { $0 * Self.price })
  }

  init(_ simulation: Simulation, traits: SimulatedTraits) {
    let (periods, channels) = (simulation.periods, simulation.channels)
    var random = RandomStream(.media, geo: traits.geo, seed: simulation.seed)
    let media = Panel(timeCount: periods, columnCount: channels) { channel in
      traits.intensities[channel] * max(0, 20 + 8 * random.normal())
    }
    random = RandomStream(.features, geo: traits.geo, seed: simulation.seed)
    let features = Panel(timeCount: periods, columnCount: simulation.features) { _ in
      5 + random.normal()
    }
    let effects = Self.effects(of: media, coefficients: traits.mediaEffects)
    let mean = (0..<periods).map { time in
      let fromMedia = (0..<channels).reduce(0) { $0 + effects[time, $1] }
      let fromFeatures = traits.featureEffects.indices.reduce(0) {
        $0 + traits.featureEffects[$1] * features[time, $1]
      }
      return traits.intercept + traits.season * Self.season(at: time) + fromMedia + fromFeatures
    }
    random = RandomStream(.noise, geo: traits.geo, seed: simulation.seed)
    target = Panel(columns: [mean.map { $0 + traits.size * random.normal() }], timeCount: periods)
    self.traits = traits
    self.media = media
    self.features = features
    self.effects = effects
    self.mean = mean
  }

  /// Coefficient times carried-over media; `[time, channel, 1]`.
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

  /// Sines and cosines of the first degrees of a year of 52 weeks, all with weight 1.
  private static func season(at time: Int) -> Double {
    (1...Simulation.degrees).reduce(0) { sum, degree in
      let point = RootOfUnity(step: time * degree, of: 52)
      return sum + point.sine + point.cosine
    }
  }

  private static let numberOfLags = 13
  /// Money per unit of media.
  private static let price = 0.1
}

extension RandomStream {
  /// What a simulation draws: each from a stream of its own, so that asking for another feature does
  /// not change media.
  fileprivate enum SimulationStream: Int {
    case media, mediaEffects, features, featureEffects, noise, size, intensity
  }

  /// The stream of national data, and of what geos share, or that of one geo, so that another geo
  /// changes none.
  fileprivate init(_ stream: SimulationStream, geo: Int?, seed: UInt64) {
    let streamsPerGeo = 16
    let geoIndex = geo.map { $0 + 1 } ?? 0
    self.init(seed: seed, purpose: .simulation, index: geoIndex * streamsPerGeo + stream.rawValue)
  }

  /// Uniform between 1 − `distance` and 1 + `distance`.
  fileprivate mutating func around1(by distance: Double) -> Double {
    1 + distance * (2 * uniform() - 1)
  }
}

extension Panel {
  /// A panel of one geo whose numbers are made one by one, row after row.
  fileprivate init(timeCount: Int, columnCount: Int, making: (_ column: Int) -> Double) {
    self.init(
      timeCount: timeCount, columnCount: columnCount,
      values: (0..<timeCount * columnCount).map { making($0 % columnCount) })
  }
}
