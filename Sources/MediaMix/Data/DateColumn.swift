/// The column of dates, from text to evenly spaced days.
struct DateColumn {
  let table: Table
  let name: String
  let position: Int
  let format: DateFormat

  /// One date per row, ascending and evenly spaced.
  ///
  /// - Throws: ``DataError`` for text that is no date, dates that repeat or do not ascend, gaps, and
  ///   uneven spacing.
  func checkedDates() throws(DataError) -> [CalendarDate] {
    let dates = try parsedDates()
    try requireOrder(of: dates)
    try requireEvenSpacing(of: dates)
    return dates
  }

  private func parsedDates() throws(DataError) -> [CalendarDate] {
    let parsed = table.rows.map { format.date(from: Table.trimmed($0.cells[position])) }
    let invalid = zip(table.rows, parsed).filter { $0.1 == nil }.map(\.0)
    guard invalid.isEmpty else {
      throw DataError(
        .invalidDate, file: table.fileName, "not a date of the form \(format)",
        at: invalid.map(place), advice: formatAdvice)
    }
    return parsed.compactMap(\.self)
  }

  private var formatAdvice: String {
    let texts = table.rows.map { Table.trimmed($0.cells[position]) }.filter { !$0.isEmpty }
    let fitting = DateFormat.patterns(reading: texts)
    if fitting.isEmpty {
      return
        "Write dates like \(format == .iso ? "2024-01-31" : format.description), or say how they "
        + "are written with date_format, for instance dd/MM/yyyy."
    }
    return "Set date_format; the dates fit \(fitting.joined(separator: " or "))."
  }

  private func requireOrder(of dates: [CalendarDate]) throws(DataError) {
    var seen: Set<CalendarDate> = []
    let repeated = zip(table.rows, dates).filter { !seen.insert($0.1).inserted }.map(\.0)
    guard repeated.isEmpty else {
      throw DataError(
        .repeatedDate, file: table.fileName, "the date occurs in an earlier row too",
        at: repeated.map(place), advice: "Keep one row per date; sum the rows of geos or campaigns."
      )
    }
    let steps = zip(table.rows.dropFirst(), zip(dates, dates.dropFirst()))
    let disordered = steps.filter { $0.1.0 > $0.1.1 }.map(\.0)
    guard disordered.isEmpty else {
      throw DataError(
        .disorderedDates, file: table.fileName, "the date is earlier than that of the row before",
        at: disordered.map(place), advice: "Sort the rows by date, the earliest first.")
    }
  }

  private func requireEvenSpacing(of dates: [CalendarDate]) throws(DataError) {
    guard let spacing = Spacing(mostCommonIn: dates) else { return }
    var uneven: [DataError.Place] = []
    var missing: [DataError.Place] = []
    for (row, (date, next)) in zip(table.rows.dropFirst(), zip(dates, dates.dropFirst())) {
      var expected = spacing.next(after: date)
      var skipped: [CalendarDate] = []
      while expected < next, skipped.count < Self.longestGap {
        skipped.append(expected)
        expected = spacing.next(after: expected)
      }
      if expected == next {
        missing += skipped.map {
          DataError.Place(row: row.number, column: name, text: $0.description)
        }
      } else {
        uneven.append(place(row))
      }
    }
    guard uneven.isEmpty else {
      throw DataError(
        .unevenDates, file: table.fileName,
        "the date is not \(spacing) after the date before, as most are", at: uneven,
        advice: "Periods must be evenly spaced: bring all rows to one length.")
    }
    guard missing.isEmpty else {
      throw DataError(
        .missingDate, file: table.fileName,
        "a date is missing before this row (most dates are \(spacing) apart)", at: missing,
        advice: "Add a row for every period, with 0 for media that did not run.")
    }
  }

  private func place(_ row: Table.Row) -> DataError.Place {
    DataError.Place(row: row.number, column: name, text: row.cells[position])
  }

  /// Periods in a gap beyond which it is called uneven rather than counted out.
  private static let longestGap = 1000
}
