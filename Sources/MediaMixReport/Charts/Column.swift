/// Where the next part of a picture goes: parts stand below one another.
struct Column {
  let left: Double
  let right: Double
  /// Where the next part begins.
  private(set) var top: Double

  init(left: Double, right: Double, top: Double) {
    self.left = left
    self.right = right
    self.top = top
  }

  var width: Double { right - left }

  mutating func advance(by height: Double) { top += height }

  /// Writes a paragraph of at most `count` lines; nothing if the text is empty.
  mutating func add(
    _ text: String, _ style: TextStyle, lines count: Int, ink: Theme.Ink = .text,
    to picture: inout Picture
  ) {
    let text = DisplayText.sentence(text)
    for line in TextMetrics.lines(of: text, width: width, style, atMost: count) {
      let bounds = Rectangle(left: left, top: top, right: right, bottom: top + style.lineHeight)
      picture.draw(
        Label(line, style, ink: ink, x: left, baseline: top + style.ascent, within: bounds))
      advance(by: style.lineHeight)
    }
  }
}
