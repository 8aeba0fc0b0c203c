internal import MediaMixInference

/// What each draw says that channels did in some periods, gathered draw by draw.
struct EffectDraws {
  /// The KPI that would have been without the media of the periods.
  private struct Counterfactual {
    let effect: MediaEffect
    var workspace: MediaEffect.Workspace

    /// Media after lag, and after lag and saturation, `[time, channel, geo]`.
    mutating func evaluate(_ parameters: [Double]) -> (lagged: Lanes, result: Lanes) {
      effect.forward(parameters, workspace: &workspace)
      return (workspace.lagged, workspace.result)
    }
  }

  private let model: MediaMixModel
  private let periods: Range<Int>
  private let geos: [Int]
  private let firstCoefficient: Int
  private let mean: MeanFunction
  private var workspace: MeanFunction.Workspace
  /// Nil where the periods are all there are: without their media there are none.
  private var without: Counterfactual?
  /// The KPI that the model expects, in its units, `[geo][draw]`.
  private var totals: [[Double]]
  /// What a channel adds to it in the periods, in its units, `[channel, geo][draw]`.
  private var contributions: [[Double]]
  /// What its media of the periods bring in them and later, in units of the KPI,
  /// `[channel, geo][draw]`.
  private var effects: [[Double]]
  /// The derivative of that by the logarithm of these media, `[channel, geo][draw]`.
  private var marginals: [[Double]]

  /// - Parameters:
  ///   - periods: one or more.
  ///   - geos: places of geos, one or more.
  init(_ model: MediaMixModel, periods: Range<Int>, geos: [Int]) {
    self.model = model
    self.periods = periods
    self.geos = geos
    let dataset = model.dataset
    firstCoefficient = model.parameters.offset(of: .mediaCoefficient)
    mean = Timeline(model, media: dataset.media, features: dataset.features).mean
    workspace = mean.makeWorkspace()
    if periods.count < dataset.timeCount {
      let effect = MediaEffect(
        media: model.scaling.media.transform(dataset.media.zeroed(in: periods)),
        channels: Array(dataset.channels.indices), specification: model.specification,
        layout: model.parameters)
      without = Counterfactual(effect: effect, workspace: effect.makeWorkspace())
    }
    totals = Array(repeating: [], count: geos.count)
    contributions = Array(repeating: [], count: dataset.channels.count * geos.count)
    effects = contributions
    marginals = contributions
  }

  /// Adds a draw of the parameters, `[layout.count]`.
  mutating func add(_ parameters: [Double]) {
    mean.forward(parameters, workspace: &workspace)
    let (media, lagged) = (workspace.media.transformedLanes, workspace.media.laggedLanes)
    let slopes = mean.saturationSlopes(parameters, workspace: &workspace)
    let other = without?.evaluate(parameters)
    let (geoCount, perGeo) = (media.geoCount, media.blocksPerGeo)
    for (place, geo) in geos.enumerated() {
      let scale = model.scaling.target.divisor(column: 0, geo: geo)
      let expected = workspace.mean[geo]
      totals[place].append(periods.reduce(0) { $0 + expected[$1] } * scale)
      for block in 0..<perGeo {
        var (sum, effect, marginal) = (Lanes.Block.zero, Lanes.Block.zero, Lanes.Block.zero)
        for time in periods.lowerBound..<media.rowCount {
          let index = (time * geoCount + geo) * perGeo + block
          if time < periods.upperBound { sum += media.blocks[index] }
          effect += media.blocks[index] - (other?.result.blocks[index] ?? .zero)
          marginal +=
            slopes.blocks[index] * (lagged.blocks[index] - (other?.lagged.blocks[index] ?? .zero))
        }
        for channel in 4 * block..<min(4 * block + 4, media.channelCount) {
          let factor = parameters[firstCoefficient + channel * geoCount + geo]
          let (index, lane) = (channel * geos.count + place, channel % 4)
          contributions[index].append(factor * sum[lane] * scale)
          effects[index].append(factor * effect[lane] * scale)
          marginals[index].append(factor * marginal[lane] * scale)
        }
      }
    }
  }

  /// What the draws say.
  var metrics: [ChannelMetrics] {
    let dataset = model.dataset
    let total = totals.sumOfRows
    return dataset.channels.enumerated().map { channel, name in
      let range = channel * geos.count..<(channel + 1) * geos.count
      let spend = geos.map { geo in
        periods.reduce(0) { $0 + dataset.spend[$1, channel, geo] }
      }
      let allSpend = spend.reduce(0, +)
      let paid = zip(range, spend).filter { $1 > 0 }.map(\.0)
      func perMoney(_ draws: [[Double]]) -> [Double] {
        paid.isEmpty
          ? total.map { _ in .nan } : paid.map { draws[$0] }.sumOfRows.map { $0 / allSpend }
      }
      return ChannelMetrics(
        name: name, spend: allSpend,
        contributionDraws: zip(contributions[range].sumOfRows, total).map { $0 / $1 },
        returnDraws: perMoney(effects), marginalReturnDraws: perMoney(marginals),
        geos: dataset.geos.isEmpty
          ? [] : geos.indices.map { self.metrics(place: $0, channel: channel, spend: spend[$0]) })
    }
  }

  private func metrics(place: Int, channel: Int, spend: Double) -> GeoMetrics {
    let index = channel * geos.count + place
    func perMoney(_ draws: [[Double]]) -> [Double]? {
      spend > 0 ? draws[index].map { $0 / spend } : nil
    }
    return GeoMetrics(
      name: model.dataset.geos[geos[place]], spend: spend,
      contributionDraws: zip(contributions[index], totals[place]).map { $0 / $1 },
      returnDraws: perMoney(effects), marginalReturnDraws: perMoney(marginals))
  }
}

extension Panel {
  /// The same with zeros in some periods.
  fileprivate func zeroed(in periods: Range<Int>) -> Panel {
    let width = columnCount * geoCount
    var values = values
    for index in periods.lowerBound * width..<periods.upperBound * width { values[index] = 0 }
    return Panel(
      timeCount: timeCount, columnCount: columnCount, geoCount: geoCount, values: values)
  }
}
