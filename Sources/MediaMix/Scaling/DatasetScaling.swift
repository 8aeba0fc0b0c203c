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
  /// mean is nearer to 0 than one standard deviation by that deviation. A channel that does not run
  /// in one of the geos keeps its zeros there (divisor 1). By `none` all is left as is.
  ///
  /// - Throws: ``DataError`` if by the rule `mean` a channel's mean is 0 in all geos or the target's
  ///   is not positive in each (dividing by it would turn gains into losses), or a mean is too large
  ///   or too small.
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
      media = Scaler(fitting: training.media, rule: .meanUnlessZero)
      features = Scaler(fitting: training.features, rule: .meanOrDeviation)
      target = Scaler(fitting: training.target, rule: .mean)
      let centred = features.dividesByDeviation
      let geoCount = features.geoCount
      featuresScaledByDeviation = training.featureNames.indices
        .filter { centred[$0 * geoCount..<($0 + 1) * geoCount].contains(true) }
        .map { training.featureNames[$0] }
      try Self.requireMedia(of: training)
      let geos = (0..<training.media.geoCount).map { training.geoName($0) }
      try media.requireUsable(
        at: training.channels.map { DataError.Place(series: .media($0)) }, geos: geos
      ) { $0 > 0 }
      try target.requireUsable(at: [DataError.Place(series: .target)], geos: geos) { $0 > 0 }
      try features.requireUsable(
        at: training.featureNames.map { DataError.Place(column: $0) }, geos: geos
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

  /// Throws a ``DataError`` for channels without media in any geo.
  private static func requireMedia(of training: Dataset) throws(DataError) {
    let silent = training.channels.indices.filter { training.media.isZero(inColumn: $0) }
    guard silent.isEmpty else {
      throw unusable(
        at: silent.map {
          DataError.Place(series: .media(training.channels[$0]), text: "mean 0.0")
        })
    }
  }

  fileprivate static func unusable(at places: [DataError.Place]) -> DataError {
    DataError(
      .unusableScale, file: nil, "the training mean cannot be divided by", at: places,
      advice:
        "Bring the data to a sensible scale; the target and media must be positive on average."
    )
  }
}

extension Scaler {
  /// Throws a ``DataError`` for every divisor that will not do.
  ///
  /// - Parameters:
  ///   - places: what errors call the columns; `[column]`.
  ///   - geos: names of the geos, nil for national data; `[geo]`.
  fileprivate func requireUsable(
    at places: [DataError.Place], geos: [String?], _ isUsable: (Double) -> Bool
  ) throws(DataError) {
    var unusable: [DataError.Place] = []
    for column in 0..<columnCount {
      for geo in 0..<geoCount {
        let divisor = divisor(column: column, geo: geo)
        guard !isUsable(divisor) || !Scaler.usableMagnitudes.contains(divisor.magnitude) else {
          continue
        }
        var place = places[column]
        place.geo = geos[geo]
        place.text = "mean \(divisor)"
        unusable.append(place)
      }
    }
    guard unusable.isEmpty else { throw DatasetScaling.unusable(at: unusable) }
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
