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
    /// The amount of each period, `[time]`; empty of a geo where only totals of geos were asked for.
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
  /// All geos together; then, of geo data, each geo of the selection.
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
  ///   - periodsOfGeos: whether a single geo has its periods beside their total. They are most of the
  ///     work; all geos together always have them.
  /// - Throws: ``InsightError`` if the data have no such periods or geos.
  public func contributions(
    in selection: DataSelection = DataSelection(), periodsOfGeos: Bool = true
  ) throws(InsightError) -> Contributions {
    let dataset = model.dataset
    let (periods, geos) = try selection.resolve(in: dataset)
    let table = ContributionTable(trace: self, periods: periods)
    func observed(_ geos: [Int]) -> [Double] {
      periods.map { time in geos.reduce(0) { $0 + dataset.target[time, 0, $1] } }
    }
    let (sum, totals) = table.summaries(of: geos)
    var places = [Contributions.Place(geo: nil, series: sum, observed: observed(geos))]
    if !dataset.geos.isEmpty {
      places += zip(geos, periodsOfGeos ? table.each(of: geos) : totals).map {
        Contributions.Place(geo: dataset.geos[$0], series: $1, observed: observed([$0]))
      }
    }
    return Contributions(dates: Array(dataset.dates[periods]), places: places)
  }
}

extension FittedModel {
  /// What each part of the expected KPI contributed; see ``Trace/contributions(in:periodsOfGeos:)``.
  public func contributions(
    in selection: DataSelection = DataSelection(), periodsOfGeos: Bool = true
  ) throws(InsightError) -> Contributions {
    try trace.contributions(in: selection, periodsOfGeos: periodsOfGeos)
  }
}
