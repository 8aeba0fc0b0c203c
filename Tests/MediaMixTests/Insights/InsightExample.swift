import MediaMix
import MediaMixInference
import Testing

/// What insights are held to, computed the long way round.
enum InsightExample {
  /// Media that cost something else than their number, in geo data something else in each geo.
  static func fit(_ transform: MediaTransform, geos: Int? = nil) async throws -> FittedModel {
    var dataset = ExampleModel.dataset(periods: 30, channels: 3, features: 2, geos: geos)
    for time in 0..<dataset.timeCount {
      for channel in dataset.channels.indices {
        for geo in 0..<(geos ?? 1) {
          dataset.spend[time, channel, geo] =
            dataset.media[time, channel, geo] * Double(2 + channel + 3 * geo)
        }
      }
    }
    let model = try MediaMixModel(
      dataset: dataset,
      specification: ModelSpecification(
        transform: transform, seasonality: Seasonality(weekday: geos == nil), numberOfLags: 5))
    return try await model.fit(
      SamplerConfiguration(chains: 2, warmup: 30, draws: 15, metric: .diagonal))
  }

  /// The draws of a fit, `[draw][layout.count]`.
  static func draws(of fit: FittedModel) -> [[Double]] {
    (0..<fit.draws.chainCount * fit.draws.drawCount).map { Array(fit.draws.draw($0)) }
  }

  /// What media over any periods from the first on add to the KPI, in its units,
  /// `[time, channel, geo]`, by the public transforms.
  static func effect(of media: Panel, _ fit: FittedModel, at parameters: [Double]) -> Panel {
    let model = fit.model
    func parameter(_ name: String) -> [Double] {
      model.parameters.range(of: name).map { Array(parameters[$0]) } ?? []
    }
    let scaled = model.scaling.media.transform(media)
    let transformed: Panel
    switch model.specification.transform {
    case .adstock:
      transformed = Exponent.apply(
        to: Adstock.apply(to: scaled, lagWeight: parameter("lag_weight")),
        exponent: parameter("exponent"))
    case .hillAdstock:
      transformed = Hill.apply(
        to: Adstock.apply(to: scaled, lagWeight: parameter("lag_weight")),
        halfSaturation: parameter("half_max_effective_concentration"), slope: parameter("slope"))
    case .carryover:
      transformed = Exponent.apply(
        to: Carryover.apply(
          to: scaled, retentionRate: parameter("ad_effect_retention_rate"),
          peakDelay: parameter("peak_effect_delay"),
          numberOfLags: model.specification.effectiveNumberOfLags),
        exponent: parameter("exponent"))
    }
    var effect = transformed
    let coefficients = parameter("coef_media")
    for time in 0..<media.timeCount {
      for channel in 0..<media.columnCount {
        for geo in 0..<media.geoCount {
          effect[time, channel, geo] *=
            coefficients[channel * media.geoCount + geo]
            * model.scaling.target.divisor(column: 0, geo: geo)
        }
      }
    }
    return effect
  }

  /// The sum of a panel over periods, of one column and some geos.
  static func sum(_ panel: Panel, _ periods: Range<Int>, column: Int, geos: [Int]) -> Double {
    geos.reduce(0) { sum, geo in periods.reduce(sum) { $0 + panel[$1, column, geo] } }
  }
}

/// Expects two vectors to agree within `tolerance` times the larger of 1 and the expected number.
func expectClose(
  _ found: [Double], _ expected: [Double], within tolerance: Double = 1e-9,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.count == expected.count, sourceLocation: sourceLocation)
  for (index, pair) in zip(found, expected).enumerated() {
    let isClose = abs(pair.0 - pair.1) <= tolerance * max(1, abs(pair.1))
    #expect(isClose, "\(index): \(pair.0), not \(pair.1)", sourceLocation: sourceLocation)
    if !isClose { return }
  }
}
