import SwiftCSV

/// A table of text with a header, as it stands in a CSV file.
///
/// Cells are separated by commas, semicolons or tabs (the first of them in the header decides) and
/// quoted as in RFC 4180. Rows without any text are left out.
public struct Table: Sendable, Hashable {
  /// One row under the header.
  public struct Row: Sendable, Hashable {
    /// The row's number in the file: the header is row 1, blank rows count, and a row whose quoted
    /// cells span lines counts once.
    public let number: Int
    /// The cells, at least as many as the header has.
    public let cells: [String]
  }

  /// The file, as its name was given; nil for a table that came from no file.
  public let fileName: String?
  /// The names of the columns, without surrounding spaces.
  public let header: [String]
  /// The rows under the header.
  public let rows: [Row]

  /// The table in CSV text.
  ///
  /// - Parameters:
  ///   - text: the whole file.
  ///   - fileName: the name that errors mention.
  /// - Throws: ``DataError`` for text that is not a table.
  public init(csv text: String, fileName: String? = nil) throws(DataError) {
    self.fileName = fileName
    let records = try Self.records(of: text, fileName: fileName)
    guard let first = records.first else {
      throw DataError(
        .malformedTable, file: fileName, "the file is empty",
        advice: "The first row must name the columns.")
    }
    header = first.cells.map(Self.trimmed)
    rows = Array(records.dropFirst())
    try checkLengths()
  }

  /// The table in the CSV file at `path`.
  ///
  /// - Throws: ``DataError`` if the file cannot be read or is not a table in UTF-8.
  public init(csvAt path: String) throws(DataError) {
    let text: String
    do {
      text = try TextFile.contents(atPath: path)
    } catch {
      throw DataError(.unreadableFile, file: path, error.reason, advice: error.advice)
    }
    try self.init(csv: text, fileName: path)
  }

  /// A table with some of the rows of this one.
  private init(_ table: Table, rows: [Row]) {
    fileName = table.fileName
    header = table.header
    self.rows = rows
  }

  /// The rows whose indices are wanted.
  func keeping(_ isWanted: (Int) -> Bool) -> Table {
    Table(self, rows: rows.indices.filter(isWanted).map { rows[$0] })
  }

  /// Every row with text in it, the header's first.
  private static func records(of text: String, fileName: String?) throws(DataError) -> [Row] {
    guard !text.utf8.contains(0) else {
      throw DataError(
        .malformedTable, file: fileName, "there are zero bytes in the text",
        advice: "This is not a CSV file in UTF-8; save it as one.")
    }
    // The parser drops an empty last cell unless a line break follows.
    let isTerminated = text.utf8.last == UInt8(ascii: "\n") || text.utf8.last == UInt8(ascii: "\r")
    let terminated = isTerminated ? text : text + "\n"
    var records: [Row] = []
    var number = 0
    do {
      // A limit of no rows: the rows are asked for one by one, because the parser's own list of
      // rows is padded to one length.
      let csv = try EnumeratedCSV(
        string: terminated, delimiter: delimiter(of: terminated),
        loadColumns: false, rowLimit: 0)
      try csv.enumerateAsArray(startAt: 0, rowLimit: nil) { cells in
        number += 1
        guard cells.contains(where: { !trimmed($0).isEmpty }) else { return }
        records.append(Row(number: number, cells: cells))
      }
    } catch {
      throw DataError(
        .malformedTable, file: fileName, "text follows a closing quotation mark",
        at: [DataError.Place(row: number + 1)], advice: quotingAdvice)
    }
    // The parser takes a quote that never closes for a cell up to the end of the file. Closed and
    // doubled quotation marks are even in number.
    guard text.utf8.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2) else {
      throw DataError(
        .malformedTable, file: fileName, "a quotation mark is opened and never closed",
        at: [DataError.Place(row: number)], advice: quotingAdvice)
    }
    return records
  }

  /// The separator in the first line with text in it, which is all that is looked at: the guess
  /// would go through the whole text for line breaks at its end.
  private static func delimiter(of text: String) -> CSVDelimiter {
    let start = text.drop { $0.isWhitespace && $0 != "\t" }
    return CSVDelimiter.guessed(string: String(start.prefix { !lineEnds.contains($0) }))
  }

  private static let lineEnds: Set<Character> = ["\n", "\r", "\r\n"]

  private func checkLengths() throws(DataError) {
    let odd = rows.filter { row in
      row.cells.count < header.count
        || row.cells.dropFirst(header.count).contains { !Self.trimmed($0).isEmpty }
    }
    guard odd.isEmpty else {
      throw DataError(
        .malformedTable, file: fileName, "a row's cells do not match the \(header.count) columns",
        at: odd.map { row in
          DataError.Place(row: row.number, text: row.cells.joined(separator: ","))
        },
        advice: "Give every row one cell per column, and quote cells that hold the separator.")
    }
  }

  /// `text` without surrounding whitespace.
  package static func trimmed(_ text: String) -> String {
    guard let first = text.firstIndex(where: { !$0.isWhitespace }),
      let last = text.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(text[first...last])
  }

  private static let quotingAdvice =
    "Write a quotation mark inside a cell twice, and put the whole cell in quotation marks."
}
