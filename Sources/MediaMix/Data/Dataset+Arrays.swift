extension Dataset {
  /// What is known of one channel, period by period.
  public struct ChannelSeries: Sendable, Hashable {
    /// The channel's name.
    public var name: String
    /// Media units, ≥ 0; `[time]`.
    public var media: [Double]
    /// Money spent, ≥ 0; `[time]`.
    public var spend: [Double]

    /// A channel; without spend of its own, media is money.
    public init(name: String, media: [Double], spend: [Double]? = nil) {
      self.name = name
      self.media = media
      self.spend = spend ?? media
    }
  }

  /// A named extra feature, period by period.
  public struct FeatureSeries: Sendable, Hashable {
    /// The feature's name.
    public var name: String
    /// Its values; `[time]`.
    public var values: [Double]

    /// A feature.
    public init(name: String, values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// A national dataset from arrays, checked like one that is read from a table.
  ///
  /// - Parameters:
  ///   - dates: the first day of each period, ascending and evenly spaced; `[time]`.
  ///   - channels: one or more, with unique names.
  ///   - features: any number, with unique names.
  ///   - target: the KPI; `[time]`.
  /// - Throws: ``DataError`` for the first check of ``init(table:schema:)`` that fails; rows are
  ///   those of ``csv()``, where the first period is row 2.
  /// - Precondition: all arrays have one number per date.
  public init(
    dates: [CalendarDate], channels: [ChannelSeries], features: [FeatureSeries] = [],
    target: [Double]
  ) throws(DataError) {
    let lengths =
      channels.flatMap { [$0.media.count, $0.spend.count] }
      + features.map(\.values.count) + [target.count]
    precondition(lengths.allSatisfy { $0 == dates.count }, "arrays of different lengths")
    let unchecked = Dataset(
      dates: dates, channels: channels.map(\.name), featureNames: features.map(\.name),
      media: Panel(columns: channels.map(\.media), timeCount: dates.count),
      spend: Panel(columns: channels.map(\.spend), timeCount: dates.count),
      features: Panel(columns: features.map(\.values), timeCount: dates.count),
      target: Panel(columns: [target], timeCount: dates.count))
    self = try unchecked.checked()
  }

  /// A dataset of several geos from panels, checked like one that is read from a table.
  ///
  /// - Parameters:
  ///   - dates: the first day of each period, ascending and evenly spaced; `[time]`.
  ///   - geos: two or more unique names.
  ///   - channels: one or more unique names.
  ///   - media: media units, ≥ 0; `[time, channel, geo]`.
  ///   - spend: money spent, ≥ 0; `[time, channel, geo]`. Nil: media is money.
  ///   - featureNames: any number of unique names.
  ///   - features: their values; `[time, feature, geo]`. Nil: there are none.
  ///   - target: the KPI; `[time, 1, geo]`.
  /// - Throws: ``DataError`` if names of geos are empty or occur twice, and for the first check of
  ///   ``init(table:schema:)`` that fails; rows are those of ``csv()``.
  /// - Precondition: the panels have the shapes that are given above.
  public init(
    dates: [CalendarDate], geos: [String], channels: [String], media: Panel, spend: Panel? = nil,
    featureNames: [String] = [], features: Panel? = nil, target: Panel
  ) throws(DataError) {
    let features =
      features
      ?? Panel(repeating: 0, timeCount: dates.count, columnCount: 0, geoCount: geos.count)
    let spend = spend ?? media
    let panels = [
      (media, channels.count), (spend, channels.count), (features, featureNames.count), (target, 1),
    ]
    for (panel, columnCount) in panels {
      precondition(
        panel.timeCount == dates.count && panel.columnCount == columnCount
          && panel.geoCount == geos.count, "panel of another shape")
    }
    try Self.requireUnique(geos)
    let unchecked = Dataset(
      dates: dates, channels: channels, featureNames: featureNames, geos: geos, media: media,
      spend: spend, features: features, target: target)
    self = try unchecked.checked()
  }

  /// This dataset, read from its own table, so that arrays and files can never be held to different
  /// standards.
  private func checked() throws(DataError) -> Dataset {
    try Dataset(table: Table(csv: csv()), schema: csvSchema)
  }

  /// Throws a ``DataError`` for geos that could not be told apart in a table.
  private static func requireUnique(_ geos: [String]) throws(DataError) {
    var seen: Set<String> = []
    let repeated = geos.filter { !seen.insert(Table.trimmed($0)).inserted }
    guard !geos.isEmpty, repeated.isEmpty else {
      throw DataError(
        .unusableGeo, file: nil,
        geos.isEmpty ? "there are no geos" : "several geos have one name",
        at: repeated.map { DataError.Place(geo: $0) },
        advice: geos.isEmpty
          ? "Name two or more, or give arrays of national data." : "Rename all but one.")
    }
  }
}
