extension SimulationTruth {
  /// The parameters of the carry-over model, by its names for them in JSON, each row-major in its
  /// shape in the model. National data have one number where `geo` is the only axis and no axis
  /// `geo` elsewhere.
  ///
  /// What geos scatter around, `channel_coef_media`, lives on the model's scale alone and is not
  /// among them.
  public struct Parameters: Sendable, Hashable {
    /// The level; `[geo]`.
    public let intercept: [Double]
    /// The standard deviation of the noise; `[geo]`.
    public let sigma: [Double]
    /// The slope of the trend; `[geo]`.
    public let trend: [Double]
    /// Effect per unit of carried-over media, ≥ 0; `[channel, geo]`.
    public let media: [Double]
    /// Weights of sine and cosine; `[degree, 2]`.
    public let seasonality: [[Double]]
    /// The weight of the yearly pattern, `[geo]`; nil for national data.
    public let seasonalityWeights: [Double]?
    /// Effect per unit of a feature; `[feature, geo]`.
    public let features: [Double]
    /// The share that is left one period off the peak; `[channel]`.
    public let retentionRate: [Double]
    /// Periods until media act most; `[channel]`.
    public let peakDelay: [Double]
    /// The exponent of saturation; `[channel]`, all 1.
    public let exponent: [Double]
  }
}

extension SimulationTruth.Parameters {
  /// The parameters of geos with these traits, or of national data.
  init(of simulation: Simulation, traits: [SimulatedTraits]) {
    let isNational = traits.count == 1
    intercept = traits.map(\.intercept)
    sigma = traits.map(\.size)
    trend = traits.map { _ in 0 }
    media = (0..<simulation.channels).flatMap { channel in
      traits.map { $0.mediaEffects[channel] }
    }
    seasonality = Array(repeating: [1, 1], count: Simulation.degrees)
    seasonalityWeights = isNational ? nil : traits.map(\.season)
    features = (0..<simulation.features).flatMap { feature in
      traits.map { $0.featureEffects[feature] }
    }
    retentionRate = Array(repeating: 0.5, count: simulation.channels)
    peakDelay = Array(repeating: 1, count: simulation.channels)
    exponent = Array(repeating: 1, count: simulation.channels)
  }
}

extension SimulationTruth.Parameters: Codable {
  private enum CodingKeys: String, CodingKey {
    case intercept, sigma, exponent
    case trend = "coef_trend"
    case media = "coef_media"
    case seasonality = "gamma_seasonality"
    case seasonalityWeights = "coef_seasonality"
    case features = "coef_extra_features"
    case retentionRate = "ad_effect_retention_rate"
    case peakDelay = "peak_effect_delay"
  }

  /// Reads what ``encode(to:)`` writes.
  ///
  /// - Throws: `DecodingError` if it is something else.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func numbers(_ key: CodingKeys) throws -> [Double] {
      try container.decode([Double].self, forKey: key)
    }
    seasonalityWeights = try container.decodeIfPresent([Double].self, forKey: .seasonalityWeights)
    let isNational = seasonalityWeights == nil
    func numbersByGeo(_ key: CodingKeys) throws -> [Double] {
      try isNational
        ? numbers(key) : container.decode([[Double]].self, forKey: key).flatMap(\.self)
    }
    intercept = try numbers(.intercept)
    sigma = try numbers(.sigma)
    trend = try numbers(.trend)
    media = try numbersByGeo(.media)
    seasonality = try container.decode([[Double]].self, forKey: .seasonality)
    features = try numbersByGeo(.features)
    retentionRate = try numbers(.retentionRate)
    peakDelay = try numbers(.peakDelay)
    exponent = try numbers(.exponent)
  }

  /// Writes arrays nested as the parameters' axes are: `coef_media` of geo data as `[channel][geo]`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    func encodeByGeo(_ values: [Double], forKey key: CodingKeys) throws {
      guard let geoCount = seasonalityWeights?.count else {
        return try container.encode(values, forKey: key)
      }
      let rows = stride(from: 0, to: values.count, by: geoCount).map {
        Array(values[$0..<$0 + geoCount])
      }
      try container.encode(rows, forKey: key)
    }
    try container.encode(intercept, forKey: .intercept)
    try container.encode(sigma, forKey: .sigma)
    try container.encode(trend, forKey: .trend)
    try encodeByGeo(media, forKey: .media)
    try container.encode(seasonality, forKey: .seasonality)
    try container.encodeIfPresent(seasonalityWeights, forKey: .seasonalityWeights)
    try encodeByGeo(features, forKey: .features)
    try container.encode(retentionRate, forKey: .retentionRate)
    try container.encode(peakDelay, forKey: .peakDelay)
    try container.encode(exponent, forKey: .exponent)
  }
}
