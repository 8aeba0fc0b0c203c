/// The rows of one geo, or all rows of national data, in the order of the table.
struct RowGroup {
  /// The geo's name; nil for national data.
  let geo: String?
  /// Indices into the table's rows.
  var rows: [Int]
}

extension RowGroup {
  /// All rows, as national data.
  init(allOf table: Table) {
    self.init(geo: nil, rows: Array(table.rows.indices))
  }
}

/// The column of geos of a long table, which has one row for each date and geo.
struct GeoColumn {
  let table: Table
  let name: String
  let position: Int

  /// The rows of each geo, in the order in which geos first occur.
  ///
  /// - Throws: ``DataError`` for empty cells, names with control characters, and fewer than two geos.
  func checkedGroups() throws(DataError) -> [RowGroup] {
    let groups = try namedGroups()
    guard groups.count > 1 else {
      throw DataError(
        .singleGeo, file: table.fileName, "there is only one geo",
        at: [DataError.Place(column: name, text: groups.first?.geo)],
        advice: "Leave out data.geo to model the data as national.")
    }
    return groups
  }

  /// The same of any number of geos.
  ///
  /// - Throws: ``DataError`` for empty cells and names with control characters.
  func namedGroups() throws(DataError) -> [RowGroup] {
    let names = table.rows.map { Table.trimmed($0.cells[position]) }
    try requireNames(names)
    var groups: [RowGroup] = []
    var indices: [String: Int] = [:]
    for (row, name) in names.enumerated() {
      if let index = indices[name] {
        groups[index].rows.append(row)
      } else {
        indices[name] = groups.count
        groups.append(RowGroup(geo: name, rows: [row]))
      }
    }
    return groups
  }

  private func requireNames(_ names: [String]) throws(DataError) {
    let nameless = names.indices.filter { names[$0].isEmpty }
    guard nameless.isEmpty else {
      throw DataError(
        .missingValue, file: table.fileName, "the geo is missing", at: nameless.map(place),
        advice: "Name the geo in every row.")
    }
    let unusable = names.indices.filter { names[$0].hasControlCharacters }
    guard unusable.isEmpty else {
      throw DataError(
        .unusableGeo, file: table.fileName,
        "the name of the geo has control characters or line breaks", at: unusable.map(place),
        advice: "Rename the geo.")
    }
  }

  private func place(ofRow index: Int) -> DataError.Place {
    let row = table.rows[index]
    return DataError.Place(row: row.number, column: name, text: row.cells[position])
  }
}
