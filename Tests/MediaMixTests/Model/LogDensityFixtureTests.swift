import MediaMix
import MediaMixInference
import Testing

@Suite("Log density beside the reference")
struct LogDensityFixtureTests {
  private func model(of example: JSONValue) throws -> MediaMixModel {
    let media = try #require(example["media"]).panel
    let features = example["extra_features"].flatMap { $0.isNull ? nil : $0.panel }
    let target = try #require(example["target"])
    let geoCount = target.shape.count > 1 ? target.shape[1] : 1
    let periods = target.shape[0]
    let name = try #require(example["model"]?.stringValue)
    let specification = ModelSpecification(
      transform: try #require(MediaTransform(rawValue: name)),
      seasonality: Seasonality(
        degrees: try #require(example["degrees_seasonality"]?.intValue),
        frequency: try #require(example["seasonality_frequency"]?.intValue),
        weekday: example["weekday_seasonality"] == true),
      numberOfLags: 13, scaling: .none,
      mediaPrior: .explicit(try #require(example["media_prior"]).numbers),
      priors: try priors(of: example))
    return try MediaMixModel(
      dataset: Dataset(
        dates: (0..<periods).map { CalendarDate(daysSinceEpoch: $0) },
        channels: (0..<media.columnCount).map { "channel_\($0)" },
        featureNames: (0..<(features?.columnCount ?? 0)).map { "feature_\($0)" },
        geos: target.shape.count > 1 ? (0..<geoCount).map { "geo_\($0)" } : [], media: media,
        spend: media,
        features: features
          ?? Panel(repeating: 0, timeCount: periods, columnCount: 0, geoCount: geoCount),
        target: Panel(
          timeCount: periods, columnCount: 1, geoCount: geoCount, values: target.numbers)),
      specification: specification)
  }

  private func priors(of example: JSONValue) throws -> [String: PriorSetting] {
    let priors = try #require(example["custom_priors"]?.objectValue)
    return try priors.mapValues { setting in
      let (family, arguments) = try #require(setting.objectValue?.first)
      return .family(
        try #require(DistributionFamily(rawValue: family)),
        try #require(arguments.objectValue).mapValues {
          $0.shape.isEmpty ? PriorArgument($0.numbers[0]) : PriorArgument($0.numbers)
        })
    }
  }

  @Test("Every case, national and geo: values to 1e-9, gradients to 1e-8, μ and media to 1e-10")
  func fixture() throws {
    let cases = try #require(try ReferenceFixture.load("log_density").arrayValue)
    #expect(cases.count == 20)
    for example in cases {
      let label = try #require(example["label"]?.stringValue)
      let model = try model(of: example)
      for point in try #require(example["points"]?.arrayValue) {
        func vector(_ key: String) throws -> [Double] {
          try model.parameters.parameters.flatMap { parameter in
            try #require(point[key]?[parameter.name]).numbers
          }
        }
        let natural = try #require(point["log_density"]?.doubleValue)
        let unconstrained = try #require(point["log_density_unconstrained"]?.doubleValue)
        let position = try vector("unconstrained")
        let (value, gradient) = model.density.valueAndGradient(position)
        #expect(relativeError([value], [unconstrained]) < 1e-9, "\(label)")
        #expect(
          relativeError(gradient, try vector("gradient_unconstrained")) < 1e-8, "\(label)")

        let parameters = try #require(point["params"]?.objectValue).mapValues(\.numbers)
        let evaluation = try model.evaluate(at: parameters)
        #expect(relativeError([evaluation.logDensity], [natural]) < 1e-9, "\(label)")
        #expect(
          relativeError([evaluation.logDensityUnconstrained], [unconstrained]) < 1e-9, "\(label)")

        var workspace = model.density.makeWorkspace()
        let (mean, media) = model.density.fitted(try vector("params"), workspace: &workspace)
        #expect(relativeError(mean.values, try #require(point["mu"]).numbers) < 1e-10, "\(label)")
        #expect(
          relativeError(media.values, try #require(point["media_transformed"]).numbers) < 1e-10,
          "\(label)")
      }
    }
  }
}
