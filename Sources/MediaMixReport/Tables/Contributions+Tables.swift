public import MediaMix

extension Contributions {
  /// The table as CSV: a row for each place, row of the table and period, all geos together first.
  ///
  /// Columns: `geo` (empty for all together), `date`, `kind` (`baseline`, `media` or `total`), `part`,
  /// then mean, median, 5 % and 95 % quantile in units of the KPI and as a share of the expected KPI.
  public func csv() -> String {
    let statistics = ["mean", "median", "q5", "q95"]
    var text = CSVLine.text(
      ["geo", "date", "kind", "part"] + statistics + statistics.map { "share_\($0)" })
    for place in places {
      for series in place.series {
        for (date, amount) in zip(dates, series.periods) {
          text += CSVLine.text(
            [place.geo ?? "", date.description, series.row.kind, series.row.name]
              + CSVNumber.cells(amount.kpi) + CSVNumber.cells(amount.share))
        }
      }
    }
    return text
  }

  /// What each part contributed to all periods together, for a terminal; of geo data, of all geos
  /// together.
  public var totalsText: String { totalsTable.text }

  /// The same as a table.
  var totalsTable: TextTable {
    let columns = ["mean", "median", "5 %", "95 %"]
    var table = TextTable(
      [""] + columns + columns,
      groups: [
        .init("KPI of all periods", columns: columns.count),
        .init("share of the expected KPI", columns: columns.count),
      ])
    // What is less is rounding: a season of whole years adds up to nothing.
    let least = 1e-9 * (places[0].series.last?.total.kpi.mean.magnitude ?? 0)
    for series in places[0].series {
      let (kpi, share) = (series.total.kpi, series.total.share)
      table.add(
        [series.row.name]
          + NumberFormat.aligned(
            [kpi.mean, kpi.median, kpi.q5, kpi.q95].map { $0.magnitude < least ? 0 : $0 },
            spread: max(kpi.width, least), digits: 3)
          + [share.mean, share.median, share.q5, share.q95].map(NumberFormat.percent))
    }
    return table
  }
}

extension ClippedContributionTable {
  /// The table as CSV with LightweightMMM's columns, the date before them.
  public func csv() -> String {
    let names = channels + ["baseline"]
    var text = CSVLine.text(
      ["date"] + names.map { "\($0)_percentage" } + ["avg_prediction"]
        + names.map { "\($0) contribution" } + ["period"])
    for (index, period) in periods.enumerated() {
      let shares = period.channelShares + [period.baselineShare]
      let amounts = period.channelContributions + [period.baselineContribution]
      text += CSVLine.text(
        [period.date.description]
          + (shares + [period.prediction] + amounts).map(CSVNumber.text) + ["\(index + 1)"])
    }
    return text
  }
}
