/// Columns by name, as the schema asks for them.
extension Table {
  /// The positions of the columns called `names`.
  ///
  /// - Throws: ``DataError`` naming every column that is missing or that two columns could be.
  func positions(of names: [String]) throws(DataError) -> [String: Int] {
    var positions: [String: [Int]] = [:]
    for (position, name) in header.enumerated() { positions[name, default: []].append(position) }
    let missing = names.filter { positions[Self.trimmed($0)] == nil }
    if let first = missing.first {
      let available = header.filter { !$0.isEmpty }
      let nearest = missing.compactMap { name in
        NearestName.nearest(to: name, in: available).map { "\($0.debugDescription)" }
      }
      let shown = available.prefix(Self.columnsShown).map { DataError.Place.quoted($0) }
      let more = available.count > shown.count ? " and \(available.count - shown.count) more" : ""
      let hint =
        nearest.isEmpty
        ? "The table has \(shown.joined(separator: ", "))\(more)."
        : "Did you mean \(nearest.joined(separator: ", "))?"
      throw DataError(
        .missingColumn, file: fileName,
        missing.count == 1
          ? "there is no column \(DataError.Place.quoted(first))" : "columns are missing",
        at: missing.count == 1 ? [] : missing.map { DataError.Place(column: $0) }, advice: hint)
    }
    let ambiguous = names.filter { (positions[Self.trimmed($0)] ?? []).count > 1 }
    guard ambiguous.isEmpty else {
      throw DataError(
        .ambiguousColumn, file: fileName, "several columns have one name",
        at: ambiguous.map { DataError.Place(row: 1, column: $0) },
        advice: "Rename or remove all but one.")
    }
    var found: [String: Int] = [:]
    for name in names { found[name] = positions[Self.trimmed(name)]?.first }
    return found
  }

  /// The numbers of columns by name, each `[row]`.
  ///
  /// - Parameters:
  ///   - names: the columns, each once.
  ///   - positions: where they are, from ``positions(of:)``.
  /// - Throws: ``DataError`` naming every cell that is no number, for the first of the reasons
  ///   missing, not a number, not finite, too large.
  func numbers(
    in names: [String], at positions: [String: Int]
  ) throws(DataError) -> [String: [Double]] {
    let wanted = names.compactMap { name in positions[name].map { (name: name, position: $0) } }
    var columns = wanted.map { _ in [Double](repeating: 0, count: rows.count) }
    var bad: [NumberText: [DataError.Place]] = [:]
    var tooLarge: [DataError.Place] = []
    for (index, row) in rows.enumerated() {
      for (column, (name, position)) in wanted.enumerated() {
        switch NumberText(row.cells[position]) {
        case .number(let number):
          columns[column][index] = number
          if number.magnitude > Scaler.usableMagnitudes.upperBound {
            tooLarge.append(
              DataError.Place(row: row.number, column: name, text: row.cells[position]))
          }
        case let reason:
          bad[reason, default: []].append(
            DataError.Place(row: row.number, column: name, text: row.cells[position]))
        }
      }
    }
    if let places = bad[.missing] {
      throw DataError(
        .missingValue, file: fileName, "the value is missing", at: places,
        advice: "Write the number (0 if there was nothing), or leave the column out.")
    }
    if let places = bad[.notANumber] {
      let advice =
        places.contains { $0.text?.contains(",") == true }
        ? "Remove thousands separators and write decimals with a point: 1234.5."
        : "Write plain decimal numbers such as 1234.5, without units."
      throw DataError(.notANumber, file: fileName, "not a number", at: places, advice: advice)
    }
    if let places = bad[.notFinite] {
      throw DataError(
        .notFinite, file: fileName, "the number is not finite", at: places,
        advice: "Write a finite number.")
    }
    guard tooLarge.isEmpty else {
      throw DataError(
        .notFinite, file: fileName, "the number is too large to calculate with", at: tooLarge,
        advice: "Give the column in a larger unit: what is above "
          + "\(Scaler.usableMagnitudes.upperBound) is taken for a mistake.")
    }
    return Dictionary(uniqueKeysWithValues: zip(wanted.map(\.name), columns))
  }

  private static let columnsShown = 20
}
