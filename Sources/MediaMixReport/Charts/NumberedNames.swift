/// Names that had no room where they belong, in columns below, with the numbers that stand there
/// instead.
struct NumberedNames: ChartBlock {
  let names: [String]

  init(_ names: [String]) { self.names = names.map(DisplayText.cleaned) }

  var captions: [String] { [] }

  func draw(in picture: inout Picture, column: inout Column) {
    let texts = names.enumerated().map { "\($0 + 1)  \($1)" }
    let gap = 22.0
    let widest = texts.map { TextMetrics.width($0, .label) }.max() ?? 0
    let count = max(1, min(Int((column.width + gap) / (widest + gap)), names.count))
    let width = (column.width - Double(count - 1) * gap) / Double(count)
    let rows = (names.count + count - 1) / count
    for (index, text) in texts.enumerated() {
      let left = column.left + Double(index / rows) * (width + gap)
      let top = column.top + Double(index % rows) * TextStyle.label.lineHeight
      let bounds = Rectangle(
        left: left, top: top, right: left + width, bottom: top + TextStyle.label.lineHeight)
      picture.draw(
        Label(text, .label, x: left, baseline: top + TextStyle.label.ascent, within: bounds))
    }
    column.advance(by: Double(rows) * TextStyle.label.lineHeight + 8)
  }
}
