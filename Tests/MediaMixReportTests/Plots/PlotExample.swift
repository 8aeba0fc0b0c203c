import MediaMix
import MediaMixInference

/// Small fits for pictures, each made once: few draws, which are enough to draw, and which no chart
/// may take for converged.
enum PlotExample {
  static let national = Task { try await fit(channels: ["tv", "search", "social"]) }
  static let geos = Task {
    try await fit(
      channels: ["tv", "search", "social"], periods: 16, geos: (1...20).map { "Region \($0)" })
  }
  static let longNames = Task { try await fit(channels: ChartSamples.channelNames) }
  static let many = Task { try await fit(channels: (1...20).map { "channel \($0)" }) }
  static let one = Task { try await fit(channels: ["tv"]) }
  static let daily = Task { try await fit(channels: ["tv", "search"], periods: 1095, step: 1) }
  static let hostile = Task {
    try await fit(
      channels: [
        // A table cannot hold a zero byte.
        ChartSamples.hostileName.replacing("\u{0}", with: ""), String(repeating: "W", count: 200),
        " ",
      ], periods: 20)
  }
  /// Without media there would be less than nothing.
  static let negativeBaseline = Task {
    try await fit(
      channels: ["tv", "search", "social"],
      priors: ["intercept": .fixed(-0.4), "coef_trend": .fixed(0)])
  }
  /// A channel that cost nothing.
  static let unpriced = Task { try await fit(channels: ["tv", "free"]) }

  static let all: [(name: String, fit: Task<FittedModel, any Error>)] = [
    ("national", national), ("geos", geos), ("long-names", longNames), ("many", many),
    ("one", one), ("daily", daily), ("hostile", hostile), ("negative", negativeBaseline),
    ("unpriced", unpriced),
  ]

  private static func fit(
    channels: [String], periods: Int = 40, step: Int = 7, geos: [String] = [],
    priors: [String: PriorSetting] = [:]
  ) async throws -> FittedModel {
    let dataset = dataset(channels: channels, periods: periods, step: step, geos: geos)
    let model = try MediaMixModel(
      dataset: dataset,
      specification: ModelSpecification(
        transform: .hillAdstock, seasonality: Seasonality(weekday: step == 1), priors: priors))
    return try await model.fit(
      SamplerConfiguration(
        chains: 2, warmup: 15, draws: 10, maximumTreeDepth: 3, metric: .diagonal))
  }

  private static func dataset(
    channels: [String], periods: Int, step: Int, geos: [String]
  ) -> Dataset {
    var random = RandomStream(seed: 7, purpose: .simulation, index: 3)
    let geoCount = max(1, geos.count)
    var media = Panel(
      repeating: 0, timeCount: periods, columnCount: channels.count, geoCount: geoCount)
    var (spend, target) = (
      media, Panel(repeating: 0, timeCount: periods, columnCount: 1, geoCount: geoCount)
    )
    for time in 0..<periods {
      for geo in 0..<geoCount {
        var sum = 2000.0 + 100 * random.normal()
        for channel in channels.indices {
          let level = random.uniform() < 0.2 ? 0 : 1000 * random.uniform()
          media[time, channel, geo] = level
          spend[time, channel, geo] =
            channels[channel] == "free" ? 0 : level * Double(1 + channel)
          sum += level * 0.8
        }
        target[time, 0, geo] = sum * Double(1 + geo)
      }
    }
    return Dataset(
      dates: (0..<periods).map { CalendarDate(daysSinceEpoch: 19_000 + step * $0) },
      channels: channels, featureNames: [], geos: geos, media: media, spend: spend,
      features: Panel(repeating: 0, timeCount: periods, columnCount: 0, geoCount: geoCount),
      target: target)
  }
}
