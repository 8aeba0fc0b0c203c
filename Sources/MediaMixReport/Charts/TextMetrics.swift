/// How wide text will be, without a font at hand.
///
/// Browsers choose among fonts with the widths of Helvetica where there is one (Helvetica, Arial,
/// Liberation Sans, Nimbus Sans). Widths are those plus a tenth, because systems without any
/// substitute a wider one.
package enum TextMetrics {
  /// An upper estimate in pixels.
  package static func width(_ text: some StringProtocol, _ style: TextStyle) -> Double {
    let units = text.unicodeScalars.reduce(0) { $0 + advance($1) }
    return Double(units) / 1000 * style.size * (style.isBold ? 1.17 : 1.1)
  }

  /// `text`, or its beginning and end with "…" between, if it is wider than `width` pixels. The
  /// ends of names often tell them apart as much as their beginnings.
  package static func shortened(_ text: String, to width: Double, _ style: TextStyle) -> String {
    guard self.width(text, style) > width else { return text }
    let characters = Array(text)
    for kept in stride(from: characters.count - 1, through: 1, by: -1) {
      let tail = kept * 2 / 5
      let short = String(characters.prefix(kept - tail)) + "…" + String(characters.suffix(tail))
      if self.width(short, style) <= width { return short }
    }
    return self.width("…", style) <= width ? "…" : ""
  }

  /// `text` broken at spaces into lines of at most `width` pixels; what does not fit into
  /// `count` ≥ 1 lines is left out, with "…" in its place.
  package static func lines(
    of text: String, width: Double, _ style: TextStyle, atMost count: Int
  ) -> [String] {
    var lines: [String] = []
    var rest = text.split(separator: " ")[...]
    while !rest.isEmpty, lines.count < count - 1 {
      var line = shortened(String(rest.removeFirst()), to: width, style)
      while let word = rest.first, self.width("\(line) \(word)", style) <= width {
        line += " \(word)"
        rest.removeFirst()
      }
      lines.append(line)
    }
    if !rest.isEmpty { lines.append(cut(rest.joined(separator: " "), to: width, style)) }
    return lines
  }

  /// `text`, or as much of its beginning as leaves room for "…".
  private static func cut(_ text: String, to width: Double, _ style: TextStyle) -> String {
    guard self.width(text, style) > width else { return text }
    var start = Array(text)
    while !start.isEmpty, self.width(String(start) + "…", style) > width { start.removeLast() }
    return String(start) + "…"
  }

  /// Thousandths of the font's size.
  private static func advance(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20...0x7E: ascii[Int(scalar.value) - 0x20]
    case 0xB7, 0x2019: 278
    case 0x2013, 0x2212, 0xD7: 584
    case 0xC0...0x24F: scalar.properties.isUppercase ? 1000 : 700
    case _ where scalar.properties.isEmojiPresentation: 1400
    default: 1000
    }
  }

  /// From the space to the tilde.
  private static let ascii = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
  ]
}
