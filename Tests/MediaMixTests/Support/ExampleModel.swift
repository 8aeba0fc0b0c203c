import MediaMix
import MediaMixInference
import Testing

/// Models of data that the tests make themselves.
enum ExampleModel {
  /// Random media with some zeros, features and a target that follows them; national unless `geos` is
  /// given.
  static func dataset(
    periods: Int = 40, channels: Int = 3, features: Int = 2, geos: Int? = nil, seed: UInt64 = 1
  ) -> Dataset {
    let geoCount = geos ?? 1
    var random = RandomStream(seed: seed, purpose: .simulation, index: 77)
    let media = Panel(
      timeCount: periods, columnCount: channels, geoCount: geoCount,
      values: (0..<periods * channels * geoCount).map { _ in
        random.uniform() < 0.2 ? 0 : 2 * random.uniform()
      })
    let extra = Panel(
      timeCount: periods, columnCount: features, geoCount: geoCount,
      values: (0..<periods * features * geoCount).map { _ in 1 + 0.3 * random.normal() })
    let target = Panel(
      timeCount: periods, columnCount: 1, geoCount: geoCount,
      values: (0..<periods * geoCount).map { i in
        let (t, geo) = (i / geoCount, i % geoCount)
        let season = Double(t % 13) / 13
        let effects = (0..<channels).reduce(0.0) { $0 + 0.3 * media[t, $1, geo] }
        return 1 + 0.2 * season + effects + 0.1 * random.normal()
      })
    return Dataset(
      dates: (0..<periods).map { CalendarDate(daysSinceEpoch: 19_000 + 7 * $0) },
      channels: (0..<channels).map { "channel_\($0)" },
      featureNames: (0..<features).map { "feature_\($0)" },
      geos: (0..<(geos ?? 0)).map { "geo_\($0)" }, media: media, spend: media, features: extra,
      target: target)
  }

  /// A model of ``dataset(periods:channels:features:geos:seed:)`` with unscaled data.
  static func model(
    _ transform: MediaTransform, periods: Int = 40, channels: Int = 3, features: Int = 2,
    geos: Int? = nil, weekday: Bool = false, priors: [String: PriorSetting] = [:],
    seed: UInt64 = 1
  ) throws -> MediaMixModel {
    try MediaMixModel(
      dataset: dataset(
        periods: periods, channels: channels, features: features, geos: geos, seed: seed),
      specification: ModelSpecification(
        transform: transform, seasonality: Seasonality(weekday: weekday), numberOfLags: 13,
        scaling: .none, mediaPrior: .spendShare(scale: 0.3), priors: priors))
  }
}

extension MediaMixDensity {
  /// Value and gradient at a position.
  func valueAndGradient(_ position: [Double]) -> (value: Double, gradient: [Double]) {
    var workspace = makeWorkspace()
    var gradient = Array(repeating: 0.0, count: dimension)
    var span = gradient.mutableSpan
    let value = evaluate(at: position.span, gradient: &span, workspace: &workspace)
    return (value, gradient)
  }
}
