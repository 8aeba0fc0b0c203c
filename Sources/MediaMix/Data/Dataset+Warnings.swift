/// Something about the data that makes results doubtful, though they can be computed.
public struct DataWarning: Sendable, Hashable, CustomStringConvertible {
  /// What is doubtful and what to do about it, in one sentence.
  public let message: String

  /// The message.
  public var description: String { message }
}

extension Dataset {
  /// What makes a fit of `model` to this data doubtful.
  ///
  /// - Parameters:
  ///   - model: what is to be fitted.
  ///   - parameterCount: the number of scalar parameters of the model.
  public func warnings(
    for model: ModelSpecification, parameterCount: Int
  ) -> [DataWarning] {
    var messages: [String] = []
    if timeCount * target.geoCount < parameterCount {
      messages.append(
        "\(timeCount * target.geoCount) rows are fewer than the model's \(parameterCount) "
          + "parameters: the priors will decide; use more rows or fewer channels and features")
    }
    messages += seasonalDoubts(of: model)
    messages += constantFeatures
    messages += barelyChanging
    messages += wildTarget(for: model)
    messages += channelsMissingInGeos
    messages += spendWithoutMedia
    if case .spendShare = model.mediaPrior { messages += channelsOfNextToNoSpend }
    messages += peaks
    messages += ties(for: model)
    if spacing == .days(1), model.transform == .carryover, model.numberOfLags == nil,
      !model.seasonality.weekday
    {
      messages.append(
        "carry-over ends after \(model.defaultNumberOfLags) days: the default for daily data, 91, "
          + "goes with seasonality.weekday, which is off; set number_lags")
    }
    // The default may stand in a file that serves all transforms.
    if model.effectiveNumberOfLags != model.defaultNumberOfLags, model.transform != .carryover {
      messages.append(
        "number_lags has no effect: it belongs to the transform carryover, and the transform is "
          + "\(model.transform.rawValue); leave it out")
    }
    if model.transform == .carryover, let lags = model.numberOfLags, lags > timeCount {
      messages.append(
        "number_lags is \(lags), but there are \(timeCount) periods: no media are as long ago as "
          + "later lags ask for; set it to at most \(timeCount)")
    }
    let unusual = model.scaling == .none ? unusualSeries : []
    if !unusual.isEmpty {
      messages.append(
        "scaling is none and the mean is far from 1 (\(unusual.joined(separator: ", "))), but the "
          + "default priors expect values near 1: use scaling: mean, or divide the columns")
    }
    return messages.map(DataWarning.init)
  }

  /// What is wrong with a pattern for the distance between rows.
  private func seasonalDoubts(of model: ModelSpecification) -> [String] {
    let seasonality = model.seasonality
    let frequency = seasonality.frequency
    var messages: [String] = []
    if seasonality.degrees > frequency / 2, !model.isFixed(.seasonality) {
      messages.append(
        frequency > 1
          ? "seasonality.degrees is \(seasonality.degrees), but a pattern of \(frequency) periods has "
            + "\(frequency / 2) at most: the others repeat these and cannot be told from them; set "
            + "degrees to at most \(frequency / 2)"
          : "seasonality.frequency is 1: the pattern is the same in every period and cannot be told "
            + "from the intercept; fix gamma_seasonality to 0 in model.priors")
    }
    guard let spacing else { return messages }
    let expected = spacing.periodsPerYear
    if seasonality.weekday, spacing == .days(1), frequency == Seasonality().frequency {
      messages.append(
        "seasonality.weekday is on but seasonality.frequency is \(frequency), which is for weekly "
          + "data: on daily data the yearly pattern would repeat every \(frequency) days; set "
          + "frequency to 365")
    } else if abs(Double(frequency) - expected) > Self.frequencyTolerance * expected {
      messages.append(
        "the rows are \(spacing) apart, \(Int(expected.rounded())) to a year, but "
          + "seasonality.frequency is \(frequency): the seasonal pattern will not be yearly")
    }
    if seasonality.weekday, spacing != .days(1) {
      messages.append(
        "seasonality.weekday is on but the rows are \(spacing) apart: it is meant for daily data, "
          + "usually with frequency 365")
    }
    return messages
  }

  /// Channels that cost so little beside the others that a prior by spend allows them no effect.
  private var channelsOfNextToNoSpend: [String] {
    let totals = channels.indices.map { channel in
      (0..<spend.geoCount).reduce(0) { $0 + spend.series(column: channel, geo: $1).reduce(0, +) }
    }
    let mean = totals.reduce(0) { $0 + $1 / Double(totals.count) }
    return channels.indices.filter { totals[$0] < Self.littleSpend * mean }.map {
      "the channel \(channels[$0].debugDescription) costs less than a thousandth of what channels cost "
        + "on average, and as small is the effect that its prior allows: give scales in "
        + "model.media_prior if it may do more"
    }
  }

  /// Channels with much of their spend in periods that have no media.
  private var spendWithoutMedia: [String] {
    channels.indices.compactMap { channel in
      let rows = (0..<timeCount).flatMap { time in
        (0..<media.geoCount).map { (media[time, channel, $0], spend[time, channel, $0]) }
      }
      let total = rows.reduce(0) { $0 + $1.1 }
      let without = rows.reduce(0) { $0 + ($1.0 == 0 ? $1.1 : 0) }
      guard without > Self.muchSpend * total else { return nil }
      return "the channel \(channels[channel].debugDescription) has "
        + "\(Int((100 * without / total).rounded())) % of its spend in periods without media: returns "
        + "count all of it; check that media and spend are of the same periods"
    }
  }

  /// What nothing scales though it is far from what the default priors are made for.
  private var unusualSeries: [String] {
    let target = Self.usualMeans.contains(target.mean(ofColumn: 0).magnitude) ? [] : ["the target"]
    return target
      + channels.indices.filter { !Self.usualMeans.contains(media.mean(ofColumn: $0)) }
      .map { "media of \(channels[$0].debugDescription)" }
  }

  /// Means at which the default priors still make sense.
  private static let usualMeans = 0.05...20

  /// Of the mean spend of channels.
  private static let littleSpend = 1e-3

  /// Bills of a few periods that come later are nothing to ask about.
  private static let muchSpend = 0.2

  /// 52 and 53 weeks to a year are both right.
  private static let frequencyTolerance = 0.05
}

extension Panel {
  /// The mean of a column over time and geos.
  fileprivate func mean(ofColumn column: Int) -> Double {
    (0..<geoCount).reduce(0) { $0 + series(column: column, geo: $1).reduce(0, +) }
      / Double(timeCount * geoCount)
  }
}
