/// A change of one channel's media in a plan.
public struct PlanChange: Sendable, Hashable {
  /// What the media become.
  public enum Amount: Sendable, Hashable {
    /// So many times what was planned, ≥ 0: 1.2 for a fifth more.
    case factor(Double)
    /// So many media units per period, ≥ 0; of several geos, all together.
    case media(Double)
    /// As many media units as so much money buys per period, ≥ 0; of several geos, all together.
    case spend(Double)
  }

  /// The channel.
  public var channel: String
  /// Where; nil: in all geos.
  public var geos: [String]?
  /// What its media become. Levels of several geos are divided among them as in the plan before.
  public var amount: Amount
  /// When, in periods of the window counted from 1; nil: all of it.
  public var periods: ClosedRange<Int>?

  /// A change, by default in all geos and periods.
  public init(
    channel: String, geos: [String]? = nil, to amount: Amount, periods: ClosedRange<Int>? = nil
  ) {
    self.channel = channel
    self.geos = geos
    self.amount = amount
    self.periods = periods
  }

  /// The channel's place, the geos' places and the rows of a window of so many periods.
  ///
  /// - Throws: ``InsightError`` if one of them does not exist or the amount is negative.
  private func resolve(
    in dataset: Dataset, periodCount: Int
  ) throws(InsightError) -> (channel: Int, geos: [Int], rows: Range<Int>) {
    let number =
      switch amount {
      case .factor(let number), .media(let number), .spend(let number): number
      }
    guard number >= 0, number.isFinite else {
      throw .setting("the change of \(channel)", found: "\(number)", needs: "0 or more")
    }
    let periods = periods ?? 1...periodCount
    guard periods.lowerBound >= 1, periods.upperBound <= periodCount else {
      throw .setting(
        "the change of \(channel) is for periods \(periods.lowerBound) to \(periods.upperBound), "
          + "which", found: "outside the window",
        needs: "between 1 and \(periodCount)")
    }
    return (
      try dataset.place(ofChannel: channel), try dataset.places(of: geos),
      periods.lowerBound - 1..<periods.upperBound
    )
  }

  /// A plan with this change made, `[time, channel, geo]` in media units.
  ///
  /// - Parameters:
  ///   - plan: the plan before, of the window's periods.
  ///   - prices: of given channels, money per media unit.
  func applied(
    to plan: Panel, of dataset: Dataset, prices: [String: Double]
  ) throws(InsightError) -> Panel {
    let (column, places, rows) = try resolve(in: dataset, periodCount: plan.timeCount)
    var changed = plan
    if case .factor(let factor) = amount {
      for row in rows { for geo in places { changed[row, column, geo] *= factor } }
      return changed
    }
    let levels = try self.levels(
      places, column: column, before: plan.rows(rows), of: dataset, prices: prices)
    for row in rows {
      for (geo, level) in zip(places, levels) { changed[row, column, geo] = level }
    }
    return changed
  }

  /// The level of each geo, in media units per period; `[geo]`.
  private func levels(
    _ places: [Int], column: Int, before plan: Panel, of dataset: Dataset,
    prices given: [String: Double]
  ) throws(InsightError) -> [Double] {
    let (level, isMoney) =
      switch amount {
      case .factor(let number), .media(let number): (number, false)
      case .spend(let number): (number, true)
      }
    guard level > 0 else { return places.map { _ in 0 } }
    let shares = try shares(places, column: column, before: plan, of: dataset)
    let prices = dataset.prices(ofChannel: column, given: given)
    let cost = zip(places, shares).reduce(0) { $0 + $1.1 * (isMoney ? prices[$1.0] : 1) }
    guard cost > 0 else { throw .noPrice(channel: channel) }
    return shares.map { $0 * level / cost }
  }

  /// What is divided among geos in proportion to: their media in the plan before; in the training data
  /// where the plan has none.
  private func shares(
    _ places: [Int], column: Int, before plan: Panel, of dataset: Dataset
  ) throws(InsightError) -> [Double] {
    guard places.count > 1 else { return [1] }
    for panel in [plan, dataset.media] {
      let sums = places.map { panel.series(column: column, geo: $0).reduce(0, +) }
      let total = sums.reduce(0, +)
      if total > 0 { return sums.map { $0 / total } }
    }
    throw .indivisible(channel: channel, geos: places.map { dataset.geos[$0] })
  }
}
