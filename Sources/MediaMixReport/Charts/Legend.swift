/// What the marks of a chart mean, in a row that breaks where it is full.
struct Legend: ChartBlock {
  /// A mark and its meaning.
  struct Item: Sendable {
    /// Drawn on one another, as the marks are.
    let looks: [Look]
    let text: String

    init(_ looks: Look..., text: String) {
      self.looks = looks
      self.text = text
    }
  }

  let items: [Item]

  init(_ items: [Item]) { self.items = items }

  var captions: [String] { [] }

  /// Draws the legend and moves `column` below it; nothing without items.
  func draw(in picture: inout Picture, column: inout Column) {
    guard !items.isEmpty else { return }
    let (swatch, gap, height) = (28.0, 22.0, TextStyle.label.lineHeight + 4)
    var x = column.left
    for item in items {
      let text = DisplayText.cleaned(item.text)
      let widest = min(300, column.width - swatch)
      let width = min(TextMetrics.width(text, .label).rounded(.up), widest)
      if x > column.left, x + swatch + width > column.right {
        x = column.left
        column.advance(by: height)
      }
      let bounds = Rectangle(
        left: x + swatch, top: column.top, right: x + swatch + width, bottom: column.top + height)
      let middle = column.top + 0.5 * height
      for look in item.looks {
        let box = Rectangle(left: x, top: middle - 6, right: x + swatch - 6, bottom: middle + 6)
        picture.draw(Self.sample(of: look, in: box))
      }
      picture.draw(
        Label(
          text, .label, x: bounds.left, baseline: middle + TextStyle.label.middleToBaseline,
          within: bounds))
      x = bounds.right + gap
    }
    column.advance(by: height + 8)
  }

  private static func sample(of look: Look, in box: Rectangle) -> MarkupElement {
    let middle = (x: 0.5 * (box.left + box.right), y: 0.5 * (box.top + box.bottom))
    return switch look.shape {
    case .outerBand, .innerBand, .area, .bar: Mark.rectangle(box, look)
    case .fill, .ring: Mark.dot(x: middle.x, y: middle.y, radius: 5, look)
    case .cloud, .dots: Mark.dot(x: middle.x, y: middle.y, radius: 2.5, Look(.fill, look.ink))
    default: Mark.rule(from: (box.left, middle.y), to: (box.right, middle.y), look)
    }
  }
}
