/// Rows of a table that follow a model's training data, read and checked.
///
/// The table has the columns that the model was fitted to, by the same names; spend is not read, and
/// the KPI may be missing altogether.
public struct FutureTable: Sendable {
  /// The rows that follow.
  public let rows: FutureRows
  /// The first day of each of their periods; `[time]`.
  public let dates: [CalendarDate]
  /// How many of the table's periods the model was fitted to: they come first, and are left out.
  public let fittedPeriodCount: Int

  /// The CSV file at `path`.
  ///
  /// - Parameters:
  ///   - path: the file of the rows.
  ///   - gapPath: a CSV with the media of the periods between the training data and these, if there
  ///     are any.
  ///   - fit: what the rows follow.
  /// - Throws: ``DataError`` if a file cannot be read, or as ``init(_:gap:following:)``.
  public static func read(
    csvAt path: String, gapAt gapPath: String? = nil, following fit: FittedModel
  ) throws(DataError) -> FutureTable {
    let gap = try gapPath.map { path throws(DataError) in try Table(csvAt: path) }
    return try FutureTable(Table(csvAt: path), gap: gap, following: fit)
  }

  /// The rows of `table` that follow the training data of `fit`, the first of them at once or after
  /// the periods of `gap`.
  ///
  /// The KPI is read where the table has its column with a number in each of these rows. Features of
  /// the gap are not read: nothing is predicted for it.
  ///
  /// - Throws: ``DataError`` for columns, cells, geos and dates that do not fit, and if all rows are
  ///   of periods that the model was fitted to.
  public init(
    _ table: Table, gap: Table? = nil, following fit: FittedModel
  ) throws(DataError) {
    let training = fit.model.dataset
    let last = training.dates[training.timeCount - 1]
    let all = try PeriodTable(table, schema: fit.schema, geos: training.geos)
    fittedPeriodCount = all.dates.count { $0 <= last }
    let later = try all.keeping { $0 > last }
    guard let later else {
      throw DataError(
        .fittedRows, file: table.fileName,
        "the model was fitted up to \(last), and there is no later row",
        advice:
          "Give rows from \(training.dates(after: 1)[0]) on. What the model says about the rows that "
          + "it was fitted to are its fitted values: lmmm fitted.")
    }
    let between = try gap.map { gap throws(DataError) in
      try PeriodTable(gap, schema: fit.schema, geos: training.geos)
    }
    let expected = training.dates(after: (between?.dates.count ?? 0) + later.dates.count)
    try between?.requireDates(expected.prefix(between?.dates.count ?? 0), hint: "")
    try later.requireDates(
      expected.dropFirst(between?.dates.count ?? 0),
      hint: " Give the media of periods that lie between as the gap (--gap).")
    dates = later.dates
    let media = fit.schema.media.map(\.column)
    rows = FutureRows(
      media: try later.panel(of: media, areMedia: true),
      features: try later.panel(of: fit.schema.features),
      target: later.hasValues(in: fit.schema.target)
        ? try later.panel(of: [fit.schema.target]) : nil,
      gap: try between?.panel(of: media, areMedia: true))
  }
}

/// A table by periods and geos, the geos in the order of a model.
private struct PeriodTable {
  let dates: [CalendarDate]
  private let table: Table
  private let schema: DataSchema
  private let geos: [String]
  /// The rows of each geo, or all rows of national data, in the order of time.
  private let groups: [RowGroup]
  private let dateColumn: DateColumn

  /// - Throws: ``DataError`` for a table without the column of dates or geos, with other geos than
  ///   `geos`, or with dates that no dataset may have.
  init(_ table: Table, schema: DataSchema, geos: [String]) throws(DataError) {
    self.table = table
    self.schema = schema
    self.geos = geos
    guard !table.rows.isEmpty else {
      throw DataError(
        .tooFewRows, file: table.fileName, "there are no rows of data",
        advice: "Give a row for each period\(geos.isEmpty ? "" : " and geo").")
    }
    let positions = try table.positions(of: [schema.date] + [schema.geo].compactMap(\.self))
    if let geo = schema.geo {
      let found = try GeoColumn(table: table, name: geo, position: positions[geo] ?? 0)
        .namedGroups()
      groups = try Self.ordered(found, as: geos, table: table, column: geo)
    } else {
      groups = [RowGroup(allOf: table)]
    }
    dateColumn = DateColumn(
      table: table, name: schema.date, position: positions[schema.date] ?? 0,
      format: schema.dateFormat ?? .iso, groups: groups)
    dates = try dateColumn.checkedDates()
  }

  private static func ordered(
    _ groups: [RowGroup], as geos: [String], table: Table, column: String
  ) throws(DataError) -> [RowGroup] {
    let unknown = groups.compactMap(\.geo).filter { !geos.contains($0) }
    let missing = geos.filter { geo in !groups.contains { $0.geo == geo } }
    guard unknown.isEmpty, missing.isEmpty else {
      throw DataError(
        .unusableGeo, file: table.fileName,
        unknown.isEmpty
          ? "rows of a geo are missing" : "the model was not fitted to the geo",
        at: (unknown.isEmpty ? missing : unknown).map {
          DataError.Place(column: column, text: $0)
        },
        advice: "Give rows of \(geos.map(DataError.Place.quoted).joined(separator: ", ")).")
    }
    return geos.compactMap { geo in groups.first { $0.geo == geo } }
  }

  /// The periods whose dates are wanted; nil if there are none.
  func keeping(_ isWanted: (CalendarDate) -> Bool) throws(DataError) -> PeriodTable? {
    let periods = dates.indices.filter { isWanted(dates[$0]) }
    guard periods.count < dates.count else { return self }
    guard !periods.isEmpty else { return nil }
    let wanted = Set(groups.flatMap { group in periods.map { group.rows[$0] } })
    return try PeriodTable(table.keeping { wanted.contains($0) }, schema: schema, geos: geos)
  }

  /// Throws unless the dates are those that are expected.
  func requireDates(_ expected: ArraySlice<CalendarDate>, hint: String) throws(DataError) {
    guard let odd = zip(dates, expected).first(where: { $0 != $1 }) else { return }
    throw DataError(
      odd.0 > odd.1 ? .missingDate : .unevenDates, file: table.fileName,
      "\(odd.1) is expected here, the next period after the training data and the rows before",
      at: dateColumn.places(of: odd.0),
      advice: "Give a row for every period\(geos.isEmpty ? "" : " and geo"), from "
        + "\(expected.first ?? odd.1) on.\(odd.0 > odd.1 ? hint : "")")
  }

  /// Whether the table has a column of that name with something in any row.
  func hasValues(in name: String) -> Bool {
    guard let position = table.header.firstIndex(of: Table.trimmed(name)) else { return false }
    return table.rows.contains { NumberText($0.cells[position]) != .missing }
  }

  /// The numbers of columns, `[time, column, geo]`.
  func panel(of names: [String], areMedia: Bool = false) throws(DataError) -> Panel {
    let numbers = try table.numbers(in: names, at: table.positions(of: names))
    if areMedia { try table.requireNotNegative(numbers, in: names, unit: "media") }
    return Panel(columns: names.map { numbers[$0] ?? [] }, groups: groups)
  }
}
