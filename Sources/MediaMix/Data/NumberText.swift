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
    let bytes = Self.trimmed(text)
    let trimmed = String(decoding: bytes, as: UTF8.self)
    let isDecimal = bytes.allSatisfy { Self.decimalBytes.contains($0) }
    if bytes.isEmpty || Self.wordsForMissing.contains(trimmed.lowercased()) {
      self = .missing
    } else if isDecimal, let number = Double(trimmed) {
      self = number.isFinite ? .number(number) : .notFinite
    } else if Self.wordsForInfinity.contains(trimmed.lowercased()) {
      self = .notFinite
    } else {
      self = .notANumber
    }
  }

  private static func trimmed(_ text: String) -> ArraySlice<UInt8> {
    let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
    var bytes = Array(text.utf8)[...]
    while let first = bytes.first, blanks.contains(first) { bytes.removeFirst() }
    while let last = bytes.last, blanks.contains(last) { bytes.removeLast() }
    return bytes
  }

  private static let decimalBytes = Set("0123456789+-.eE".utf8)
  private static let wordsForMissing: Set<String> = [
    "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "?",
  ]
  private static let wordsForInfinity: Set<String> = [
    "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity",
  ]
}
