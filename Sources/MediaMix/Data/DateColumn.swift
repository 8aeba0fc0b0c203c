/// The column of dates, from text to evenly spaced days.
struct DateColumn {
  let table: Table
  let name: String
  let position: Int
  let format: DateFormat
  /// The rows of each geo, or all rows of national data.
  let groups: [RowGroup]

  /// The dates of every group, ascending and evenly spaced: the first row of each is of the first
  /// date, and so on.
  ///
  /// - Throws: ``DataError`` for text that is no date; in one group, for dates that repeat or do not
  ///   ascend, and uneven spacing; for dates that not all groups have; and for gaps.
  func checkedDates() throws(DataError) -> [CalendarDate] {
    let dates = try parsedDates()
    let series = groups.map { group in group.rows.map { dates[$0] } }
    try requireOrder(of: series)
    guard let spacing = Spacing(mostCommonIn: series) else { return try commonDates(of: series) }
    let steps = zip(groups, series).map { Steps(rows: $0.rows, dates: $1, spacing: spacing) }
    try requireEvenSpacing(of: steps, spacing)
    let common = try commonDates(of: series)
    try requireNoGaps(in: steps[0], spacing)
    return common
  }

  private func parsedDates() throws(DataError) -> [CalendarDate] {
    let parsed = table.rows.indices.map { date(ofRow: $0) }
    let invalid = parsed.indices.filter { parsed[$0] == nil }
    guard invalid.isEmpty else {
      throw DataError(
        .invalidDate, file: table.fileName, "not a date of the form \(format)",
        at: invalid.map { place(ofRow: $0) }, advice: formatAdvice)
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

  private func requireOrder(of series: [[CalendarDate]]) throws(DataError) {
    let repeated = places(in: series) { dates in
      var seen: Set<CalendarDate> = []
      return dates.indices.filter { !seen.insert(dates[$0]).inserted }
    }
    guard repeated.isEmpty else {
      throw DataError(
        .repeatedDate, file: table.fileName,
        isNational
          ? "the date occurs in an earlier row too"
          : "the date occurs in an earlier row of the geo too", at: repeated,
        advice: isNational
          ? "Keep one row per date; sum the rows of geos or campaigns, or name the column of geos "
            + "in data.geo." : "Keep one row per date and geo; sum the rows of campaigns.")
    }
    let disordered = places(in: series) { dates in
      dates.indices.dropFirst().filter { dates[$0 - 1] > dates[$0] }
    }
    guard disordered.isEmpty else {
      throw DataError(
        .disorderedDates, file: table.fileName,
        "the date is earlier than that of the \(isNational ? "row" : "geo's row") before",
        at: disordered,
        advice: "Sort \(isNational ? "the rows" : "each geo's rows") by date, the earliest first.")
    }
  }

  private func requireEvenSpacing(of steps: [Steps], _ spacing: Spacing) throws(DataError) {
    let uneven = zip(groups, steps).flatMap { group, steps in
      steps.uneven.map { (row: $0, geo: group.geo) }
    }.sorted { $0.row < $1.row }
    guard uneven.isEmpty else {
      throw DataError(
        .unevenDates, file: table.fileName,
        "the date is not \(spacing) after the \(isNational ? "date" : "geo's date") before, as "
          + "most are", at: uneven.map(place),
        advice: "Periods must be evenly spaced: bring all rows to one length.")
    }
  }

  private func requireNoGaps(in steps: Steps, _ spacing: Spacing) throws(DataError) {
    guard steps.skipped.isEmpty else {
      throw DataError(
        .missingDate, file: table.fileName,
        "a date is missing before this row\(isNational ? "" : ", in every geo") (most dates are "
          + "\(spacing) apart)",
        at: steps.skipped.map { row, date in
          DataError.Place(row: table.rows[row].number, column: name, text: date.description)
        },
        advice: "Add a row for every period, with 0 for media that did not run.")
    }
  }

  /// The dates that all groups have.
  private func commonDates(of series: [[CalendarDate]]) throws(DataError) -> [CalendarDate] {
    if let difference = GeoDateDifference(geos: groups.compactMap(\.geo), series: series) {
      throw difference.error(file: table.fileName, column: name)
    }
    return series[0]
  }

  private var isNational: Bool { groups[0].geo == nil }

  /// The places that `find` finds in the dates of each group, in the order of the table.
  private func places(
    in series: [[CalendarDate]], where find: ([CalendarDate]) -> [Int]
  ) -> [DataError.Place] {
    zip(groups, series).flatMap { group, dates in
      find(dates).map { (row: group.rows[$0], geo: group.geo) }
    }.sorted { $0.row < $1.row }.map(place)
  }

  /// Everywhere a date stands.
  func places(of date: CalendarDate) -> [DataError.Place] {
    table.rows.indices.filter { self.date(ofRow: $0) == date }.map { place(ofRow: $0) }
  }

  private func date(ofRow index: Int) -> CalendarDate? {
    format.date(from: Table.trimmed(table.rows[index].cells[position]))
  }

  private func place(ofRow index: Int, geo: String? = nil) -> DataError.Place {
    let row = table.rows[index]
    return DataError.Place(row: row.number, column: name, geo: geo, text: row.cells[position])
  }
}

/// Where the steps from date to date of one group are not those of the spacing.
private struct Steps {
  /// The rows that do not follow the row before by a whole number of steps.
  private(set) var uneven: [Int] = []
  /// The dates left out, with the row that they are missing before.
  private(set) var skipped: [(row: Int, date: CalendarDate)] = []

  init(rows: [Int], dates: [CalendarDate], spacing: Spacing) {
    for (row, (date, next)) in zip(rows.dropFirst(), zip(dates, dates.dropFirst())) {
      var expected = spacing.next(after: date)
      var between: [CalendarDate] = []
      while expected < next, between.count < Self.longestGap {
        between.append(expected)
        expected = spacing.next(after: expected)
      }
      if expected == next {
        skipped += between.map { (row, $0) }
      } else {
        uneven.append(row)
      }
    }
  }

  /// Periods in a gap beyond which it is called uneven rather than counted out.
  private static let longestGap = 1000
}
