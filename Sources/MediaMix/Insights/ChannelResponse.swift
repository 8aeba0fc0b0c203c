internal import MediaMixInference

/// One channel's response to levels of media, draw by draw.
///
/// The lag is linear: media after lag are what earlier media left over plus a gain times the level.
/// Both follow from the draw, and saturation alone has to be computed for every level, so that a
/// curve costs hardly more than its points.
struct ChannelResponse {
  /// The media before the period that is asked about and none in it, on the model's scale; nil: there
  /// were none.
  private let history: Lanes?
  /// A unit of media in every period that the level runs.
  private let unit: Lanes
  /// The levels on the model's scale as columns, `[1, level, geo]`, nothing first. All columns are of
  /// one channel.
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
    // A level is a column, so that a block of lanes holds four of them.
    let count = levels.timeCount
    let columns = Panel(
      timeCount: 1, columnCount: count, geoCount: geoCount,
      values: levels.values.enumerated().map { $1 / divisors[$0 % geoCount] })
    self.levels = Lanes(columns)
    func effect(columns: Panel) -> MediaEffect {
      MediaEffect(
        media: columns, channels: Array(repeating: channel, count: columns.columnCount),
        specification: model.specification, layout: model.parameters)
    }
    firstCoefficient = model.parameters.offset(of: .mediaCoefficient) + channel * geoCount
    kpiScales = (0..<geoCount).map { model.scaling.target.divisor(column: 0, geo: $0) }
    lag = effect(
      columns: Panel(repeating: 0, timeCount: 1, columnCount: 1, geoCount: geoCount)
    ).makeLag()
    saturation = effect(columns: columns).makeSaturation(shapedAs: self.levels)
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
    let gain = gains.blocks[gains.blocks.count - 1][0]
    let geoCount = kpiScales.count
    let last = past.blocks.count - geoCount
    let perGeo = levels.blocksPerGeo
    for geo in 0..<geoCount {
      let left = past.blocks[last + geo][0]
      for block in geo * perGeo..<(geo + 1) * perGeo {
        inputs.blocks[block] = left + gain * levels.blocks[block]
        slopes.blocks[block] = Lanes.Block(repeating: gain)
      }
    }
    saturation.forward(inputs, parameters: parameters, into: &results)
    saturation.pullback(
      &slopes, input: inputs, result: results, parameters: parameters, into: &unused)
  }

  /// Adds the KPI in its units that each level adds in a geo, and its derivative by the logarithm of the
  /// level, after ``evaluate(_:)`` at `parameters`.
  ///
  /// - Parameters:
  ///   - responses: the number of a level is `stride` places after that of the level before.
  ///   - first: the place of the first level.
  func add(
    geo: Int, _ parameters: [Double], to responses: inout [Double],
    slopes derivatives: inout [Double],
    from first: Int, stride: Int
  ) {
    let factor = parameters[firstCoefficient + geo] * kpiScales[geo]
    let begin = geo * levels.blocksPerGeo
    let nothing = results.blocks[begin][0]
    for level in 0..<levels.channelCount {
      let (block, lane) = (begin + level / 4, level % 4)
      let place = first + level * stride
      responses[place] += factor * (results.blocks[block][lane] - nothing)
      derivatives[place] += factor * slopes.blocks[block][lane] * levels.blocks[block][lane]
    }
  }
}
