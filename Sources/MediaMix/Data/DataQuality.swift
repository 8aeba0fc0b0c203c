/// What to look at before a fit: correlations, variances, spend fractions and variance inflation
/// factors, as LightweightMMM's `check_data_quality` has them.
///
/// None of it is an error. Columns that move together leave the model little to tell their effects
/// apart by, and a column that hardly moves leaves it little to learn from; what the model cannot learn,
/// its priors decide.
public struct DataQuality: Sendable, Hashable {
  /// What is told of each geo, or of the nation.
  public struct Geo: Sendable, Hashable {
    /// The geo; empty for national data.
    public let name: String
    /// Pearson's correlations, `[series, series]` in the order of ``DataQuality/series``; nil for a
    /// series that never changes, such as a channel that does not run in the geo.
    public let correlations: [[Double?]]
    /// The variance over time of each column, with n in the denominator, ≥ 0; `[column]`. A variance
    /// means something once columns are on a common scale.
    public let variances: [Double]
    /// The variance inflation factor of each column, 1/(1 − R²) of its regression on all other columns
    /// and a constant, ≥ 1; `[column]`. Infinite for a column that the others add up to; nil for one
    /// that never changes.
    public let inflationFactors: [Double?]
  }

  /// The media channels.
  public let channels: [String]
  /// The extra features.
  public let featureNames: [String]
  /// What the KPI is called.
  public let targetName: String
  /// Each channel's share of all spend, of all geos together, rounded to four decimals; `[channel]`.
  public let spendFractions: [Double]
  /// One for national data; else in the dataset's order.
  public let geos: [Geo]

  /// Channels, then features: what effects are estimated of.
  public var columns: [String] { channels + featureNames }
  /// Channels, features and the target: what correlations are taken of.
  public var series: [String] { columns + [targetName] }

  /// The quality of data that are on a common scale.
  ///
  /// - Parameters:
  ///   - media: media, scaled; `[time, channel, geo]`.
  ///   - features: extra features, scaled; `[time, feature, geo]`. Nil: there are none.
  ///   - target: the KPI; `[time, 1, geo]`.
  ///   - spend: each channel's spend in all, in money or in any other unit that all channels share;
  ///     `[channel]`.
  ///   - channels: the names of the channels.
  ///   - featureNames: the names of the features.
  ///   - geos: the names of the geos; empty for national data.
  ///   - targetName: what to call the KPI.
  /// - Throws: ``DataError`` if a channel's spend is not a positive number, or a number of the panels
  ///   is not finite.
  /// - Precondition: the shapes are as given above.
  public init(
    media: Panel, features: Panel? = nil, target: Panel, spend: [Double], channels: [String],
    featureNames: [String] = [], geos: [String] = [], targetName: String = "target"
  ) throws(DataError) {
    let panels =
      [(media, channels)] + (features.map { [($0, featureNames)] } ?? [])
      + [(target, [targetName])]
    precondition(features != nil || featureNames.isEmpty, "names of features that are not there")
    precondition(spend.count == channels.count, "spend of other channels")
    for (panel, names) in panels {
      precondition(
        panel.timeCount == media.timeCount && panel.columnCount == names.count
          && panel.geoCount == max(geos.count, 1), "panel of another shape")
      try Self.requireFinite(panel, names: names, geos: geos)
    }
    self.channels = channels
    self.featureNames = featureNames
    self.targetName = targetName
    spendFractions = try Self.fractions(of: spend, channels: channels)
    self.geos = (0..<media.geoCount).map { geo in
      Geo(
        name: geos.isEmpty ? "" : geos[geo],
        panels.flatMap { panel, _ in
          (0..<panel.columnCount).map { StandardizedSeries(panel.series(column: $0, geo: geo)) }
        })
    }
  }

  private static func requireFinite(
    _ panel: Panel, names: [String], geos: [String]
  ) throws(DataError) {
    guard let index = panel.values.firstIndex(where: { !$0.isFinite }) else { return }
    let (row, geo) = index.quotientAndRemainder(dividingBy: panel.geoCount)
    throw DataError(
      .notFinite, file: nil, "not a finite number",
      at: [
        DataError.Place(
          column: names[row % names.count], geo: geos.isEmpty ? nil : geos[geo],
          text: "\(panel.values[index])")
      ], advice: "Give a number for every period.")
  }

  private static func fractions(
    of spend: [Double], channels: [String]
  ) throws(DataError) -> [Double] {
    let unusable = spend.indices.filter { !(spend[$0] > 0 && spend[$0].isFinite) }
    guard unusable.isEmpty else {
      throw DataError(
        .noSpend, file: nil, "the channel's spend is not a positive number",
        at: unusable.map {
          DataError.Place(series: .spend(channels[$0]), text: "\(spend[$0])")
        }, advice: "Give its spend, or make it a feature if it costs nothing.")
    }
    let total = spend.reduce(0, +)
    return spend.map { ($0 / total * 1e4).rounded(.toNearestOrEven) / 1e4 }
  }
}

extension DataQuality.Geo {
  /// What is told of a geo from its columns and, last, its target.
  fileprivate init(name: String, _ series: [StandardizedSeries]) {
    self.name = name
    let columns = Array(series.dropLast())
    correlations = series.map { one in series.map { one.correlation(with: $0) } }
    variances = columns.map(\.variance)
    inflationFactors = VarianceInflation.factors(of: columns)
  }
}

extension Dataset {
  /// What to look at before a fit to this dataset, its training rows alone as a rule.
  ///
  /// - Parameters:
  ///   - scaling: how the data are brought to a common scale, on which variances mean something: that
  ///     of the model, ``MediaMixModel/scaling``.
  ///   - targetName: what to call the KPI.
  /// - Throws: ``DataError`` if a channel cost nothing.
  /// - Precondition: as many channels, features and geos as the data that `scaling` was fitted to.
  public func quality(
    scaledBy scaling: DatasetScaling, targetName: String = "target"
  ) throws(DataError) -> DataQuality {
    let scaled = scaling.transform(self)
    return try DataQuality(
      media: scaled.media, features: scaled.features, target: scaled.target,
      spend: channels.indices.map { channel in
        (0..<spend.geoCount).reduce(0) { sum, geo in
          sum + spend.series(column: channel, geo: geo).reduce(0, +)
        }
      },
      channels: channels, featureNames: featureNames, geos: geos, targetName: targetName)
  }
}
