/// A table in plain text: the first column flush left, the others flush right.
package struct TextTable: Sendable, Hashable {
  private var rows: [[String]]

  /// A table with these column titles and no rows.
  package init(_ header: [String]) { rows = [header] }

  /// Adds a row; as many cells as there are titles.
  package mutating func add(_ cells: [String]) {
    precondition(cells.count == rows[0].count, "a row of another width")
    rows.append(cells)
  }

  /// The table, a line per row, each ended by a line feed.
  package var text: String {
    let widths = rows[0].indices.map { column in
      rows.reduce(0) { max($0, $1[column].count) }
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + padding : padding + cell
      }
      return cells.joined(separator: "  ") + "\n"
    }.joined()
  }
}
