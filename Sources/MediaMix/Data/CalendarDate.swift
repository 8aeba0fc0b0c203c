/// A day of the proleptic Gregorian calendar: no clock, no time zone.
///
/// Days are counted, so that differences are exact over any span; year, month and day come from
/// integer arithmetic on eras of 400 years, which all have 146 097 days.
public struct CalendarDate: Sendable, Hashable, Comparable {
  /// Days since 1970-01-01.
  public let daysSinceEpoch: Int

  /// The day that many days after 1970-01-01.
  public init(daysSinceEpoch: Int) { self.daysSinceEpoch = daysSinceEpoch }

  /// The day of that year, month (1 to 12) and day of the month (from 1), or nil if there is none
  /// such, 2023-02-29 say. Years are −9999 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (-9999...9999).contains(year), (1...12).contains(month),
      day >= 1, day <= Self.daysInMonth(month, year: year)
    else { return nil }
    // Years are counted from March, so that the leap day is a year's last.
    let shifted = month > 2 ? year : year - 1
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    daysSinceEpoch = era * Self.daysInEra + dayOfEra - Self.daysFromEraToEpoch
  }

  /// Year, month (1 to 12) and day of the month (from 1).
  public var components: (year: Int, month: Int, day: Int) {
    let days = daysSinceEpoch &+ Self.daysFromEraToEpoch
    let dayOfEra = (days % Self.daysInEra + Self.daysInEra) % Self.daysInEra
    let era = days / Self.daysInEra - (days % Self.daysInEra < 0 ? 1 : 0)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / (Self.daysInEra - 1)) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    )
  }

  /// The day of the week by ISO 8601: 1 is Monday, 7 is Sunday.
  public var weekday: Int {
    // 1970-01-01 was a Thursday.
    ((daysSinceEpoch % 7 + 7) % 7 + 3) % 7 + 1
  }

  /// The day `days` later, or earlier if negative.
  public func adding(days: Int) -> CalendarDate {
    CalendarDate(daysSinceEpoch: daysSinceEpoch &+ days)
  }

  /// Number of days from this day to `other`; negative if `other` is earlier.
  public func days(until other: CalendarDate) -> Int {
    other.daysSinceEpoch &- daysSinceEpoch
  }

  /// Earlier days are smaller.
  public static func < (a: CalendarDate, b: CalendarDate) -> Bool {
    a.daysSinceEpoch < b.daysSinceEpoch
  }

  /// Number of days of a month (1 to 12).
  static func daysInMonth(_ month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static let daysInEra = 146_097
  /// From 0000-03-01, where an era starts, to 1970-01-01.
  private static let daysFromEraToEpoch = 719_468
}

extension CalendarDate: CustomStringConvertible {
  /// The day written YYYY-MM-DD of ISO 8601; nil unless it is exactly that and there is such a day.
  public init?(iso text: String) {
    guard let date = DateFormat.iso.date(from: text) else { return nil }
    self = date
  }

  /// ISO 8601, "2024-06-30"; years outside 0 to 9999 are written with their sign.
  public var description: String {
    let (year, month, day) = components
    let digits = padded(year.magnitude, to: 4)
    let sign = year < 0 ? "-" : year > 9999 ? "+" : ""
    return "\(sign)\(digits)-\(padded(month.magnitude, to: 2))-\(padded(day.magnitude, to: 2))"
  }

  private func padded(_ number: UInt, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension CalendarDate: Codable {
  /// Reads an ISO 8601 string.
  ///
  /// - Throws: `DecodingError` if it is no such string.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let date = CalendarDate(iso: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(text.debugDescription) is not a date like 2024-06-30")
    }
    self = date
  }

  /// Writes an ISO 8601 string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
