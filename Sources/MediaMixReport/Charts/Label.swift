/// A line of text at a place, which knows its box before any font does.
package struct Label: Sendable, Hashable {
  /// The part of the text that stands at its `x`.
  package enum Anchor: String, Sendable { case start, middle, end }

  package let text: String
  private let full: String
  private let style: TextStyle
  private let ink: Theme.Ink
  private let anchor: Anchor
  private let x: Double
  private let baseline: Double
  /// Where the text belongs and must not leave.
  package let bounds: Rectangle

  /// Text from outside, shortened to the width of `bounds` and moved sideways as far as it takes to
  /// stay within.
  init(
    _ text: String, _ style: TextStyle, ink: Theme.Ink = .text, anchor: Anchor = .start,
    x: Double, baseline: Double, within bounds: Rectangle
  ) {
    full = DisplayText.cleaned(text)
    self.text = TextMetrics.shortened(full, to: bounds.width, style)
    let width = TextMetrics.width(self.text, style)
    let before = Self.share(before: anchor) * width
    self.x = max(bounds.left + before, min(x, bounds.right - width + before))
    self.style = style
    self.ink = ink
    self.anchor = anchor
    self.baseline = baseline
    self.bounds = bounds
  }

  /// What the text covers at most.
  package var box: Rectangle {
    let width = TextMetrics.width(text, style)
    let left = x - Self.share(before: anchor) * width
    return Rectangle(
      left: left, top: baseline - style.ascent, right: left + width,
      bottom: baseline + style.descent)
  }

  /// The text as SVG; one that was shortened shows all of it to a resting pointer.
  var element: MarkupElement {
    let classes = Theme.name(style, ink)
    let line = MarkupElement(
      "text",
      [
        "class": classes, "x": SVGNumber.text(x), "y": SVGNumber.text(baseline),
        "text-anchor": anchor.rawValue,
      ],
      text: text)
    guard text != full else { return line }
    return MarkupElement("g", children: [.hoverTitle(full), line])
  }

  private static func share(before anchor: Anchor) -> Double {
    switch anchor {
    case .start: 0
    case .middle: 0.5
    case .end: 1
    }
  }
}
