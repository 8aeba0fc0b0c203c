/// Ticks, their labels and the lines behind the marks.
package struct NumericAxis: Sendable {
  package let scale: NumericScale
  /// Each tick's value and label; no label touches its neighbour's.
  package let ticks: [(value: Double, label: String)]

  /// An axis from the bottom of a panel to its top.
  static func vertical(_ scale: NumericScale, format: HumanNumber) -> NumericAxis {
    let room = (scale.start - scale.end) / (1.5 * TextStyle.label.lineHeight)
    let values = scale.ticks(atMost: max(3, min(Int(room), 8)))
    return NumericAxis(scale: scale, ticks: labelled(values, scale, format))
  }

  /// An axis from the left of a panel to its right.
  package static func horizontal(_ scale: NumericScale, format: HumanNumber) -> NumericAxis {
    for count in stride(from: 8, through: 2, by: -1) {
      let ticks = labelled(scale.ticks(atMost: count), scale, format)
      let places = ticks.map { (scale.position(of: $0.value), $0.label) }
      if LabelRow.hasRoom(places, from: scale.start, to: scale.end) {
        return NumericAxis(scale: scale, ticks: ticks)
      }
    }
    return NumericAxis(
      scale: scale, ticks: Array(labelled(scale.ticks(atMost: 3), scale, format).prefix(1)))
  }

  private static func labelled(
    _ values: [Double], _ scale: NumericScale, _ format: HumanNumber
  ) -> [(value: Double, label: String)] {
    let values = format == .count ? values.filter { $0 == $0.rounded() } : values
    return zip(values, format.labels(values, spacing: scale.spacing)).map { (value: $0, label: $1) }
  }

  /// The width of the widest label.
  var labelWidth: Double {
    ticks.reduce(0) { max($0, TextMetrics.width($1.label, .label)) }
  }

  /// Draws a vertical axis: lines across `plot`, and labels to its left unless they stand beside
  /// another panel already.
  func drawVertical(in picture: inout Picture, plot: Rectangle, isLabelled: Bool) {
    for (value, label) in ticks {
      let y = scale.position(of: value)
      picture.draw(Mark.rule(from: (plot.left, y), to: (plot.right, y), .grid))
      guard isLabelled else { continue }
      let bounds = Rectangle(
        left: 0, top: plot.top - TextStyle.label.size, right: plot.left - LabelRow.gap,
        bottom: plot.bottom + TextStyle.label.size)
      picture.draw(
        Label(
          label, .label, ink: .muted, anchor: .end, x: plot.left - LabelRow.gap,
          baseline: y + TextStyle.label.middleToBaseline, within: bounds))
    }
  }

  /// Draws a horizontal axis: lines up `plot`, and labels below unless they stand below another
  /// panel.
  func drawHorizontal(in picture: inout Picture, plot: Rectangle, isLabelled: Bool = true) {
    for (value, label) in ticks {
      let x = scale.position(of: value)
      picture.draw(Mark.rule(from: (x, plot.top), to: (x, plot.bottom), .grid))
      guard isLabelled else { continue }
      picture.draw(
        Label(
          label, .label, ink: .muted, anchor: .middle, x: x,
          baseline: plot.bottom + LabelRow.gap + TextStyle.label.ascent,
          within: LabelRow.bounds(below: plot, lines: 1)))
    }
    picture.draw(
      Mark.rule(from: (plot.left, plot.bottom), to: (plot.right, plot.bottom), .axis))
  }
}

extension TimeScale {
  /// Draws the axis below `plot`: its line and ticks, and labels in two lines unless they stand
  /// below another panel.
  func draw(in picture: inout Picture, plot: Rectangle, isLabelled: Bool) {
    picture.draw(
      Mark.rule(from: (plot.left, plot.bottom), to: (plot.right, plot.bottom), .axis))
    let bounds = LabelRow.bounds(below: plot, lines: 2)
    let baseline = plot.bottom + LabelRow.gap + TextStyle.label.ascent
    var years: [Label] = []
    for tick in ticks.reversed() {
      let x = position(of: tick.date)
      picture.draw(Mark.rule(from: (x, plot.bottom), to: (x, plot.bottom + 5), .axis))
      guard isLabelled else { continue }
      picture.draw(
        Label(
          tick.label, .label, ink: .muted, anchor: .middle, x: x, baseline: baseline,
          within: bounds))
      guard let year = tick.year else { continue }
      let label = Label(
        year, .label, ink: .muted, anchor: .middle, x: x,
        baseline: baseline + TextStyle.label.lineHeight, within: bounds)
      // The year of a first tick shortly before January gives way.
      if !years.contains(where: { $0.box.overlaps(label.box) }) { years.append(label) }
    }
    for year in years { picture.draw(year) }
  }
}

/// The labels below a plot.
enum LabelRow {
  /// Between the plot and its labels.
  static let gap = 9.0
  /// How far labels may reach beyond the ends of the plot.
  static let overhang = 14.0

  /// Where labels in so many lines belong.
  static func bounds(below plot: Rectangle, lines: Int) -> Rectangle {
    Rectangle(
      left: plot.left - overhang, top: plot.bottom, right: plot.right + overhang,
      bottom: plot.bottom + height(lines: lines))
  }

  /// What labels in so many lines take up.
  static func height(lines: Int) -> Double { gap + Double(lines) * TextStyle.label.lineHeight }

  /// Whether labels centred at these places below a plot from `start` to `end` stay apart, those at
  /// the ends pushed inwards.
  static func hasRoom(
    _ labels: [(x: Double, text: String)], from start: Double, to end: Double
  ) -> Bool {
    let extents = labels.map { label in
      let width = TextMetrics.width(label.text, .label)
      let left = min(label.x - 0.5 * width, end + overhang - width)
      return (left: max(left, start - overhang), width: width)
    }
    return zip(extents, extents.dropFirst()).allSatisfy { $1.left - $0.left - $0.width >= 10 }
  }
}
