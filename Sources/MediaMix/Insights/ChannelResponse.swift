internal import MediaMixInference

/// One channel's response to levels of media, draw by draw.
///
/// The lag is linear: media after lag are what earlier media left over plus a gain times the level.
/// Both follow from the draw, and saturation alone has to be computed for every level, so that a
/// curve costs hardly more than its points.
struct ChannelResponse {
  private let effect: MediaEffect
  /// The media before the period that is asked about and none in it, on the model's scale; nil: there
  /// were none.
  private let history: Lanes?
  /// A unit of media in every period that the level runs.
  private let unit: Lanes
  /// The levels on the model's scale, `[level, 1, geo]`, nothing first.
  private let levels: Lanes
  /// The place of the coefficient of the first geo, and KPI per unit of the model's scale, `[geo]`.
  private let firstCoefficient: Int
  private let kpiScales: [Double]

  private var lag: any LagStage
  private var saturation: any SaturationStage
  private var past: Lanes
  private var gains: Lanes
  private var inputs: Lanes
  private var results: Lanes
  private var slopes: Lanes
  private var unused: [Double]

  /// - Parameters:
  ///   - channel: its place.
  ///   - levels: media units, `[level, 1, geo]`, the first of them 0.
  init(_ model: MediaMixModel, channel: Int, kind: ResponseCurve.Kind, levels: Panel) {
    let media = model.dataset.media
    let geoCount = media.geoCount
    let divisors = (0..<geoCount).map {
      model.scaling.media.divisor(column: channel, geo: $0)
    }
    func scaled(_ panel: Panel) -> Lanes {
      Lanes(
        Panel(
          timeCount: panel.timeCount, columnCount: 1, geoCount: geoCount,
          values: panel.values.enumerated().map { $1 / divisors[$0 % geoCount] }))
    }
    var periods = 1
    switch kind {
    case .onePeriod:
      let own = Panel(
        timeCount: media.timeCount + 1, columnCount: 1, geoCount: geoCount,
        values: (0..<media.timeCount).flatMap { time in
          (0..<geoCount).map { media[time, channel, $0] }
        } + Array(repeating: 0, count: geoCount))
      history = scaled(own)
    case .steadyState(let count):
      periods = count
      history = nil
    }
    unit = Lanes(Panel(repeating: 1, timeCount: periods, columnCount: 1))
    self.levels = scaled(levels)
    effect = MediaEffect(
      media: Panel(repeating: 0, timeCount: 1, columnCount: 1, geoCount: geoCount),
      channels: [channel], specification: model.specification, layout: model.parameters)
    firstCoefficient = model.parameters.offset(of: .mediaCoefficient) + channel * geoCount
    kpiScales = (0..<geoCount).map { model.scaling.target.divisor(column: 0, geo: $0) }
    lag = effect.makeLag()
    saturation = effect.makeSaturation(shapedAs: self.levels)
    past = history ?? Lanes(rowCount: 1, channelCount: 1, geoCount: geoCount)
    gains = unit
    inputs = self.levels
    results = self.levels
    slopes = self.levels
    unused = Array(repeating: 0, count: model.parameters.count)
  }

  /// Computes the response to every level at a draw of the parameters, `[layout.count]`.
  mutating func evaluate(_ parameters: [Double]) {
    lag.forward(unit, parameters: parameters, into: &gains)
    if let history { lag.forward(history, parameters: parameters, into: &past) }
    let gain = gains.blocks[gains.blocks.count - 1]
    let geoCount = kpiScales.count
    let last = past.blocks.count - geoCount
    for block in inputs.blocks.indices {
      inputs.blocks[block] = past.blocks[last + block % geoCount] + gain * levels.blocks[block]
      slopes.blocks[block] = gain
    }
    saturation.forward(inputs, parameters: parameters, into: &results)
    saturation.pullback(
      &slopes, input: inputs, result: results, parameters: parameters, into: &unused)
  }

  /// The KPI in its units that the level adds in a geo, after ``evaluate(_:)`` at `parameters`.
  func response(level: Int, geo: Int, _ parameters: [Double]) -> Double {
    let geoCount = kpiScales.count
    return parameters[firstCoefficient + geo] * kpiScales[geo]
      * (results.blocks[level * geoCount + geo][0] - results.blocks[geo][0])
  }

  /// The derivative of ``response(level:geo:_:)`` by the logarithm of the level.
  func slope(level: Int, geo: Int, _ parameters: [Double]) -> Double {
    let index = level * kpiScales.count + geo
    return parameters[firstCoefficient + geo] * kpiScales[geo] * slopes.blocks[index][0]
      * levels.blocks[index][0]
  }
}
