/// Rows that no prediction can be made for.
public enum PredictionError: Error, Sendable, Hashable {
  /// The rows are of other channels, features or geos than the model's.
  case shape(String, found: Int, expected: Int)
  /// A number is negative, where none may be, or not finite.
  case value(String, period: Int, value: Double)
  /// The rows are of other channels, features or geos than the model's, or in another order.
  case names(String, found: [String], expected: [String])
  /// The rows' dates are not those of the periods after the training data.
  case dates(found: CalendarDate, expected: CalendarDate)
  /// What the model says about a period, counted from 0, is beyond the range of numbers.
  case overflow(period: Int)
  /// The rows are those that the model was fitted to, from that date on.
  case fitted(first: CalendarDate)
}

extension PredictionError: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .shape(let quantity, let found, let expected):
      "the rows have \(found) \(quantity), the model has \(expected): give the same, in the same order"
    case .value(let quantity, let period, let value):
      "\(quantity) of period \(period + 1) is \(value); it must be a finite number"
        + (value < 0 ? ", 0 or more" : "")
    case .names(let quantity, let found, let expected):
      """
      the rows have the \(quantity) \(found.joined(separator: ", ")), the model has \
      \(expected.joined(separator: ", ")): give the same, in the same order
      """
    case .dates(let found, let expected):
      """
      there is a row of \(found) where \(expected) is expected, the next period after the training \
      data and the rows before: give every period that follows, in order
      """
    case .overflow(let period):
      "the KPI of period \(period + 1) would be beyond the range of numbers: look for numbers of "
        + "media or features that are far too large, in the rows and in the gap"
    case .fitted(let first):
      """
      these are rows that the model was fitted to, from \(first) on, and a prediction would take \
      them for what comes after the training data: use fittedValues() for what the model says about \
      the training data, and the trace's mu for its draws on the model's scale
      """
    }
  }
}

extension MediaMixModel {
  /// Throws a ``PredictionError`` for rows that no prediction can be made for.
  func requireUsable(_ rows: FutureRows) throws(PredictionError) {
    try requireFitting(rows)
    if let first = firstFittedDate(of: rows) { throw .fitted(first: first) }
  }

  /// Throws a ``PredictionError`` for rows that cannot be kept as those that follow the training data.
  func requireHoldout(_ rows: Dataset) throws(PredictionError) {
    let names = [
      ("channels", rows.channels, dataset.channels),
      ("features", rows.featureNames, dataset.featureNames), ("geos", rows.geos, dataset.geos),
    ]
    for (quantity, found, expected) in names where found != expected {
      throw .names(quantity, found: found, expected: expected)
    }
    for (found, expected) in zip(rows.dates, dataset.dates(after: rows.timeCount))
    where found != expected {
      throw .dates(found: found, expected: expected)
    }
    try requireFitting(FutureRows(rows))
  }

  /// Throws a ``PredictionError`` for rows of another shape, and for numbers that no data can hold.
  private func requireFitting(_ rows: FutureRows) throws(PredictionError) {
    let counts = [
      ("channels", rows.media.columnCount, dataset.channels.count),
      ("channels in the gap", rows.gap.columnCount, dataset.channels.count),
      ("features", rows.features.columnCount, dataset.featureNames.count),
      ("geos", rows.media.geoCount, dataset.media.geoCount),
      ("columns of the KPI", rows.target?.columnCount ?? 1, 1),
    ]
    for (quantity, found, expected) in counts where found != expected {
      throw .shape(quantity, found: found, expected: expected)
    }
    try requireFinite(rows.media, dataset.channels.map { "media of \($0)" }, least: 0)
    try requireFinite(
      rows.gap, dataset.channels.map { "media in the gap of \($0)" }, least: 0)
    try requireFinite(rows.features, dataset.featureNames, least: -.infinity)
    if let target = rows.target { try requireFinite(target, ["the KPI"], least: -.infinity) }
  }

  private func requireFinite(
    _ panel: Panel, _ names: [String], least: Double
  ) throws(PredictionError) {
    let rowLength = panel.columnCount * panel.geoCount
    for (index, value) in panel.values.enumerated() where !(value.isFinite && value >= least) {
      throw .value(
        names[index % rowLength / panel.geoCount], period: index / rowLength, value: value)
    }
  }

  /// The date of the first of the rows, where they are training periods: the first ones of all, or,
  /// with a KPI to tell them by, any. Without one, later training periods may well be a plan: to do
  /// again what was done.
  private func firstFittedDate(of rows: FutureRows) -> CalendarDate? {
    let count = rows.media.timeCount
    guard count > 1, count <= dataset.timeCount else { return nil }
    let last = rows.target == nil ? 0 : dataset.timeCount - count
    return (0...last).first { begin in
      let range = begin..<begin + count
      return dataset.media.rows(range) == rows.media
        && dataset.features.rows(range) == rows.features
        && rows.target.map { dataset.target.rows(range) == $0 } ?? true
    }.map { dataset.dates[$0] }
  }
}
