/// What the text of a cell or a setting says, read as a number.
///
/// Numbers are decimal with a point and an optional exponent: "3", "-1.5", "1e6". Surrounding spaces
/// do not matter. Hexadecimal, thousands separators, units and words are not numbers.
enum NumberText: Hashable {
  /// A finite number.
  case number(Double)
  /// Nothing there, or a word that says so: "na", "null".
  case missing
  /// Infinite, or beyond the largest `Double`.
  case notFinite
  /// Anything else.
  case notANumber

  init(_ text: String) {
    let trimmed = Self.trimmed(text)
    if trimmed.utf8.allSatisfy(Self.isDecimal), let number = Double(trimmed) {
      self = number.isFinite ? .number(number) : .notFinite
    } else if trimmed.isEmpty || Self.wordsForMissing.contains(trimmed.lowercased()) {
      self = .missing
    } else if Self.wordsForInfinity.contains(trimmed.lowercased()) {
      self = .notFinite
    } else {
      self = .notANumber
    }
  }

  private static func trimmed(_ text: String) -> Substring {
    guard let first = text.utf8.firstIndex(where: { !isBlank($0) }),
      let last = text.utf8.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return text[first...last]
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D: true
    default: false
    }
  }

  private static func isDecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  private static let wordsForMissing: Set<String> = [
    "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "?",
  ]
  private static let wordsForInfinity: Set<String> = [
    "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity",
  ]
}
