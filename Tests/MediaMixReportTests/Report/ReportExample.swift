import MediaMix
import MediaMixInference

/// Quick fits of made-up data, to be reported.
enum ReportExample {
  /// Names that break pages which do not expect them.
  static let hostile = [
    "<script>alert(\"x\")</script>", "\"><img src=x onerror=alert('y')>", "📺 & 🔥 \u{202E}\u{0}",
    String(repeating: "long-", count: 40),
  ]

  /// National data with two channels; the same draws on any machine.
  static func national() async throws -> FittedModel {
    try await fit(dataset(channels: ["tv", "search"]), target: "revenue")
  }

  /// The same, of chains that have not had the time to agree.
  static func unusable() async throws -> FittedModel {
    try await fit(
      dataset(channels: ["tv", "search"]), target: "revenue",
      sampler: SamplerConfiguration(chains: 2, warmup: 5, draws: 10))
  }

  /// One channel, so that a budget cannot be split.
  static func oneChannel() async throws -> FittedModel {
    try await fit(dataset(channels: ["tv"]), target: "revenue")
  }

  /// Geos, the last rows held out, and an experiment.
  static func geos() async throws -> FittedModel {
    let data = dataset(channels: ["tv", "search"], geos: ["north", "south"])
    let (training, later) = try data.split(after: data.dates[33])
    let test = LiftTest(
      channel: "tv", first: data.dates[20], last: data.dates[23], geos: ["south"],
      estimate: .returnOnInvestment(2), standardError: 0.5)
    let fitted = try await fit(training, target: "revenue", experiments: [test])
    return try later.map { try fitted.keeping(holdout: $0) } ?? fitted
  }

  /// Rows were held out, and the model was saved without them.
  static func heldOutElsewhere() async throws -> FittedModel {
    let data = dataset(channels: ["tv", "search"])
    let (training, _) = try data.split(after: data.dates[33])
    return try await fit(training, target: "revenue", trainUntil: data.dates[33])
  }

  /// Names that could be taken for markup, controls or lack of taste.
  static func hostileNames() async throws -> FittedModel {
    try await fit(
      dataset(
        channels: Array(hostile[0...1]), features: [hostile[2]], geos: [hostile[3], "</h1>"]),
      target: "</title><script>alert('z')</script>")
  }

  private static func fit(
    _ dataset: Dataset, target: String, experiments: [LiftTest] = [],
    trainUntil: CalendarDate? = nil,
    sampler: SamplerConfiguration = SamplerConfiguration(chains: 2, warmup: 300, draws: 400)
  ) async throws -> FittedModel {
    let model = try MediaMixModel(
      dataset: dataset,
      specification: ModelSpecification(transform: .adstock, experiments: experiments))
    let schema = DataSchema(
      date: "week", target: target, geo: dataset.geos.isEmpty ? nil : "region",
      media: dataset.channels.map { DataSchema.Channel(name: $0, column: $0) },
      features: dataset.featureNames, trainUntil: trainUntil)
    return try await model.fit(sampler, schema: schema)
  }

  /// Channels that bring twice and half of what they cost, and noise.
  private static func dataset(
    channels: [String], features: [String] = ["price"], geos: [String] = [], periods: Int = 40
  ) -> Dataset {
    var random = RandomStream(seed: 8, purpose: .simulation, index: 1)
    let geoCount = max(geos.count, 1)
    func panel(_ columns: Int, _ number: (Int) -> Double) -> Panel {
      Panel(
        timeCount: periods, columnCount: columns, geoCount: geoCount,
        values: (0..<periods * columns * geoCount).map(number))
    }
    let media = panel(channels.count) { _ in 10 + 20 * random.uniform() }
    return Dataset(
      dates: (0..<periods).map { CalendarDate(daysSinceEpoch: 19_000 + 7 * $0) },
      channels: channels, featureNames: features, geos: geos, media: media, spend: media,
      features: panel(features.count) { _ in 1 + 0.2 * random.normal() },
      target: panel(1) { index in
        let (time, geo) = index.quotientAndRemainder(dividingBy: geoCount)
        let brought = channels.indices.reduce(0.0) {
          $0 + media[time, $1, geo] * ($1 == 0 ? 2 : 0.5)
        }
        return 100 + brought + 5 * random.normal()
      })
  }
}
