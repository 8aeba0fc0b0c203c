import MediaMix
import MediaMixInference
import Testing

/// Models of the example data with experiments, and their effects computed the long way round.
enum ExperimentExample {
  /// Experiments on 40 weeks of the example data: on one channel several, some with and some without
  /// their tail, gains and returns.
  static func tests(in data: Dataset) -> [LiftTest] {
    let geos = data.geos
    return [
      LiftTest(
        channel: "channel_0", first: data.dates[10], last: data.dates[16],
        geos: geos.isEmpty ? nil : [geos[geos.count - 1]], estimate: .incrementalKPI(3),
        standardError: 0.7),
      LiftTest(
        channel: "channel_0", first: data.dates[20].adding(days: -3), last: data.dates[24],
        estimate: .returnOnInvestment(-0.4), standardError: 0.3, includesTail: false),
      LiftTest(
        channel: "channel_2", first: data.dates[0], last: data.dates[5],
        geos: geos.isEmpty ? nil : geos.reversed(), estimate: .incrementalKPI(1e3),
        standardError: 50, includesTail: false),
      LiftTest(
        channel: "channel_1", first: data.dates[30], last: data.dates[39].adding(days: 6),
        estimate: .returnOnInvestment(0.9), standardError: 0.2),
    ]
  }

  /// A model of the example data with experiments.
  static func model(
    _ transform: MediaTransform, geos: Int? = nil,
    scaling: ModelSpecification.ScalingRule = .mean,
    tests: (Dataset) -> [LiftTest] = tests
  ) throws -> MediaMixModel {
    let data = ExampleModel.dataset(geos: geos)
    return try MediaMixModel(
      dataset: data,
      specification: ModelSpecification(
        transform: transform, numberOfLags: 13, scaling: scaling,
        mediaPrior: .spendShare(scale: 0.3), experiments: tests(data)))
  }

  /// Media after lag and saturation by the public transforms, `[time, channel, geo]`.
  static func transformed(
    _ media: Panel, _ transform: MediaTransform, _ parameter: (String) -> [Double]
  ) -> Panel {
    switch transform {
    case .adstock:
      Exponent.apply(
        to: Adstock.apply(to: media, lagWeight: parameter("lag_weight")),
        exponent: parameter("exponent"))
    case .hillAdstock:
      Hill.apply(
        to: Adstock.apply(to: media, lagWeight: parameter("lag_weight")),
        halfSaturation: parameter("half_max_effective_concentration"), slope: parameter("slope"))
    case .carryover:
      Exponent.apply(
        to: Carryover.apply(
          to: media, retentionRate: parameter("ad_effect_retention_rate"),
          peakDelay: parameter("peak_effect_delay"), numberOfLags: 13),
        exponent: parameter("exponent"))
    }
  }

  /// The effect of a test in its own units, from the data without its media.
  ///
  /// - Parameter parameters: `[layout.count]`.
  static func effect(_ test: LiftTest, of model: MediaMixModel, at parameters: [Double]) throws
    -> Double
  {
    let data = model.dataset
    let channel = try #require(data.channels.firstIndex(of: test.channel))
    let names = test.geos ?? data.geos
    let geos = data.geos.isEmpty ? [0] : names.compactMap(data.geos.firstIndex)
    let window = data.dates.indices.filter {
      test.first <= data.dates[$0] && data.dates[$0] <= test.last
    }
    let begin = try #require(window.first)
    let end = test.includesTail ? data.timeCount : try #require(window.last) + 1
    var without = data.media
    var spend = 0.0
    for t in window {
      for geo in geos {
        without[t, channel, geo] = 0
        spend += data.spend[t, channel, geo]
      }
    }
    func parameter(_ name: String) -> [Double] {
      model.parameters.range(of: name).map { Array(parameters[$0]) } ?? []
    }
    let transform = model.specification.transform
    let real = transformed(model.scaling.media.transform(data.media), transform, parameter)
    let other = transformed(model.scaling.media.transform(without), transform, parameter)
    var effect = 0.0
    for geo in geos {
      let coefficient = parameter("coef_media")[channel * data.media.geoCount + geo]
      for t in begin..<end {
        effect +=
          coefficient * (real[t, channel, geo] - other[t, channel, geo])
          * model.scaling.target.divisor(column: 0, geo: geo)
      }
    }
    if case .returnOnInvestment = test.estimate { return effect / spend }
    return effect
  }
}
