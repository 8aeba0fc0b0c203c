import Foundation
import MediaMix
import Testing

@Suite("JSON values")
struct JSONValueTests {
  private func parse(_ text: String) throws -> JSONValue {
    try JSONValue(parsing: [UInt8](text.utf8))
  }

  @Test("A value reads back as it was written")
  func roundTrip() throws {
    let value: JSONValue = [
      "null": nil, "yes": true, "int": -9_223_372_036_854_775_808, "one": 1.0,
      "list": [1, [], [:]],
      "text": "quote \" back \\ line \n bell \u{7} é 🎯", "": "",
    ]
    #expect(try parse(value.text) == value)
  }

  @Test("Doubles keep every bit, and whole ones stay doubles")
  func doubles() throws {
    var generator = SystemRandomNumberGenerator()
    let random = (0..<2000).map { _ in Double(bitPattern: generator.next()) }.filter(\.isFinite)
    for value in random + [-0.0, .leastNonzeroMagnitude, 1e16, 1e22, 123, .greatestFiniteMagnitude]
    {
      guard case .number(let back) = try parse(JSONValue.number(value).text) else {
        Issue.record("\(value) came back as something else")
        continue
      }
      #expect(back.bitPattern == value.bitPattern)
    }
    #expect(try parse("-0").doubleValue?.sign == .minus)
  }

  @Test("NaN and infinities become strings that still read as numbers")
  func nonFinite() throws {
    let text = JSONValue.array([.number(.nan), .number(.infinity), .number(-.infinity)]).text
    #expect(text == "[\"NaN\", \"Infinity\", \"-Infinity\"]\n")
    let back = try #require(try parse(text).arrayValue).map(\.doubleValue)
    #expect(back[0]?.isNaN == true)
    #expect(back[1...] == [.infinity, -.infinity])
  }

  @Test("Text is the same whatever the order of insertion")
  func canonical() {
    var forwards: [String: JSONValue] = [:]
    var backwards: [String: JSONValue] = [:]
    for index in 0..<100 { forwards["key\(index)"] = .int(Int64(index)) }
    for index in (0..<100).reversed() { backwards["key\(index)"] = .int(Int64(index)) }
    #expect(JSONValue.object(forwards).text == JSONValue.object(backwards).text)
    #expect(
      (["b": [1, 2], "a": [[1], [:]]] as JSONValue).text
        == "{\n  \"a\": [\n    [1],\n    {}\n  ],\n  \"b\": [1, 2]\n}\n")
  }

  @Test("Escapes of every kind are understood")
  func escapes() throws {
    #expect(try parse(#""\u00e9\ud83c\udfaf\/\b\f\t""#) == "é🎯/\u{8}\u{C}\t")
  }

  @Test(
    "What is not strictly JSON is refused",
    arguments: [
      "", " ", "{", "[1,", "[1 2]", "{\"a\" 1}", "{a: 1}", "[1,]", "{\"a\":1,}", "tru", "nulll",
      "01", "-", "1.", ".5", "1e", "+1", "NaN", "Infinity", "1e999", "9223372036854775808",
      "\"abc", "\"\\x\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\\u12g4\"",
      "\"\t\"", "1 2", "{\"a\":1,\"a\":2}", "{\"\u{E9}\":1,\"e\u{301}\":2}", "\u{FEFF}1", "\"\\",
    ])
  func refused(_ text: String) {
    #expect(throws: JSONSyntaxError.self) { try parse(text) }
  }

  @Test("Invalid UTF-8 is refused")
  func invalidUTF8() {
    #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
  }

  @Test("A nesting bomb is refused, decent nesting is not")
  func nesting() throws {
    #expect(throws: JSONSyntaxError.self) {
      try parse(String(repeating: "[", count: 1_000_000))
    }
    #expect(throws: JSONSyntaxError.self) {
      try parse(String(repeating: "{\"a\":", count: 1_000_000))
    }
    _ = try parse(String(repeating: "[", count: 100) + String(repeating: "]", count: 100))
  }

  @Test("An error says where")
  func position() throws {
    let error = #expect(throws: JSONSyntaxError.self) { try parse("{\n  \"a\": x\n}") }
    #expect(error?.line == 2)
    #expect(error?.column == 8)
  }

  @Test("Encodable types go through JSON and back")
  func encodable() throws {
    struct Settings: Codable, Equatable {
      var rate = 0.1
      var whole = 2.0
      var limit = Double.infinity
      var names = ["a", "é"]
      var extra: JSONValue = ["deep": [nil, 1.5, .number(-.infinity)]]
    }
    let value = try JSONValue(encoding: Settings())
    #expect(value["limit"]?.doubleValue == .infinity)
    #expect(value["whole"]?.doubleValue == 2)
    var back = try value.decoded(as: Settings.self)
    #expect(back.extra["deep"]?.arrayValue?.last?.doubleValue == -.infinity)
    back.extra = Settings().extra
    #expect(back == Settings())
  }
}
