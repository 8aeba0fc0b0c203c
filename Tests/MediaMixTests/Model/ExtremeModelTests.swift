import MediaMix
import MediaMixInference
import Testing

@Suite("Models of extreme data")
struct ExtremeModelTests {
  /// The density is a number or impossible, and has a gradient where it is possible.
  private func expectSoundDensity(_ model: MediaMixModel, _ comment: Comment) {
    let density = model.density
    var possible = 0
    for size in [0.0, 1, 3, 8, 30, 300] {
      for sign in [1.0, -1] {
        let position = (0..<density.dimension).map { size * ($0 % 3 == 0 ? sign : -sign / 2) }
        let (value, gradient) = density.valueAndGradient(position)
        #expect(!value.isNaN && value < .infinity, comment)
        guard value > -.infinity else { continue }
        possible += 1
        #expect(gradient.allSatisfy { $0.isFinite }, "\(comment) at \(sign * size)")
      }
    }
    #expect(possible > 0, comment)
  }

  private func expectSoundFit(_ model: MediaMixModel, _ comment: Comment) async throws {
    let fit = try await model.fit(
      SamplerConfiguration(chains: 2, warmup: 20, draws: 5, maximumTreeDepth: 5))
    #expect(fit.draws.values.allSatisfy { $0.isFinite }, comment)
    for channel in fit.mediaMetrics() {
      let share = channel.contribution
      #expect([share.mean, share.median, share.q5, share.q95].allSatisfy { $0.isFinite }, comment)
    }
    let prediction = fit.fittedValues().periods(noise: true, seed: 1)
    #expect(prediction.map(\.mean).allSatisfy { $0.isFinite }, comment)
  }

  @Test("Densities and short fits of national data are sound", arguments: ExtremeData.usable)
  func national(data: ExtremeData) async throws {
    for transform in MediaTransform.allCases {
      let model = try MediaMixModel(
        dataset: data.dataset(), specification: ModelSpecification(transform: transform))
      expectSoundDensity(model, "\(transform)")
      try await expectSoundFit(model, "\(transform)")
    }
  }

  @Test("Densities and short fits of geos are sound", arguments: ExtremeData.usable)
  func geos(data: ExtremeData) async throws {
    for transform in MediaTransform.allCases {
      let model = try MediaMixModel(
        dataset: data.dataset(geos: 2), specification: ModelSpecification(transform: transform))
      expectSoundDensity(model, "\(transform)")
      try await expectSoundFit(model, "\(transform)")
    }
  }

  @Test("A geo a thousand million times larger than the others, and one with a single channel")
  func unequalGeos() async throws {
    var data = ExampleModel.dataset(periods: 30, geos: 3)
    for panel in [\Dataset.media, \Dataset.spend, \Dataset.target] {
      for column in 0..<data[keyPath: panel].columnCount {
        data[keyPath: panel].edit(column) { _, geo, x in geo == 1 ? x * 1e9 : x }
      }
    }
    for channel in 1..<3 { data.media.edit(channel) { _, geo, x in geo == 2 ? 0 : x } }
    for transform in MediaTransform.allCases {
      let model = try MediaMixModel(
        dataset: data, specification: ModelSpecification(transform: transform))
      expectSoundDensity(model, "\(transform)")
      try await expectSoundFit(model, "\(transform)")
    }
  }

  @Test("Three rows, and more degrees and lags than rows")
  func fewRows() async throws {
    for transform in MediaTransform.allCases {
      for periods in [3, 4] {
        let model = try MediaMixModel(
          dataset: ExampleModel.dataset(periods: periods),
          specification: ModelSpecification(
            transform: transform, seasonality: Seasonality(degrees: 30, frequency: 52),
            numberOfLags: 200))
        expectSoundDensity(model, "\(transform), \(periods) rows")
        try await expectSoundFit(model, "\(transform), \(periods) rows")
        #expect(model.warnings.contains { $0.message.contains("are fewer than the model's") })
      }
    }
  }

  @Test(
    "Densities of many rows, channels, features and geos are sound",
    arguments: [(5000, 3, 1, nil), (150, 60, 1, nil), (40, 60, 60, nil), (10, 3, 1, 100)]
      as [(Int, Int, Int, Int?)])
  func sizes(periods: Int, channels: Int, features: Int, geos: Int?) throws {
    for transform in MediaTransform.allCases {
      let model = try MediaMixModel(
        dataset: ExampleModel.dataset(
          periods: periods, channels: channels, features: features, geos: geos),
        specification: ModelSpecification(transform: transform))
      for size in [0, 0.5, -0.5] {
        let position = (0..<model.density.dimension).map { $0 % 3 == 0 ? size : -size / 2 }
        let (value, gradient) = model.density.valueAndGradient(position)
        #expect(value.isFinite && gradient.allSatisfy { $0.isFinite }, "\(transform) at \(size)")
      }
    }
  }

  @Test("A target that media, features and season add up to is an error: there would be no noise")
  func explainedTarget() throws {
    var data = ExampleModel.dataset(geos: 2)
    let plain = data
    data.target.edit(0) { t, geo, x in
      geo == 1 ? 5 + 2 * plain.features[t, 0, geo] - plain.features[t, 1, geo] : x
    }
    let error = #expect(throws: DataError.self) {
      try MediaMixModel(dataset: data, specification: ModelSpecification())
    }
    #expect(error?.kind == .explainedTarget)
    #expect(
      error?.description == """
        the target, geo "geo_1": the value is exactly what a constant and the feature "feature_0" and \
        the feature "feature_1" add up to. Leave out what is computed from the KPI: no noise is \
        left, and nothing to learn.
        """)
    var media = plain
    media.target.edit(0) { t, geo, _ in 3 * plain.media[t, 2, geo] + 1 }
    let same = #expect(throws: DataError.self) {
      try MediaMixModel(dataset: media, specification: ModelSpecification())
    }
    #expect(same?.places.count == 1)
    #expect(
      same?.description.contains("a constant and the media of \"channel_2\" add up to") == true)
    // Features without an effect explain nothing.
    _ = try MediaMixModel(
      dataset: data, specification: ModelSpecification(priors: ["coef_extra_features": .fixed(0)]))
    data.target.edit(0) { t, geo, x in geo == 1 && t == 20 ? x * 1.00001 : x }
    _ = try MediaMixModel(dataset: data, specification: ModelSpecification())
  }

  @Test("Numbers that no unit of measurement needs are errors that say where")
  func magnitudes() throws {
    func kind(_ media: Double, _ target: Double) -> DataError.Kind? {
      var data = ExampleModel.dataset()
      data.media.edit(0) { _, x in x * media }
      data.target.edit(0) { _, x in x * target }
      do {
        let read = try Dataset(
          dates: data.dates,
          channels: data.channels.indices.map {
            .init(
              name: data.channels[$0], media: data.media.series(column: $0),
              spend: data.spend.series(column: $0))
          }, target: data.target.series(column: 0))
        _ = try MediaMixModel(dataset: read, specification: ModelSpecification())
        return nil
      } catch {
        return (error as? DataError)?.kind
      }
    }
    #expect(kind(1e49, 1e48) == nil)
    #expect(kind(1e-48, 1e-48) == nil)
    #expect(kind(1e60, 1) == .notFinite)
    #expect(kind(1, 1e300) == .notFinite)
    #expect(kind(1e-60, 1) == .unusableScale)
    #expect(kind(1, 1e-300) == .unusableScale)
  }
}
