public import MediaMix

extension [ResponseCurve] {
  /// The curves as CSV: a row for each point, and one for the current spend and for that which was
  /// marked.
  ///
  /// Columns: `channel`, `geo` (empty for all together), `point` (`curve`, `current` or `marked`),
  /// `media` and `spend` per period, then mean, median, 5 % and 95 % quantile of the response in units
  /// of the KPI, of the return on investment and of the marginal return; these are empty where nothing
  /// is spent.
  public func csv() -> String {
    let statistics = ["mean", "median", "q5", "q95"]
    var text = CSVLine.text(
      ["channel", "geo", "point", "media", "spend"]
        + ["response", "roi", "marginal_roi"].flatMap { quantity in
          statistics.map { "\(quantity)_\($0)" }
        })
    for curve in self {
      let points =
        curve.points.map { ("curve", $0) } + [("current", curve.current)]
        + [curve.marked].compactMap(\.self).map { ("marked", $0) }
      for (kind, point) in points {
        text += CSVLine.text(
          [curve.channel, curve.geo ?? "", kind]
            + [point.media, point.spend].map(CSVNumber.text) + CSVNumber.cells(point.response)
            + CSVNumber.cells(point.returnOnInvestment) + CSVNumber.cells(point.marginalReturn))
      }
    }
    return text
  }

  /// Where each channel is on its curve, for a terminal: at the current spend, at that which was
  /// marked, and where it saturates; of geo data, of all geos together.
  public var text: String { pointsTable.text + "\n" + saturationTable.text }

  /// Response and returns at the current spend and at that which was marked.
  var pointsTable: TextTable {
    var table = TextTable(
      ["channel", "spend"] + Self.columns + Self.columns + Self.columns,
      groups: [
        .init("per period", columns: 1), .init("response in KPI", columns: Self.columns.count),
        .init("return on investment", columns: Self.columns.count),
        .init("marginal return", columns: Self.columns.count),
      ])
    for curve in self where curve.geo == nil {
      table.add([curve.channel] + Self.cells(curve.current))
      if let marked = curve.marked { table.add(["  marked"] + Self.cells(marked)) }
    }
    return table
  }

  /// Where each channel saturates.
  var saturationTable: TextTable {
    var table = TextTable(
      ["channel"] + Self.columns + ["beyond the curve"],
      groups: [
        .init("spend at which the marginal return is half of the current one", columns: 4)
      ])
    for curve in self where curve.geo == nil {
      let (point, last) = (curve.saturation, curve.points[curve.points.count - 1].spend)
      table.add(
        [curve.channel]
          + [point.median, point.q5, point.q95].map {
            $0.map { NumberFormat.significant($0) } ?? "> \(NumberFormat.significant(last))"
          } + [NumberFormat.percent(point.probabilityBeyond)])
    }
    return table
  }

  private static let columns = ["median", "5 %", "95 %"]

  private static func cells(_ point: ResponsePoint) -> [String] {
    [NumberFormat.significant(point.spend)]
      + [point.response, point.returnOnInvestment, point.marginalReturn].flatMap { summary in
        guard let summary else { return ["–", "–", "–"] }
        return NumberFormat.aligned(
          [summary.median, summary.q5, summary.q95], spread: summary.width, digits: 3)
      }
  }
}
