/// What geos differ in that should have the same dates.
struct GeoDateDifference {
  /// The geos concerned, with their dates in words.
  private let dates: [(geo: String, text: String)]
  /// Whether these are dates that the geos lack; else they are dates that most other geos lack.
  private let areMissing: Bool

  /// The difference; nil if all geos have the same dates, or there is none.
  ///
  /// What at least half of the geos have is taken for right, so that of a thousand geos the one that
  /// is unlike the others is named.
  ///
  /// - Parameter series: the dates of each geo, ascending.
  init?(geos: [String], series: [[CalendarDate]]) {
    guard let first = series.first, !series.dropFirst().allSatisfy({ $0 == first }) else {
      return nil
    }
    var geosWithDate: [CalendarDate: Int] = [:]
    for date in series.joined() { geosWithDate[date, default: 0] += 1 }
    let calendar = geosWithDate.keys.sorted()
    let usual = Set(calendar.filter { 2 * (geosWithDate[$0] ?? 0) >= geos.count })

    func geosWithDates(
      _ select: (Set<CalendarDate>, CalendarDate) -> Bool
    ) -> [(geo: String, text: String)] {
      zip(geos, series).compactMap { geo, dates in
        let own = Set(dates)
        let positions = calendar.indices.filter { select(own, calendar[$0]) }
        return positions.isEmpty ? nil : (geo, Self.text(of: positions, in: calendar))
      }
    }
    let missing = geosWithDates { own, date in usual.contains(date) && !own.contains(date) }
    areMissing = !missing.isEmpty
    dates =
      areMissing
      ? missing : geosWithDates { own, date in own.contains(date) && !usual.contains(date) }
  }

  /// The difference as an error about the column of dates.
  func error(file: String?, column: String) -> DataError {
    DataError(
      .unequalDates, file: file,
      areMissing
        ? "the geo lacks dates that other geos have" : "the geo has dates that most geos lack",
      at: dates.map { DataError.Place(column: column, geo: $0.geo, text: $0.text) },
      advice: "Give every geo a row for every date, with 0 for media that did not run, or leave "
        + (areMissing ? "the geo out." : "these rows out."))
  }

  /// "2024-01-01 to 2024-02-26, 2024-04-01 and 7 more": dates that follow one another in `calendar`
  /// from first to last, the others one by one.
  private static func text(of positions: [Int], in calendar: [CalendarDate]) -> String {
    var runs: [ClosedRange<Int>] = []
    for position in positions {
      if let last = runs.last, last.upperBound == position - 1 {
        runs[runs.count - 1] = last.lowerBound...position
      } else {
        runs.append(position...position)
      }
    }
    let shown = runs.prefix(runsShown)
    let words = shown.map { run in
      run.count == 1
        ? calendar[run.lowerBound].description
        : "\(calendar[run.lowerBound]) to \(calendar[run.upperBound])"
    }
    let more = positions.count - shown.reduce(0) { $0 + $1.count }
    return words.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }

  /// Two fit into the length at which messages cut texts.
  private static let runsShown = 2
}
