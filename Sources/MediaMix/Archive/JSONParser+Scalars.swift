extension JSONParser {
  mutating func parseNumber() throws(JSONSyntaxError) -> JSONValue {
    let start = position
    let isNegative = skip(UInt8(ascii: "-"))
    let leadingZero = current == UInt8(ascii: "0")
    let digits = try skipDigits()
    if leadingZero, digits > 1 { throw error("a number with a leading zero") }
    var isInteger = true
    if skip(UInt8(ascii: ".")) {
      isInteger = false
      _ = try skipDigits()
    }
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      isInteger = false
      if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
      _ = try skipDigits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    // An integer zero has no sign, so "-0" would lose it.
    if isInteger, !(isNegative && leadingZero) {
      guard let value = Int64(text) else { throw error("the integer \(text) exceeds 64 bits") }
      return .int(value)
    }
    guard let value = Double(text), value.isFinite else {
      throw error("the number \(text) is out of range")
    }
    return .number(value)
  }

  private mutating func skipDigits() throws(JSONSyntaxError) -> Int {
    let start = position
    while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(current) { position += 1 }
    if position == start { throw error("expected a digit") }
    return position - start
  }

  mutating func parseString() throws(JSONSyntaxError) -> String {
    position += 1
    var content: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: content, as: UTF8.self) else {
          throw error("a string that is not valid UTF-8")
        }
        position += 1
        return string
      case UInt8(ascii: "\\"):
        position += 1
        content.append(contentsOf: String(try parseEscape()).utf8)
      case ..<0x20: throw error("a control character within a string")
      default:
        content.append(byte)
        position += 1
      }
    }
    throw error("the text ends within a string")
  }

  private mutating func parseEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
    let byte = current
    position += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try parseUnicodeEscape()
    default:
      position -= 1
      throw error("an unknown escape in a string")
    }
  }

  private mutating func parseUnicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
    let first = try parseFourHexDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    // A scalar beyond U+FFFF takes two escapes: a high surrogate, then a low one.
    guard first < 0xDC00, skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u")) else {
      throw error("an unpaired surrogate in a string")
    }
    let second = try parseFourHexDigits()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw error("an unpaired surrogate in a string") }
    return scalar
  }

  private mutating func parseFourHexDigits() throws(JSONSyntaxError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(current)).hexDigitValue else {
        throw error("expected four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
