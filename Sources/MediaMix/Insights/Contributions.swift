internal import MediaMixInference

/// What each part of the expected KPI contributed, period by period and in all, with intervals.
public struct Contributions: Sendable, Hashable {
  /// A part, or several together.
  public enum Row: Sendable, Hashable {
    /// One part.
    case part(ContributionPart)
    /// All parts but channels: the KPI without media.
    case baseline
    /// All channels.
    case media
    /// The expected KPI, baseline and media.
    case fitted

    /// The part's name, "baseline", "media" or "fitted".
    public var name: String {
      switch self {
      case .part(let part): part.name
      case .baseline: "baseline"
      case .media: "media"
      case .fitted: "fitted"
      }
    }

    /// What kind of row it is, since a feature may have the name of a channel: "baseline" for parts of
    /// it, "media" for channels, "total" for what is a sum.
    public var kind: String {
      switch self {
      case .part(let part): part.isMedia ? "media" : "baseline"
      case .baseline, .media, .fitted: "total"
      }
    }
  }

  /// An amount, and its share of the expected KPI.
  public struct Amount: Sendable, Hashable {
    /// In units of the KPI.
    public let kpi: DistributionSummary
    /// The share of the expected KPI, draw by draw; NaN where that is 0 in a draw.
    public let share: DistributionSummary
  }

  /// One row of the table.
  public struct Series: Sendable, Hashable {
    /// What the amounts are of.
    public let row: Row
    /// The amount of each period, `[time]`.
    public let periods: [Amount]
    /// The amount of all periods together.
    public let total: Amount
  }

  /// One geo, or all that were selected together.
  public struct Place: Sendable, Hashable {
    /// The geo; nil: all geos of the selection together, or the nation.
    public let geo: String?
    /// Every part in the order of ``Decomposition/parts``, then baseline, media and fitted.
    public let series: [Series]
    /// The KPI as it was observed, in its units; `[time]`.
    public let observed: [Double]
  }

  /// The first day of each period, `[time]`.
  public let dates: [CalendarDate]
  /// The geos of the selection; empty for national data. `[geo]`
  public let geos: [String]
  /// All geos together; then, of geo data and where they were asked for, each of ``geos``.
  public let places: [Place]
}

extension Trace {
  /// What each part of the expected KPI contributed.
  ///
  /// A channel's contribution to a period is what the channel adds in that period, coef_media·
  /// media_transformed, whenever its media ran: carry-over counts in the period in which it acts. Of
  /// geo data, contributions are summed over geos in the units of the KPI.
  ///
  /// Takes 8 bytes per draw, period and part at least, and otherwise at most about 250 MB: geos that
  /// do not fit are computed in turn. Four thousand draws of 156 weeks with 12 parts take 60 MB for
  /// each geo.
  ///
  /// - Parameters:
  ///   - selection: which periods and geos; by default all.
  ///   - eachGeo: whether to say it of each geo too, which takes most of the time.
  /// - Throws: ``InsightError`` if the data have no such periods or geos.
  public func contributions(
    in selection: DataSelection = DataSelection(), eachGeo: Bool = true
  ) throws(InsightError) -> Contributions {
    let dataset = model.dataset
    let (periods, geos) = try selection.resolve(in: dataset)
    let table = ContributionTable(trace: self, periods: periods)
    func observed(_ geos: [Int]) -> [Double] {
      periods.map { time in geos.reduce(0) { $0 + dataset.target[time, 0, $1] } }
    }
    var places = [
      Contributions.Place(geo: nil, series: table.sum(of: geos), observed: observed(geos))
    ]
    if eachGeo, !dataset.geos.isEmpty {
      places += zip(geos, table.each(of: geos)).map {
        Contributions.Place(geo: dataset.geos[$0], series: $1, observed: observed([$0]))
      }
    }
    return Contributions(
      dates: Array(dataset.dates[periods]),
      geos: dataset.geos.isEmpty ? [] : geos.map { dataset.geos[$0] }, places: places)
  }
}

extension FittedModel {
  /// What each part of the expected KPI contributed; see ``Trace/contributions(in:eachGeo:)``.
  public func contributions(
    in selection: DataSelection = DataSelection(), eachGeo: Bool = true
  ) throws(InsightError) -> Contributions {
    try trace.contributions(in: selection, eachGeo: eachGeo)
  }
}

/// The draws of every part of some periods, gathered and summarised.
private struct ContributionTable {
  /// Most numbers that are kept at once: 250 MB.
  private static let capacity = 32_000_000

  let trace: Trace
  let periods: Range<Int>

  private var drawCount: Int { trace.draws.chainCount * trace.draws.drawCount }

  /// Each of the geos, as many at once as there is room for.
  func each(of geos: [Int]) -> [[Contributions.Series]] {
    let perGeo = max(1, trace.model.parts.count * periods.count * drawCount)
    let atOnce = max(1, Self.capacity / perGeo)
    return stride(from: 0, to: geos.count, by: atOnce).flatMap { first in
      let chunk = Array(geos[first..<min(first + atOnce, geos.count)])
      return gathered(chunk.count, from: chunk) { $0 }.map(summary)
    }
  }

  /// All of the geos together.
  func sum(of geos: [Int]) -> [Contributions.Series] {
    gathered(1, from: geos) { geos in
      [geos[0].indices.map { part in geos.map { $0[part] }.sumOfRows }]
    }.map(summary)[0]
  }

  /// Contributions of `count` places, each `[part, time, draw]`.
  ///
  /// - Parameter places: gives them, `[place][part][time]`, from one draw's geos.
  private func gathered(
    _ count: Int, from geos: [Int], _ places: ([[[Double]]]) -> [[[Double]]]
  ) -> [[Double]] {
    let size = trace.model.parts.count * periods.count * drawCount
    var numbers = Array(repeating: Array(repeating: 0.0, count: size), count: count)
    var draw = 0
    trace.forEachDecomposition(places: geos) { decomposition in
      for (place, parts) in places(decomposition.contributions).enumerated() {
        for (part, series) in parts.enumerated() {
          for (row, time) in periods.enumerated() {
            numbers[place][(part * periods.count + row) * drawCount + draw] = series[time]
          }
        }
      }
      draw += 1
    }
    return numbers
  }

  /// The rows of a place from its `[part, time, draw]`.
  private func summary(_ numbers: [Double]) -> [Contributions.Series] {
    let parts = trace.model.parts
    func draws(_ part: Int, _ row: Int) -> ArraySlice<Double> {
      let first = (part * periods.count + row) * drawCount
      return numbers[first..<first + drawCount]
    }
    func total(of rows: [[Double]]) -> [[Double]] { rows + [rows.sumOfRows] }
    /// The sum of some parts, `[time + 1][draw]`, the last row that of all periods.
    func sum(where belongs: (ContributionPart) -> Bool) -> [[Double]] {
      let members = parts.indices.filter { belongs(parts[$0]) }
      return total(
        of: (0..<periods.count).map { row in members.map { Array(draws($0, row)) }.sumOfRows })
    }
    let (baseline, media) = (sum { !$0.isMedia }, sum(where: \.isMedia))
    let fitted = zip(baseline, media).map { zip($0, $1).map { $0 + $1 } }
    func series(_ row: Contributions.Row, _ rows: [[Double]]) -> Contributions.Series {
      let amounts = zip(rows, fitted).map { own, all in
        Contributions.Amount(
          kpi: DistributionSummary(own),
          share: DistributionSummary(zip(own, all).map { $0 / $1 }))
      }
      return Contributions.Series(
        row: row, periods: Array(amounts.dropLast()), total: amounts[periods.count])
    }
    return parts.enumerated().map { index, part in
      series(.part(part), total(of: (0..<periods.count).map { Array(draws(index, $0)) }))
    } + [series(.baseline, baseline), series(.media, media), series(.fitted, fitted)]
  }
}
