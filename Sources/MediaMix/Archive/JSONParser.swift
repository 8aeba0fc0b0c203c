/// Where and why a text is not JSON that this library accepts.
package struct JSONSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The line, from 1.
  package let line: Int
  /// The byte within the line, from 1.
  package let column: Int
  /// What is wrong there.
  package let reason: String

  /// "line 3, column 7: …"
  package var description: String { "line \(line), column \(column): \(reason)" }
}

extension JSONValue {
  /// Reads JSON text (RFC 8259, UTF-8), strictly.
  ///
  /// A number without point and exponent is an integer and must fit in 64 bits. Refused, rather
  /// than guessed at: repeated names in an object, numbers beyond the range of `Double`, bare
  /// `NaN`, unpaired surrogates, and nesting deeper than 128.
  package init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
    var parser = JSONParser(bytes)
    self = try parser.parseDocument()
  }
}

/// A recursive-descent parser of bounded depth over UTF-8 bytes.
struct JSONParser {
  private static let maximumDepth = 128

  let bytes: [UInt8]
  var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func parseDocument() throws(JSONSyntaxError) -> JSONValue {
    let value = try parseValue(depth: 0)
    skipWhitespace()
    if position < bytes.count { throw error("more text after the end of the value") }
    return value
  }

  /// The byte at the current position, or 0, which no JSON text contains, at the end.
  var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

  func error(_ reason: String) -> JSONSyntaxError {
    let before = bytes[..<position]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return JSONSyntaxError(
      line: 1 + before.count { $0 == UInt8(ascii: "\n") }, column: position - lineStart + 1,
      reason: reason)
  }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard current == byte, position < bytes.count else { return false }
    position += 1
    return true
  }

  private mutating func skipWhitespace() {
    while current == 0x20 || current == 0x0A || current == 0x0D || current == 0x09 { position += 1 }
  }

  private mutating func parseValue(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    if depth > Self.maximumDepth {
      throw error("nested deeper than \(Self.maximumDepth) levels")
    }
    skipWhitespace()
    switch current {
    case UInt8(ascii: "{"): return .object(try parseObject(depth: depth))
    case UInt8(ascii: "["): return .array(try parseArray(depth: depth))
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parse("true", as: .bool(true))
    case UInt8(ascii: "f"): return try parse("false", as: .bool(false))
    case UInt8(ascii: "n"): return try parse("null", as: .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
    default: throw error(position < bytes.count ? "expected a value" : "the text ends too early")
    }
  }

  private mutating func parse(
    _ word: StaticString, as value: JSONValue
  ) throws(JSONSyntaxError) -> JSONValue {
    let matches = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
    if !matches { throw error("expected \(word)") }
    position += word.utf8CodeUnitCount
    return value
  }

  private mutating func parseArray(depth: Int) throws(JSONSyntaxError) -> [JSONValue] {
    position += 1
    var elements: [JSONValue] = []
    skipWhitespace()
    if skip(UInt8(ascii: "]")) { return elements }
    while true {
      elements.append(try parseValue(depth: depth + 1))
      skipWhitespace()
      if skip(UInt8(ascii: "]")) { return elements }
      if !skip(UInt8(ascii: ",")) { throw error("expected , or ]") }
    }
  }

  private mutating func parseObject(depth: Int) throws(JSONSyntaxError) -> [String: JSONValue] {
    position += 1
    var members: [String: JSONValue] = [:]
    skipWhitespace()
    if skip(UInt8(ascii: "}")) { return members }
    while true {
      skipWhitespace()
      if current != UInt8(ascii: "\"") { throw error("expected a name in quotes") }
      let name = try parseString()
      skipWhitespace()
      if !skip(UInt8(ascii: ":")) { throw error("expected :") }
      let value = try parseValue(depth: depth + 1)
      if members.updateValue(value, forKey: name) != nil {
        throw error("the name \"\(name)\" appears twice")
      }
      skipWhitespace()
      if skip(UInt8(ascii: "}")) { return members }
      if !skip(UInt8(ascii: ",")) { throw error("expected , or }") }
    }
  }
}
