/// Text from outside, such as a channel's name, made fit for display.
enum DisplayText {
  /// `text` on one line and at most 300 characters long, with "…" for the rest, where characters that XML forbids, that
  /// control a terminal or that turn the direction of reading became U+FFFD, and no letter carries
  /// more than two marks.
  static func cleaned(_ text: String) -> String { start(of: text, atMost: longestName) }

  /// The same for what is made of several names, which may be longer.
  static func sentence(_ text: String) -> String { start(of: text, atMost: longestSentence) }

  private static func start(of text: String, atMost count: Int) -> String {
    let start = text.prefix(count)
    let scalars = start.unicodeScalars.prefix(4 * count)
    let isWhole = start.endIndex == text.endIndex && scalars.endIndex == start.endIndex
    return whole(String(scalars)) + (isWhole ? "" : "…")
  }

  /// The same of any length.
  static func whole(_ text: String) -> String {
    var marks = 0
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      marks = isMark(scalar) ? marks + 1 : 0
      if marks <= 2 { result.append(shown(scalar)) }
    }
    return String(result)
  }

  private static let longestName = 300
  private static let longestSentence = 5000

  private static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: " "
    case 0...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF:
      "\u{FFFD}"
    default: scalar
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: true
    default: false
    }
  }
}
