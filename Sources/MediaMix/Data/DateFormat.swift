/// A way of writing dates in digits, given by a pattern such as `dd/MM/yyyy`.
///
/// | token  | reads                                                   |
/// |--------|---------------------------------------------------------|
/// | `yyyy` | the year in four digits                                 |
/// | `yy`   | the year in two digits: 69 to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068 |
/// | `MM`   | the month in two digits                                 |
/// | `M`    | the month in one or two digits                          |
/// | `dd`   | the day of the month in two digits                      |
/// | `d`    | the day of the month in one or two digits               |
///
/// Year, month and day occur once each, in any order. Everything else in a pattern is read as it
/// is and may not contain letters or digits. `M` and `d` may not touch a following token, because
/// 1112024 could then be two dates.
public struct DateFormat: Sendable, Hashable, CustomStringConvertible {
  /// A pattern that cannot be used, and why.
  public struct PatternError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong with the pattern and what is possible.
    public let description: String
  }

  private enum Field: Hashable {
    case year, month, day
  }

  private enum Element: Hashable {
    case number(Field, digits: ClosedRange<Int>)
    case literal(UInt8)
  }

  /// The pattern.
  public let description: String
  private let elements: [Element]

  /// The format of a pattern.
  ///
  /// - Throws: ``PatternError`` if the pattern has an unknown token or lacks a field.
  public init(_ pattern: String) throws(PatternError) {
    var elements: [Element] = []
    var rest = Array(pattern.utf8)[...]
    while let first = rest.first {
      let run = rest.prefix { $0 == first }
      rest = rest.dropFirst(Self.isAlphanumeric(first) ? run.count : 1)
      guard Self.isAlphanumeric(first) else {
        elements.append(.literal(first))
        continue
      }
      let token = String(decoding: run, as: UTF8.self)
      guard let element = Self.tokens[token] else {
        throw PatternError(
          description: "\(token.debugDescription) is not known; use yyyy or yy, MM or M, dd or d "
            + "(case matters) and separators, for instance dd/MM/yyyy")
      }
      if case .number(_, digits: 1...2)? = elements.last {
        throw PatternError(
          description: "M or d must be followed by a separator; use MM or dd without one")
      }
      elements.append(element)
    }
    for (field, name) in [(Field.year, "year"), (.month, "month"), (.day, "day")] {
      let count = elements.count {
        if case .number(field, _) = $0 { true } else { false }
      }
      guard count == 1 else {
        throw PatternError(
          description:
            "the \(name) occurs \(count) times instead of once; use yyyy or yy, MM or M, "
            + "dd or d, for instance dd/MM/yyyy")
      }
    }
    self.description = pattern
    self.elements = elements
  }

  private init(description: String, elements: [Element]) {
    self.description = description
    self.elements = elements
  }

  /// `yyyy-MM-dd`.
  public static let iso = DateFormat(
    description: "yyyy-MM-dd",
    elements: [
      .number(.year, digits: 4...4), .literal(UInt8(ascii: "-")), .number(.month, digits: 2...2),
      .literal(UInt8(ascii: "-")), .number(.day, digits: 2...2),
    ])

  /// The date written in this format; nil unless the whole text is one and there is such a day.
  public func date(from text: String) -> CalendarDate? {
    var rest = Array(text.utf8)[...]
    var year = 0
    var month = 0
    var day = 0
    for element in elements {
      switch element {
      case .literal(let byte):
        guard rest.popFirst() == byte else { return nil }
      case .number(let field, let allowed):
        let digits = rest.prefix(allowed.upperBound).prefix { Self.isDigit($0) }
        guard allowed.contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        let number = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        switch field {
        case .year:
          year = allowed.upperBound == 4 ? number : number + (number < 69 ? 2000 : 1900)
        case .month: month = number
        case .day: day = number
        }
      }
    }
    guard rest.isEmpty else { return nil }
    return CalendarDate(year: year, month: month, day: day)
  }

  /// Patterns that spreadsheets write and that read every one of `texts`.
  static func patterns(reading texts: [String]) -> [String] {
    let common = [
      "d/M/yyyy", "M/d/yyyy", "d.M.yyyy", "d-M-yyyy", "M-d-yyyy", "yyyy/M/d", "yyyy-M-d",
      "yyyyMMdd", "d/M/yy", "M/d/yy", "d.M.yy",
    ]
    return common.filter { pattern in
      guard let format = try? DateFormat(pattern) else { return false }
      return texts.allSatisfy { format.date(from: $0) != nil }
    }
  }

  private static let tokens: [String: Element] = [
    "yyyy": .number(.year, digits: 4...4), "yy": .number(.year, digits: 2...2),
    "MM": .number(.month, digits: 2...2), "M": .number(.month, digits: 1...2),
    "dd": .number(.day, digits: 2...2), "d": .number(.day, digits: 1...2),
  ]

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
