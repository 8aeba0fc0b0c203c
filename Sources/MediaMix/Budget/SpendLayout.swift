/// What a plan decides on.
public enum BudgetGranularity: String, Sendable, Hashable, Codable, CaseIterable {
  /// One total per channel, spread evenly over the periods and over geos by their share of the
  /// channel's historic media.
  case channel
  /// A total per channel and geo, spread evenly over the periods.
  case geo
  /// A spend per channel and period, split over geos by their share of the channel's historic media.
  case period
}

/// Which cell pays for which media.
struct SpendLayout: Sendable, Hashable {
  /// What a cell is.
  let granularity: BudgetGranularity
  let channelCount: Int
  let geoCount: Int
  let periods: Int
  /// Each geo's share of a channel's media, `[channel, geo]`.
  let geoShares: [Double]
  /// How a channel's spend is spread over the periods where cells are not periods, `[channel][period]`;
  /// each adds up to 1.
  var profiles: [[Double]]

  init(
    _ granularity: BudgetGranularity, channelCount: Int, geoCount: Int, periods: Int,
    geoShares: [Double]
  ) {
    self.granularity = granularity
    self.channelCount = channelCount
    self.geoCount = geoCount
    self.periods = periods
    self.geoShares = geoShares
    profiles = Array(
      repeating: Array(repeating: 1 / Double(periods), count: periods), count: channelCount)
  }

  /// The same data with other cells.
  func with(_ granularity: BudgetGranularity) -> SpendLayout {
    SpendLayout(
      granularity, channelCount: channelCount, geoCount: geoCount, periods: periods,
      geoShares: geoShares)
  }

  /// Number of cells.
  var cellCount: Int { channelCount * cellsPerChannel }

  /// Number of cells of each channel, which follow one another.
  var cellsPerChannel: Int {
    switch granularity {
    case .channel: 1
    case .geo: geoCount
    case .period: periods
    }
  }

  /// The cells of a channel.
  func cells(of channel: Int) -> Range<Int> {
    channel * cellsPerChannel..<(channel + 1) * cellsPerChannel
  }

  /// The money of a channel in a geo, period by period.
  func series(_ spends: [Double], channel: Int, geo: Int) -> [Double] {
    let share = geoShares[channel * geoCount + geo]
    switch granularity {
    case .channel: return profiles[channel].map { spends[channel] * share * $0 }
    case .geo: return profiles[channel].map { spends[channel * geoCount + geo] * $0 }
    case .period: return cells(of: channel).map { spends[$0] * share }
    }
  }

  /// The cell of a channel in a geo, and its money's share there, where cells are not periods.
  func lane(channel: Int, geo: Int) -> (cell: Int, share: Double) {
    granularity == .geo
      ? (channel * geoCount + geo, 1) : (channel, geoShares[channel * geoCount + geo])
  }

  /// The sum of each channel's cells.
  func channelTotals(_ spends: [Double]) -> [Double] {
    (0..<channelCount).map { spends[cells(of: $0)].reduce(0, +) }
  }
}
