/// What the marks of a panel mean, in a row that breaks where it is full.
struct Legend {
  /// A sample of a mark.
  private enum Sample { case outerBand, innerBand, median, observed }

  private let items: [(sample: Sample, text: String)]

  /// Bands of a prior over time and the KPI of that name.
  static func priorAndObserved(_ target: String) -> Legend {
    Legend(items: [
      (.observed, "observed \(target)"), (.median, "prior median of the mean"),
      (.innerBand, "25–75 %"), (.outerBand, "5–95 %"),
    ])
  }

  /// Draws the legend and moves `column` below it.
  func draw(in picture: inout Picture, column: inout Column) {
    let (swatch, gap, height) = (28.0, 22.0, TextStyle.label.lineHeight + 4)
    var x = column.left
    for (sample, text) in items {
      let width = min(TextMetrics.width(text, .label).rounded(.up), 300)
      if x > column.left, x + swatch + width > column.right {
        x = column.left
        column.advance(by: height)
      }
      let bounds = Rectangle(
        left: x + swatch, top: column.top, right: x + swatch + width, bottom: column.top + height)
      let middle = column.top + 0.5 * height
      draw(sample, left: x, right: x + swatch - 6, middle: middle, in: &picture)
      picture.draw(
        Label(
          text, .label, x: bounds.left, baseline: middle + TextStyle.label.middleToBaseline,
          within: bounds))
      x = bounds.right + gap
    }
    column.advance(by: height + 8)
  }

  private func draw(
    _ sample: Sample, left: Double, right: Double, middle: Double, in picture: inout Picture
  ) {
    let box = Rectangle(left: left, top: middle - 6, right: right, bottom: middle + 6)
    switch sample {
    case .outerBand: picture.draw(Mark.rectangle(box, role: .outerBand))
    case .innerBand:
      picture.draw(Mark.rectangle(box, role: .outerBand))
      picture.draw(Mark.rectangle(box, role: .innerBand))
    case .median:
      picture.draw(Mark.rule(from: (left, middle), to: (right, middle), role: .median))
    case .observed:
      picture.draw(Mark.rule(from: (left, middle), to: (right, middle), role: .observed))
    }
  }
}
