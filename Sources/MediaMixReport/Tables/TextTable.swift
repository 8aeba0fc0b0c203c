/// A table of texts, written in plain text: the first column flush left, the others flush right. A
/// first cell that begins with spaces belongs below the row before it.
package struct TextTable: Sendable, Hashable {
  /// Neighbouring columns under a common title.
  package struct Group: Sendable, Hashable {
    let title: String
    let columns: Int

    /// A group of so many columns, ≥ 1.
    package init(_ title: String, columns: Int) {
      self.title = title
      self.columns = columns
    }
  }

  /// The column titles, then the rows.
  private(set) var rows: [[String]]
  /// The titles above the column titles, for all columns but the first; or none.
  let groups: [Group]

  /// A table with these column titles and no rows.
  ///
  /// - Parameter groups: titles above the column titles, for all columns but the first; or none.
  package init(_ header: [String], groups: [Group] = []) {
    precondition(
      groups.isEmpty || groups.reduce(1) { $0 + $1.columns } == header.count,
      "groups of other columns")
    rows = [header]
    self.groups = groups
  }

  /// Adds a row; as many cells as there are titles.
  package mutating func add(_ cells: [String]) {
    precondition(cells.count == rows[0].count, "a row of another width")
    rows.append(cells)
  }

  /// The table, a line per row, each ended by a line feed.
  package var text: String {
    let widths = widths
    let lines = rows.map { row in
      row.enumerated().reduce("") { line, cell in
        let padding = String(
          repeating: " ", count: widths[cell.offset] - cell.element.terminalWidth)
        return line + gap(before: cell.offset)
          + (cell.offset == 0 ? cell.element + padding : padding + cell.element)
      }
    }
    return (groups.isEmpty ? lines : [groupLine(widths)] + lines).map(Self.trimmed).joined()
  }

  /// The width of each column: that of its widest cell, and more where a group's title needs it.
  private var widths: [Int] {
    var widths = rows[0].indices.map { column in
      rows.reduce(0) { max($0, $1[column].terminalWidth) }
    }
    for (group, first) in zip(groups, groupStarts) {
      widths[first] += max(0, group.title.count - width(of: group, from: first, widths))
    }
    return widths
  }

  /// The titles of the groups, each above the left end of its columns.
  private func groupLine(_ widths: [Int]) -> String {
    zip(groups, groupStarts).reduce(String(repeating: " ", count: widths[0])) { line, group in
      let (group, first) = group
      let padding = width(of: group, from: first, widths) - group.title.count
      return line + gap(before: first) + group.title + String(repeating: " ", count: padding)
    }
  }

  /// The first column of each group.
  private var groupStarts: [Int] {
    groups.reduce(into: [1]) { $0.append($0[$0.count - 1] + $1.columns) }.dropLast()
  }

  private func width(of group: Group, from first: Int, _ widths: [Int]) -> Int {
    (first..<first + group.columns).reduce(0) {
      $0 + widths[$1] + ($1 == first ? 0 : gap(before: $1).count)
    }
  }

  private func gap(before column: Int) -> String {
    column == 0 ? "" : groupStarts.contains(column) ? "    " : "  "
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
  }
}

extension String {
  /// The number of columns that a terminal gives to the text: two for each ideograph, kana, hangul
  /// or emoji (the wide ranges of Unicode Standard Annex 11, in outline), one for all else.
  fileprivate var terminalWidth: Int {
    reduce(0) { width, character in
      guard let scalar = character.unicodeScalars.first else { return width }
      let isWide =
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
          0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x2_0000...0x3_FFFD:
          true
        default: scalar.properties.isEmojiPresentation
        }
      return width + (isWide ? 2 : 1)
    }
  }
}
