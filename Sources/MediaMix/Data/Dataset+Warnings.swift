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
    messages += seasonalDoubts(of: model.seasonality)
    messages += constantFeatures
    messages += channelsMissingInGeos
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
    let unusual = model.scaling == .none ? unusualSeries : []
    if !unusual.isEmpty {
      messages.append(
        "scaling is none and the mean is far from 1 (\(unusual.joined(separator: ", "))), but the "
          + "default priors expect values near 1: use scaling: mean, or divide the columns")
    }
    return messages.map(DataWarning.init)
  }

  /// What is wrong with a pattern for the distance between rows.
  private func seasonalDoubts(of seasonality: Seasonality) -> [String] {
    guard let spacing else { return [] }
    var messages: [String] = []
    let frequency = seasonality.frequency
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

  /// What nothing scales though it is far from what the default priors are made for.
  private var unusualSeries: [String] {
    let target = Self.usualMeans.contains(target.mean(ofColumn: 0).magnitude) ? [] : ["the target"]
    return target
      + channels.indices.filter { !Self.usualMeans.contains(media.mean(ofColumn: $0)) }
      .map { "media of \(channels[$0].debugDescription)" }
  }

  /// Means at which the default priors still make sense.
  private static let usualMeans = 0.05...20

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
