/// How a dataset is brought to the model's scale; fitted to training data and kept with the fit.
public struct DatasetScaling: Sendable, Hashable, Codable {
  /// Scales media units.
  public let media: Scaler
  /// Scales extra features.
  public let features: Scaler
  /// Scales the KPI.
  public let target: Scaler
  /// The features that are divided by their standard deviation, in some geo at least, because their
  /// mean is too near to 0 to divide by.
  public let featuresScaledByDeviation: [String]

  /// The scaling of training data.
  ///
  /// By the rule `mean` each column (of each geo) is divided by its training mean, a feature whose
  /// mean is nearer to 0 than one standard deviation by that deviation. By `none` all is left as is.
  ///
  /// - Throws: ``DataError`` if by the rule `mean` a channel's mean is 0 or the target's is not
  ///   positive (dividing by it would turn gains into losses), or a mean is too large or too small.
  public init(
    fitting training: Dataset, rule: ModelSpecification.ScalingRule
  ) throws(DataError) {
    switch rule {
    case .none:
      media = Scaler(identityFor: training.media)
      features = Scaler(identityFor: training.features)
      target = Scaler(identityFor: training.target)
      featuresScaledByDeviation = []
    case .mean:
      media = Scaler(fitting: training.media, rule: .mean)
      features = Scaler(fitting: training.features, rule: .meanOrDeviation)
      target = Scaler(fitting: training.target, rule: .mean)
      let centred = features.dividesByDeviation
      let geoCount = features.geoCount
      featuresScaledByDeviation = training.featureNames.indices
        .filter { centred[$0 * geoCount..<($0 + 1) * geoCount].contains(true) }
        .map { training.featureNames[$0] }
      try Self.requireUsable(
        media, at: training.channels.map { DataError.Place(series: .media($0)) }
      ) { $0 > 0 }
      try Self.requireUsable(target, at: [DataError.Place(series: .target)]) { $0 > 0 }
      try Self.requireUsable(
        features, at: training.featureNames.map { DataError.Place(column: $0) }
      ) { $0 != 0 }
    }
  }

  /// The dataset's panels on the model's scale.
  ///
  /// - Precondition: as many channels, features and geos as the training data.
  public func transform(_ dataset: Dataset) -> ScaledData {
    ScaledData(
      media: media.transform(dataset.media), features: features.transform(dataset.features),
      target: target.transform(dataset.target))
  }

  private static func requireUsable(
    _ scaler: Scaler, at places: [DataError.Place], _ isUsable: (Double) -> Bool
  ) throws(DataError) {
    // A subnormal divisor could make quotients infinite.
    let unusable = places.indices.filter { index in
      !(0..<scaler.geoCount).allSatisfy {
        let divisor = scaler.divisor(column: index, geo: $0)
        return isUsable(divisor) && divisor.isNormal
      }
    }
    guard unusable.isEmpty else {
      throw DataError(
        .unusableScale, file: nil, "the training mean cannot be divided by",
        at: unusable.map { index in
          var place = places[index]
          place.text = "mean \(scaler.divisor(column: index))"
          return place
        },
        advice:
          "Bring the data to a sensible scale; the target and media must be positive on average."
      )
    }
  }
}

/// A dataset's panels on the model's scale.
public struct ScaledData: Sendable, Hashable {
  /// Media; `[time, channel, geo]`.
  public let media: Panel
  /// Extra features; `[time, feature, geo]`.
  public let features: Panel
  /// The KPI; `[time, 1, geo]`.
  public let target: Panel
}
