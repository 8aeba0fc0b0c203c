/// A table of numbers around 0, such as correlations, changes or shares, as cells of two hues whose
/// strength is the number's size, full at 1. Cells show their numbers where there is room.
struct HeatMap: ChartBlock {
  /// How numbers read.
  enum Format: Sendable {
    /// From −1 to 1, with two decimals.
    case correlation
    /// A change as a share of what was, in per cent with its sign.
    case change
    /// From 0 to 1, in per cent.
    case share
  }

  /// Stands above; may be empty.
  let name: String
  let rows: [String]
  /// The names of columns. Where they have no room they are numbered: like the rows if they begin
  /// with the same names, else in a list below.
  let columns: [String]
  /// `[row][column]`; nil cells stay empty.
  let values: [[Double?]]
  /// `[row][column]`: what deserves a frame.
  let marked: [[Bool]]
  let format: Format

  init(
    name: String = "", rows: [String], columns: [String], values: [[Double?]], marked: [[Bool]],
    format: Format = .correlation
  ) {
    self.name = DisplayText.cleaned(name)
    self.rows = rows.map(DisplayText.cleaned)
    self.columns = columns.map(DisplayText.cleaned)
    self.values = values
    self.marked = marked
    self.format = format
  }

  var captions: [String] { [] }

  /// The strongest colour still lets text be read.
  private static let strongest = 0.55

  func draw(in picture: inout Picture, column: inout Column) {
    guard !rows.isEmpty, !columns.isEmpty else { return }
    column.add(name, .heading, lines: 1, to: &picture)
    let natural = rows.map { TextMetrics.width($0, .label) }.max() ?? 0
    let gutter = min(natural + 34, 0.36 * column.width)
    let width = min(76, (column.width - gutter) / Double(columns.count))
    let isNumbered = columns.contains { TextMetrics.width($0, .label) > width - 6 }
    let numbersRows = isNumbered && rows.starts(with: columns)
    let left = column.left + gutter
    let head = TextStyle.label.lineHeight + 4
    for (index, name) in columns.enumerated() {
      let bounds = Rectangle(
        left: left + Double(index) * width, top: column.top,
        right: left + Double(index + 1) * width, bottom: column.top + head)
      picture.draw(
        Label(
          isNumbered ? "\(index + 1)" : name, .label, ink: .muted, anchor: .middle,
          x: 0.5 * (bounds.left + bounds.right),
          baseline: column.top + TextStyle.label.ascent, within: bounds))
    }
    column.advance(by: head)
    let bands = BandScale(count: rows.count, from: column.top, step: 28)
    for index in rows.indices {
      let (top, bottom) = bands.stripe(of: index)
      let baseline = bands.middle(of: index) + TextStyle.label.middleToBaseline
      let name = numbersRows ? "\(index + 1)  \(rows[index])" : rows[index]
      picture.draw(
        Label(
          name, .label, x: column.left, baseline: baseline,
          within: Rectangle(left: column.left, top: top, right: left - 8, bottom: bottom)))
      for other in columns.indices {
        let cell = Rectangle(
          left: left + Double(other) * width + 1, top: top + 1,
          right: left + Double(other + 1) * width - 1, bottom: bottom - 1)
        drawCell(row: index, column: other, cell: cell, baseline: baseline, in: &picture)
      }
    }
    column.advance(by: bands.end - column.top + 8)
    if isNumbered, !numbersRows { NumberedNames(columns).draw(in: &picture, column: &column) }
  }

  private func drawCell(
    row: Int, column: Int, cell: Rectangle, baseline: Double, in picture: inout Picture
  ) {
    guard let value = values[row][column], value.isFinite else { return }
    let ink: Theme.Ink = value < 0 ? .reference : .model
    let text = format.text(value)
    picture.draw(
      Mark.rectangle(
        cell, Look(.fill, ink), opacity: Self.strongest * min(1, value.magnitude),
        hover: "\(rows[row]), \(columns[column]): \(text)"))
    if marked[row][column] { picture.draw(Mark.rectangle(cell, Look(.ring, ink))) }
    guard TextMetrics.width(text, .label) <= cell.width else { return }
    picture.draw(
      Label(
        text, .label, anchor: .middle, x: 0.5 * (cell.left + cell.right), baseline: baseline,
        within: cell))
  }
}

extension HeatMap.Format {
  fileprivate func text(_ value: Double) -> String {
    switch self {
    case .correlation: NumberFormat.fixed(value, decimals: 2).replacing("-", with: "−")
    case .change:
      (value > 0 ? "+" : "")
        + NumberFormat.fixed(100 * value, decimals: 0).replacing("-", with: "−")
        + " %"
    case .share: "\(NumberFormat.fixed(100 * value, decimals: 0)) %"
    }
  }
}
