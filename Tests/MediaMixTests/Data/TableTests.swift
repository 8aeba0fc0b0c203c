import Foundation
import MediaMix
import Testing

@Suite("Tables")
struct TableTests {
  private func cells(_ text: String) throws -> [[String]] {
    try Table(csv: text).rows.map(\.cells)
  }

  private func message(_ text: String) -> String {
    let error = #expect(throws: DataError.self) { try Table(csv: text, fileName: "x.csv") }
    return error?.description ?? ""
  }

  @Test("Quotes, commas, doubled quotes and line breaks inside cells")
  func quotes() throws {
    #expect(
      try cells("a,b\n\"1,5\",\"say \"\"hi\"\"\"\n\"two\nlines\",\"\"\n")
        == [["1,5", "say \"hi\""], ["two\nlines", ""]])
  }

  @Test("Line ends of all systems, with and without the last", arguments: ["\n", "\r\n", "\r"])
  func lineEnds(end: String) throws {
    for last in ["", end, end + end] {
      #expect(
        try cells(["a,b", "1,2", "3,"].joined(separator: end) + last) == [["1", "2"], ["3", ""]])
    }
  }

  @Test("Comma, semicolon and tab", arguments: [",", ";", "\t"])
  func delimiters(delimiter: String) throws {
    let table = try Table(csv: "\u{FEFF}\"a\"\(delimiter) b \n1\(delimiter)2\n")
    #expect(table.header == ["a", "b"])
    #expect(table.rows.map(\.cells) == [["1", "2"]])
  }

  @Test("Rows keep their number in the file; blank ones are left out")
  func rowNumbers() throws {
    let table = try Table(csv: "a,b\n\n1,2\n , \n\"x\ny\",4\n5,6\n,,\n\n")
    #expect(table.rows.map(\.number) == [3, 5, 6])
  }

  @Test("Rows shorter or longer than the header are named")
  func ragged() {
    #expect(
      message("a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3,\n") == """
        x.csv: a row's cells do not match the 3 columns, in 2 places:
          row 3: "1,2"
          row 4: "1,2,3,4"
        Give every row one cell per column, and quote cells that hold the separator.
        """)
  }

  @Test("Unbalanced quotes are named with their row")
  func unbalanced() {
    #expect(message("a,b\n1,2\n\"3,4\n5,6\n").contains("x.csv, row 3: a quotation mark is opened"))
    #expect(message("a,b\n1,2\n\"3\"x,4\n").contains("x.csv, row 3: text follows a closing"))
    #expect(message("a,\"b\n").contains("row 1: a quotation mark is opened"))
  }

  @Test("Empty text and zero bytes")
  func noTable() {
    #expect(message("").contains("the file is empty"))
    #expect(message("\n\n , ,\n").contains("the file is empty"))
    #expect(message("a,b\n1,\u{0}\n").contains("zero bytes"))
  }

  @Test("Ten thousand columns, long cells and odd scripts are read")
  func large() throws {
    let header = (0..<10_000).map { "c\($0)" }.joined(separator: ",")
    let row = Array(repeating: "1", count: 10_000).joined(separator: ",")
    #expect(try Table(csv: "\(header)\n\(row)\n").rows[0].cells.count == 10_000)
    let long = String(repeating: "é́💶", count: 20_000)
    #expect(try cells("a\n\(long)\n") == [[long]])
  }

  @Test("Random bytes of CSV give a table or an error")
  func fuzz() {
    var state: UInt64 = 1
    let alphabet = Array("\"\",;\n\r\t a1\u{FEFF}\u{301}é")
    for _ in 0..<3_000 {
      let text = String(
        (0..<20).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return alphabet[Int(state >> 33) % alphabet.count]
        })
      if let table = try? Table(csv: text) {
        #expect(table.rows.allSatisfy { $0.cells.count >= table.header.count })
      }
    }
  }

  @Test("Files that cannot be read")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "table-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let latin = folder.appendingPathComponent("latin1.csv")
    try Data([0x61, 0x2C, 0xE9, 0x0A]).write(to: latin)
    for (path, part) in [
      (folder.path + "/none.csv", "there is no such file"), (folder.path, "cannot be read"),
      (latin.path, "not UTF-8 text. Save it as UTF-8"),
    ] {
      let error = #expect(throws: DataError.self) { try Table(csvAt: path) }
      #expect(error?.kind == .unreadableFile)
      #expect(error?.description.hasPrefix(path) == true)
      #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
    }
  }
}
