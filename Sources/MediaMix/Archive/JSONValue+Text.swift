extension JSONValue {
  /// The value as JSON text that ends with a line break.
  ///
  /// Equal values give equal text: members are sorted by the UTF-8 bytes of their names. Numbers
  /// are the shortest text that reads back as the same bits, and a `number` always has a point or
  /// an exponent, so that it does not come back as an integer. Every member of an object has a
  /// line; an array is on one line unless it holds arrays or objects.
  package var text: String {
    var text = ""
    append(to: &text, indentation: 0)
    text += "\n"
    return text
  }

  /// What stands in JSON for a NaN or an infinity.
  static func nameOfNonFinite(_ value: Double) -> String {
    value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
  }

  private func append(to text: inout String, indentation: Int) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .int(let value): text += String(value)
    case .number(let value) where value.isFinite: text += value.description
    case .number(let value): Self.appendQuoted(Self.nameOfNonFinite(value), to: &text)
    case .string(let value): Self.appendQuoted(value, to: &text)
    case .array(let elements):
      let onLines = elements.contains { $0.isContainer }
      Self.appendList(elements, "[", "]", onLines: onLines, to: &text, indentation) {
        $0.append(to: &$1, indentation: $2)
      }
    case .object(let members):
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      Self.appendList(sorted, "{", "}", onLines: true, to: &text, indentation) {
        Self.appendQuoted($0.key, to: &$1)
        $1 += ": "
        $0.value.append(to: &$1, indentation: $2)
      }
    }
  }

  private var isContainer: Bool {
    switch self {
    case .array, .object: true
    default: false
    }
  }

  private static func appendList<Element>(
    _ elements: [Element], _ opening: String, _ closing: String, onLines: Bool,
    to text: inout String, _ indentation: Int, append: (Element, inout String, Int) -> Void
  ) {
    let inner = onLines ? indentation + 2 : indentation
    text += opening
    for (index, element) in elements.enumerated() {
      if index > 0 { text += onLines ? "," : ", " }
      if onLines { text += "\n" + String(repeating: " ", count: inner) }
      append(element, &text, inner)
    }
    if onLines, !elements.isEmpty { text += "\n" + String(repeating: " ", count: indentation) }
    text += closing
  }

  private static func appendQuoted(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
