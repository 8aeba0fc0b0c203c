extension Dataset {
  /// Fewer rows cannot show an even spacing.
  package static let minimumRows = 3

  /// The dataset in the CSV file at `path`, read and checked.
  ///
  /// - Throws: ``DataError`` if the file cannot be read, or as ``init(table:schema:)``.
  public static func read(
    csvAt path: String, schema: DataSchema
  ) throws(DataError) -> Dataset {
    try Dataset(table: Table(csvAt: path), schema: schema)
  }

  /// The dataset in a table, read and checked.
  ///
  /// Checked are: every column of the schema is there once; every cell is a date, the name of a geo
  /// or a finite number; there are at least three rows, their dates ascend, are evenly spaced and
  /// without a gap; media and spend are not negative and no channel is without either; the target
  /// changes.
  ///
  /// With a column of geos there is one row for each date and geo, in any arrangement as long as the
  /// dates of each geo ascend; all geos, at least two, have the same dates. Geos keep the order in
  /// which the table first names them. A channel need not run in every geo, but the target must
  /// change in each.
  ///
  /// - Throws: ``DataError`` for the first check that fails, with every place where it does.
  public init(table: Table, schema: DataSchema) throws(DataError) {
    if let conflict = schema.conflict {
      throw DataError(
        .unusableSchema, file: table.fileName, conflict, advice: "Correct the configuration.")
    }
    let mediaColumns = schema.media.map(\.column)
    let spendColumns = schema.media.map(\.spendColumn)
    let ownSpendColumns = spendColumns.filter { !mediaColumns.contains($0) }
    let numberColumns = mediaColumns + ownSpendColumns + schema.features + [schema.target]
    let positions = try table.positions(
      of: [schema.date] + [schema.geo].compactMap(\.self) + numberColumns)
    guard table.rows.count >= Self.minimumRows else {
      throw DataError(
        .tooFewRows, file: table.fileName, "there are \(table.rows.count) rows of data",
        advice: "At least \(Self.minimumRows) are needed, and years of them are better.")
    }
    let groups = try schema.geo.map { name throws(DataError) in
      try GeoColumn(table: table, name: name, position: positions[name] ?? 0).checkedGroups()
    }
    let dateColumn = DateColumn(
      table: table, name: schema.date, position: positions[schema.date] ?? 0,
      format: schema.dateFormat ?? .iso, groups: groups ?? [RowGroup(allOf: table)])
    dates = try dateColumn.checkedDates()
    guard dates.count >= Self.minimumRows else {
      throw DataError(
        .tooFewRows, file: table.fileName, "there are \(dates.count) dates of each geo",
        advice: "At least \(Self.minimumRows) are needed, and years of them are better.")
    }

    let numbers = try table.numbers(in: numberColumns, at: positions)
    try table.requireNotNegative(numbers, in: mediaColumns, unit: "media")
    try table.requireNotNegative(numbers, in: ownSpendColumns, unit: "spend")

    func panel(of names: [String]) -> Panel {
      Panel(columns: names.map { numbers[$0] ?? [] }, groups: dateColumn.groups)
    }
    channels = schema.media.map(\.name)
    featureNames = schema.features
    geos = groups?.compactMap(\.geo) ?? []
    media = panel(of: mediaColumns)
    spend = panel(of: spendColumns)
    features = panel(of: schema.features)
    target = panel(of: [schema.target])
    do throws(DataError) {
      try requireVariation()
    } catch {
      throw error.located(inFile: table.fileName, schema: schema)
    }
  }
}

extension Panel {
  /// A national panel of columns, `[column][time]`.
  init(columns: [[Double]], timeCount: Int) {
    self.init(columns: columns, groups: [RowGroup(geo: nil, rows: Array(0..<timeCount))])
  }

  /// A panel of a table's columns, `[column][row]`, whose rows are those of `groups`: of each geo as
  /// many, in the order of time.
  init(columns: [[Double]], groups: [RowGroup]) {
    self.init(
      repeating: 0, timeCount: groups[0].rows.count, columnCount: columns.count,
      geoCount: groups.count)
    for (column, numbers) in columns.enumerated() {
      for (geo, group) in groups.enumerated() {
        for (time, row) in group.rows.enumerated() { self[time, column, geo] = numbers[row] }
      }
    }
  }
}

extension Table {
  /// Throws a ``DataError`` naming every negative number of the columns `names`.
  func requireNotNegative(
    _ numbers: [String: [Double]], in names: [String], unit: String
  ) throws(DataError) {
    var places: [DataError.Place] = []
    for name in names {
      for (row, number) in zip(rows, numbers[name] ?? []) where number < 0 {
        places.append(DataError.Place(row: row.number, column: name, text: "\(number)"))
      }
    }
    guard places.isEmpty else {
      throw DataError(
        .negativeValue, file: fileName, "negative \(unit)", at: places,
        advice: "Media and spend are 0 or more; book refunds in the period that they belong to.")
    }
  }
}
