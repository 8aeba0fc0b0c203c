internal import MediaMixInference

/// LightweightMMM's table of contributions per period (its `create_media_baseline_contribution_df`):
/// point estimates that have no negative baseline and always add up to 1.
///
/// A baseline that is negative on average over the draws is taken for 0, and the shares are those of
/// the sum that is left. What was negative is so put down to media: where that happens, the table
/// says more of the channels than the model does. Shares of geo data are those of sums over geos on
/// the model's scale, on which every geo's mean KPI counts alike. ``Contributions`` is the model's own
/// answer, with intervals and in the units of the KPI.
public struct ClippedContributionTable: Sendable, Hashable {
  /// One period.
  public struct Period: Sendable, Hashable {
    /// Its first day.
    public let date: CalendarDate
    /// The share of each channel, `[channel]`; 0 where there is nothing to divide by.
    public let channelShares: [Double]
    /// The share of the baseline, ≥ 0.
    public let baselineShare: Double
    /// The expected KPI in its units, averaged over draws and summed over geos; 0 if it is negative.
    public let prediction: Double

    /// ``channelShares`` of ``prediction``, `[channel]`.
    public var channelContributions: [Double] { channelShares.map { $0 * prediction } }
    /// ``baselineShare`` of ``prediction``.
    public var baselineContribution: Double { baselineShare * prediction }
  }

  /// The channels, in the dataset's order.
  public let channels: [String]
  /// Every period of the training data.
  public let periods: [Period]
}

extension Trace {
  /// LightweightMMM's own table of contributions per period; see ``ClippedContributionTable``.
  public func clippedContributionTable() -> ClippedContributionTable {
    let dataset = model.dataset
    let (timeCount, channelCount) = (dataset.timeCount, dataset.channels.count)
    let scales = (0..<dataset.target.geoCount).map {
      model.scaling.target.divisor(column: 0, geo: $0)
    }
    let first = model.parameters.offset(of: .mediaCoefficient)
    // Sums over draws and geos.
    var effects = Array(repeating: Array(repeating: 0.0, count: channelCount), count: timeCount)
    var means = Array(repeating: 0.0, count: timeCount)
    var predictions = means
    forEachDraw { parameters, mean, media in
      for time in 0..<timeCount {
        for (geo, scale) in scales.enumerated() {
          means[time] += mean[time, 0, geo]
          predictions[time] += scale * mean[time, 0, geo]
          for channel in 0..<channelCount {
            effects[time][channel] +=
              parameters[first + channel * scales.count + geo] * media[time, channel, geo]
          }
        }
      }
    }
    let drawCount = Double(draws.chainCount * draws.drawCount)
    return ClippedContributionTable(
      channels: dataset.channels,
      periods: (0..<timeCount).map { time in
        let media = effects[time].reduce(0, +)
        let baseline = max(0, means[time] - media)
        let sum = baseline + media
        return ClippedContributionTable.Period(
          date: dataset.dates[time],
          channelShares: effects[time].map { sum == 0 ? 0 : $0 / sum },
          baselineShare: sum == 0 ? 0 : baseline / sum,
          prediction: max(0, predictions[time] / drawCount))
      })
  }
}

extension FittedModel {
  /// LightweightMMM's own table of contributions per period; see ``ClippedContributionTable``.
  public func clippedContributionTable() -> ClippedContributionTable {
    trace.clippedContributionTable()
  }
}
