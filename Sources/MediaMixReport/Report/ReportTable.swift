/// A table of a page, in a box of its own that scrolls where the table is wider than the page.
struct ReportTable {
  private let table: TextTable
  private let caption: String

  init(_ table: TextTable, caption: String) {
    self.table = table
    self.caption = caption
  }

  var element: MarkupElement {
    let head = (table.groups.isEmpty ? [] : [groupRow]) + [headerRow]
    let parts = [
      MarkupElement("caption", text: caption),
      MarkupElement("thead", children: head),
      MarkupElement("tbody", children: table.rows.dropFirst().map(row)),
    ]
    return MarkupElement(
      "div",
      ["class": "scroll", "role": "region", "aria-label": caption, "tabindex": "0"],
      children: [MarkupElement("table", children: parts)])
  }

  private var groupRow: MarkupElement {
    MarkupElement(
      "tr",
      children: [MarkupElement("td")]
        + table.groups.map { group in
          group.title.isEmpty
            ? MarkupElement("td", ["colspan": "\(group.columns)"])
            : MarkupElement(
              "th", ["scope": "colgroup", "colspan": "\(group.columns)"], text: group.title)
        })
  }

  private var headerRow: MarkupElement {
    MarkupElement(
      "tr",
      children: table.rows[0].map { title in
        let title = shown(title)
        return title.isEmpty
          ? MarkupElement("td") : MarkupElement("th", ["scope": "col"], text: title)
      })
  }

  /// A row; what begins with spaces belongs below the row before it, and what ends in a star deserves
  /// a look.
  private func row(_ cells: [String]) -> MarkupElement {
    let first =
      cells[0].hasPrefix(" ")
      ? MarkupElement("th", ["scope": "row", "class": "below"], text: shown(cells[0]))
      : MarkupElement("th", ["scope": "row"], text: shown(cells[0]))
    return MarkupElement(
      "tr",
      children: [first]
        + cells.dropFirst().map { cell in
          let text = shown(cell)
          return text.hasSuffix("*")
            ? MarkupElement("td", ["class": "marked"], text: text)
            : MarkupElement("td", text: text)
        })
  }

  private func shown(_ cell: String) -> String {
    let text = DisplayText.whole(cell).drop { $0 == " " }
    return String(text.reversed().drop { $0 == " " }.reversed())
  }
}
