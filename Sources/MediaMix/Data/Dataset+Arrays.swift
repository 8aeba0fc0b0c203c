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
    // By way of the table, so that arrays and files can never be held to different standards.
    try self.init(table: Table(csv: unchecked.csv()), schema: unchecked.csvSchema)
  }
}
