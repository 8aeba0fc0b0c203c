package import MediaMix

/// A map from days to pixels, in equal steps a day.
package struct TimeScale: Sendable, Hashable {
  /// The days at the two ends.
  package let first: CalendarDate
  package let last: CalendarDate
  /// Where those stand.
  package let start: Double
  package let end: Double

  package init(first: CalendarDate, last: CalendarDate, from start: Double, to end: Double) {
    self.first = first
    self.last = last
    self.start = start
    self.end = end
  }

  /// The place of a day in pixels; the middle if the scale has one day only.
  package func position(of date: CalendarDate) -> Double {
    position(ofDay: Double(date.daysSinceEpoch))
  }

  /// The place of a day, counted from the epoch, and of times between days.
  func position(ofDay day: Double) -> Double {
    let span = Double(last.daysSinceEpoch) - Double(first.daysSinceEpoch)
    guard span > 0 else { return 0.5 * (start + end) }
    return start + (day - Double(first.daysSinceEpoch)) / span * (end - start)
  }

  /// The first days of years, quarters, months or weeks, or all days: the finest of these whose
  /// labels have room. At least one tick.
  package var ticks: [CalendarTick] {
    for step in CalendarStep.finestFirst where step.count(from: first, to: last) <= 14 {
      let ticks = step.ticks(from: first, to: last)
      if !ticks.isEmpty, haveRoom(ticks) { return ticks }
    }
    return [CalendarTick(date: first, label: first.description, year: nil)]
  }

  private func haveRoom(_ ticks: [CalendarTick]) -> Bool {
    LabelRow.hasRoom(ticks.map { (position(of: $0.date), $0.label) }, from: start, to: end)
  }
}

/// A marked day of a time axis.
package struct CalendarTick: Sendable, Hashable {
  package let date: CalendarDate
  /// The year, month or day, in as few letters as it takes beside the other ticks.
  package let label: String
  /// What is to be written below the label: the year, where it is new.
  package let year: String?
}

/// The distance of neighbouring ticks of a time axis.
private enum CalendarStep {
  /// So many days, counted from the first of the axis, on which weekly data lie.
  case days(Int)
  /// So many months, a divisor of 12, counted from January.
  case months(Int)
  /// So many years, counted from year 0.
  case years(Int)

  static let finestFirst: [CalendarStep] =
    [.days(1), .days(7), .days(14), .months(1), .months(3), .months(6)]
    + [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].map { .years($0) }

  /// About how many ticks there will be.
  func count(from first: CalendarDate, to last: CalendarDate) -> Double {
    let span = Double(last.daysSinceEpoch) - Double(first.daysSinceEpoch)
    return switch self {
    case .days(let days): span / Double(days)
    case .months(let months): span / (30.4 * Double(months))
    case .years(let years): span / (365.2 * Double(years))
    }
  }

  func ticks(from first: CalendarDate, to last: CalendarDate) -> [CalendarTick] {
    var year: Int?
    return dates(from: first, to: last).map { date in
      let (ofYear, month, day) = date.components
      defer { year = ofYear }
      let newYear = ofYear == year ? nil : String(ofYear)
      return switch self {
      case .days: CalendarTick(date: date, label: "\(day) \(Self.months[month - 1])", year: newYear)
      case .months: CalendarTick(date: date, label: Self.months[month - 1], year: newYear)
      case .years: CalendarTick(date: date, label: String(ofYear), year: nil)
      }
    }
  }

  private func dates(from first: CalendarDate, to last: CalendarDate) -> [CalendarDate] {
    let (start, end) = (first.components.year, last.components.year)
    switch self {
    case .days(let step):
      return stride(from: 0, through: first.days(until: last), by: step).map {
        first.adding(days: $0)
      }
    case .months(let step):
      return (start...end).flatMap { year in
        stride(from: 1, through: 12, by: step).compactMap {
          CalendarDate(year: year, month: $0, day: 1)
        }
      }.filter { (first...last).contains($0) }
    case .years(let step):
      return stride(from: start - start % step - step, through: end, by: step).compactMap {
        CalendarDate(year: $0, month: 1, day: 1)
      }.filter { (first...last).contains($0) }
    }
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
