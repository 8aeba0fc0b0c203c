/// A channel's share of what all channels brought beside its share of what all channels cost
/// (LightweightMMM's `create_attribution_over_spend_fractions`).
///
/// It ranks channels by what they brought for their money, whatever the KPI's unit: 1 is the average
/// channel. It says nothing about whether media paid.
public struct AttributionOverSpend: Sendable, Hashable {
  /// The channel.
  public let channel: String
  /// The share of the contribution of all channels, averaged over draws before it is divided; NaN where
  /// channels contributed nothing.
  public let attribution: Double
  /// The share of the spend on all channels; NaN where nothing was spent.
  public let spend: Double
  /// ``attribution`` over ``spend``; nil where nothing was spent on the channel.
  public let ratio: Double?
}

extension Trace {
  /// Each channel's share of the effect beside its share of the spend.
  ///
  /// Contributions are those to the selected periods, carry-over of earlier media included, and summed
  /// over geos in the units of the KPI. LightweightMMM sums geos on the scale of the model, which is
  /// the same if data were not scaled, and otherwise gives small geos the weight of large ones.
  ///
  /// - Parameter selection: which periods and geos; by default all.
  /// - Throws: ``InsightError`` if the data have no such periods or geos.
  public func attributionOverSpend(
    in selection: DataSelection = DataSelection()
  ) throws(InsightError) -> [AttributionOverSpend] {
    let dataset = model.dataset
    let (periods, geos) = try selection.resolve(in: dataset)
    let first = model.parameters.offset(of: .mediaCoefficient)
    let geoCount = dataset.target.geoCount
    var effects = Array(repeating: 0.0, count: dataset.channels.count)
    forEachDraw { parameters, _, media in
      for channel in effects.indices {
        for geo in geos {
          let sum = periods.reduce(0) { $0 + media[$1, channel, geo] }
          effects[channel] +=
            parameters[first + channel * geoCount + geo] * sum
            * model.scaling.target.divisor(column: 0, geo: geo)
        }
      }
    }
    let spend = effects.indices.map { channel in
      geos.reduce(0) { sum, geo in
        periods.reduce(sum) { $0 + dataset.spend[$1, channel, geo] }
      }
    }
    let (allEffects, allSpend) = (effects.reduce(0, +), spend.reduce(0, +))
    return dataset.channels.enumerated().map { channel, name in
      let (attribution, share) = (effects[channel] / allEffects, spend[channel] / allSpend)
      return AttributionOverSpend(
        channel: name, attribution: attribution, spend: share,
        ratio: share > 0 ? attribution / share : nil)
    }
  }
}

extension FittedModel {
  /// Each channel's share of the effect beside its share of the spend; see
  /// ``Trace/attributionOverSpend(in:)``.
  public func attributionOverSpend(
    in selection: DataSelection = DataSelection()
  ) throws(InsightError) -> [AttributionOverSpend] {
    try trace.attributionOverSpend(in: selection)
  }
}
