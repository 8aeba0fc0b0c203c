/// The even distance between periods: a number of days or of calendar months.
public enum Spacing: Sendable, Hashable, CustomStringConvertible {
  /// So many days, ≥ 1: 1 for daily, 7 for weekly data.
  case days(Int)
  /// So many months, ≥ 1, always on that day of the month or, in shorter months, on the last:
  /// 1 for monthly, 3 for quarterly data.
  case months(Int, day: Int)

  /// The distance of two neighbouring dates that most of them agree on; the smallest of several.
  ///
  /// Dates that all lie on one day of the month (or on the last day of shorter months) are months
  /// apart, whatever the number of days.
  ///
  /// - Parameter series: the dates of each geo, ascending, without repetition. Where all have fewer
  ///   than two there is no spacing.
  init?(mostCommonIn series: [[CalendarDate]]) {
    let gaps = series.flatMap { dates in
      zip(dates, dates.dropFirst()).map { $0.days(until: $1) }
    }
    guard let commonGap = Self.mode(gaps) else { return nil }
    self = .days(commonGap)
    guard Set(gaps).count > 1, (gaps.min() ?? 0) >= 28 else { return }
    let components = series.map { $0.map(\.components) }
    let day = components.joined().reduce(1) { max($0, $1.day) }
    let areMonthly = components.joined().allSatisfy {
      $0.day == min(day, CalendarDate.daysInMonth($0.month, year: $0.year))
    }
    let steps = components.flatMap { dates in
      zip(dates, dates.dropFirst()).map { ($1.year - $0.year) * 12 + $1.month - $0.month }
    }
    if areMonthly, let commonStep = Self.mode(steps) { self = .months(commonStep, day: day) }
  }

  /// The date one period later.
  public func next(after date: CalendarDate) -> CalendarDate {
    switch self {
    case .days(let count): return date.adding(days: count)
    case .months(let count, let day):
      let (year, month, _) = date.components
      let months = year * 12 + month - 1 + count
      let newYear = (months - (months % 12 + 12) % 12) / 12
      let newMonth = months - newYear * 12 + 1
      let newDay = min(day, CalendarDate.daysInMonth(newMonth, year: newYear))
      return CalendarDate(year: newYear, month: newMonth, day: newDay) ?? date
    }
  }

  /// The number of periods in a year, 52.18 for weekly data.
  public var periodsPerYear: Double {
    switch self {
    case .days(let count): 365.25 / Double(count)
    case .months(let count, _): 12 / Double(count)
    }
  }

  /// "7 days", "1 month".
  public var description: String {
    switch self {
    case .days(let count): count == 1 ? "1 day" : "\(count) days"
    case .months(let count, _): count == 1 ? "1 month" : "\(count) months"
    }
  }

  private static func mode(_ numbers: [Int]) -> Int? {
    var counts: [Int: Int] = [:]
    for number in numbers { counts[number, default: 0] += 1 }
    return counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
  }
}
