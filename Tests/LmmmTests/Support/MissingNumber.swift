import Foundation
import MediaMix

/// A place of an output where a number should be and none is. Tables and pictures have "–" for NaN and
/// "∞" for what is infinite, CSV has an empty cell, JSON null.
struct MissingNumber: CustomStringConvertible {
  /// What has no number: a line of text, a column of CSV, a key of JSON.
  let name: String
  /// The columns or keys beside it that are 0.
  let zeros: Set<String>

  var description: String { name }

  /// The lines of a text, or of a page or picture without its tags.
  static func all(inText text: String) -> [MissingNumber] {
    // A row of a page's table becomes one line.
    text.replacingOccurrences(of: "\n<td", with: " <td").split(separator: "\n")
      .filter(isIncomplete).map { line in
        let bare = line.replacing(/<[^>]*>/, with: "")
        return MissingNumber(name: bare.trimmingCharacters(in: .whitespaces), zeros: [])
      }
  }

  private static func isIncomplete(_ line: Substring) -> Bool {
    let words = line.split { !$0.isLetter }.map { $0.lowercased() }
    if words.contains(where: ["nan", "inf", "infinity"].contains) || line.contains("∞") {
      return true
    }
    // Between digits the dash is one of a range: "5–95 %".
    let parts = line.split(separator: "–", omittingEmptySubsequences: false)
    return zip(parts, parts.dropFirst()).contains { before, after in
      before.last?.isNumber != true || after.first?.isNumber != true
    }
  }

  /// The empty cells of a CSV.
  static func all(inTable csv: String) throws -> [MissingNumber] {
    let table = try Table(csv: csv)
    return table.rows.flatMap { row in
      let cells = zip(table.header, row.cells)
      let zeros = Set(cells.filter { Double($0.1) == 0 }.map(\.0))
      return cells.filter { $0.1.isEmpty }.map { MissingNumber(name: $0.0, zeros: zeros) }
    }
  }

  /// The nulls of a JSON document.
  static func all(inDocument text: String) throws -> [MissingNumber] {
    all(in: try JSONValue(parsing: [UInt8](text.utf8)), name: "", beside: [])
  }

  private static func all(
    in value: JSONValue, name: String, beside zeros: Set<String>
  ) -> [MissingNumber] {
    switch value {
    case .null: return [MissingNumber(name: name, zeros: zeros)]
    case .array(let elements):
      return elements.flatMap { all(in: $0, name: name, beside: zeros) }
    case .object(let members):
      let zeros = Set(members.filter { $0.value.doubleValue == 0 }.keys)
      return members.flatMap { all(in: $0.value, name: $0.key, beside: zeros) }
    case .bool, .int, .number, .string: return []
    }
  }
}

/// What has no number by its nature.
struct Undefined: Sendable {
  /// How the line, column or key begins.
  private let start: String
  /// The column or key beside it that is 0 where it is undefined; nil if it is everywhere.
  private let zero: String?

  init(_ start: String, where zero: String? = nil) {
    self.start = start
    self.zero = zero
  }

  func covers(_ missing: MissingNumber) -> Bool {
    missing.name.hasPrefix(start) && (zero.map(missing.zeros.contains) ?? true)
  }
}
