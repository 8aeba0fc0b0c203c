/// Intervals of one or more measures, in panels side by side that share their categories: a thin
/// line from 5 to 95 %, a thick one from 25 to 75 %, and a dot at the median.
struct IntervalPanels {
  /// A quantity that each category has.
  struct Measure {
    let name: String
    let format: HumanNumber
    /// `[category]`.
    let values: [QuantileSummary]
    let references: [PriorPredictiveChart.Reference]
    let spacing: NumericScale.Spacing

    /// Shows zero and the references where they leave enough room to the rest.
    var domain: AxisDomain {
      let tails = values.flatMap(\.tails)
      let core = values.flatMap(\.core)
      let plain = AxisDomain(core: core, tails: tails, spacing: spacing)
      let extended = AxisDomain(
        core: core, tails: tails + references.map(\.value), spacing: spacing)
      return extended.extent <= 1.6 * plain.extent ? extended : plain
    }
  }

  let categories: [String]
  let measures: [Measure]

  /// What must be said below the picture.
  var captions: [String] {
    let domains = measures.map(\.domain)
    let isCut = zip(measures, domains).contains { measure, domain in
      measure.values.flatMap { $0.tails + $0.core }.contains {
        !$0.isNaN && !domain.range.contains($0)
      }
    }
    let distant = zip(measures, domains).flatMap { measure, domain in
      measure.references.filter { !domain.range.contains($0.value) }.map(\.label)
    }
    return [
      "Thin lines: 5–95 %; thick lines: 25–75 %; dots: medians."
        + (isCut ? " Arrows: the interval goes on beyond the edge." : "")
    ]
      + (distant.isEmpty ? [] : ["Outside of the axis: \(distant.joined(separator: ", "))."])
  }

  /// Draws the panels and moves `column` below them.
  func draw(in picture: inout Picture, column: inout Column) {
    let names = categories.map { TextMetrics.width(DisplayText.cleaned($0), .label) }
    let gutter = min(names.max() ?? 0, 200) + 2 * LabelRow.gap
    let gap = 2 * LabelRow.overhang + 8
    let gaps = Double(measures.count - 1) * gap + LabelRow.overhang
    let width = (column.width - gutter - gaps) / Double(measures.count)
    let hasReferences = measures.contains { !$0.references.isEmpty }
    let head = 24 + (hasReferences ? TextStyle.label.lineHeight : 0)
    let bands = BandScale(
      count: categories.count, from: column.top + head, step: categories.count <= 8 ? 32 : 25)
    for (index, name) in categories.enumerated() {
      let (top, bottom) = bands.stripe(of: index)
      let right = column.left + gutter - LabelRow.gap - 4
      picture.draw(
        Label(
          name, .label, anchor: .end, x: right,
          baseline: bands.middle(of: index) + TextStyle.label.middleToBaseline,
          within: Rectangle(left: column.left, top: top, right: right, bottom: bottom)))
    }
    for (index, measure) in measures.enumerated() {
      let left = column.left + gutter + Double(index) * (width + gap)
      let plot = Rectangle(left: left, top: bands.start, right: left + width, bottom: bands.end)
      draw(measure, plot: plot, bands: bands, top: column.top, in: &picture)
    }
    column.advance(by: bands.end - column.top + LabelRow.height(lines: 1))
  }

  private func draw(
    _ measure: Measure, plot: Rectangle, bands: BandScale, top: Double, in picture: inout Picture
  ) {
    let domain = measure.domain
    let scale = NumericScale(
      domain: domain.range, spacing: domain.spacing, from: plot.left, to: plot.right)
    let heading = Rectangle(
      left: plot.left, top: top, right: plot.right, bottom: top + TextStyle.heading.lineHeight)
    picture.draw(
      Label(
        measure.name, .heading, x: plot.left, baseline: top + TextStyle.heading.ascent,
        within: heading))
    NumericAxis.horizontal(scale, format: measure.format).drawHorizontal(in: &picture, plot: plot)
    draw(measure.references, scale: scale, plot: plot, in: &picture)
    for (index, values) in measure.values.enumerated() {
      let (top, bottom) = bands.stripe(of: index)
      let stripe = Rectangle(left: plot.left, top: top, right: plot.right, bottom: bottom)
      draw(values, scale: scale, stripe: stripe, in: &picture)
      let text = "\(DisplayText.cleaned(categories[index])): \(values.text(measure.format))"
      picture.draw(Mark.rectangle(stripe, role: .hover, hover: text))
    }
  }

  /// Lines over all categories, with labels above where they have room.
  private func draw(
    _ references: [PriorPredictiveChart.Reference], scale: NumericScale, plot: Rectangle,
    in picture: inout Picture
  ) {
    let bounds = Rectangle(
      left: plot.left - LabelRow.overhang, top: plot.top - TextStyle.label.lineHeight,
      right: plot.right + LabelRow.overhang, bottom: plot.top)
    var labels: [Label] = []
    for reference in references where scale.domain.contains(reference.value) {
      let x = scale.position(of: reference.value)
      picture.draw(Mark.rule(from: (x, plot.top), to: (x, plot.bottom), role: .reference))
      let label = Label(
        reference.label, .label, role: .muted, anchor: .middle, x: x,
        baseline: plot.top - TextStyle.label.descent - 2, within: bounds)
      if !labels.contains(where: { $0.box.overlaps(label.box) }) { labels.append(label) }
    }
    for label in labels { picture.draw(label) }
  }

  /// One interval, with arrows where it leaves the axis.
  private func draw(
    _ values: QuantileSummary, scale: NumericScale, stripe: Rectangle, in picture: inout Picture
  ) {
    let y = 0.5 * (stripe.top + stripe.bottom)
    guard !(values.core + values.tails).contains(where: \.isNaN) else {
      let label = Label(
        "no value", .label, role: .muted, x: stripe.left + LabelRow.gap,
        baseline: y + TextStyle.label.middleToBaseline, within: stripe)
      picture.draw(label)
      return
    }
    let x = { (value: Double) in
      max(stripe.left, min(scale.position(of: value), stripe.right))
    }
    picture.draw(Mark.rule(from: (x(values.q5), y), to: (x(values.q95), y), role: .thin))
    picture.draw(Mark.rule(from: (x(values.q25), y), to: (x(values.q75), y), role: .thick))
    if scale.domain.contains(values.median) {
      picture.draw(Mark.dot(x: x(values.median), y: y, radius: 6, role: .dot))
    }
    if values.q5 < scale.domain.lowerBound {
      picture.draw(Mark.arrow(x: stripe.left, y: y, pointsRight: false))
    }
    if values.q95 > scale.domain.upperBound {
      picture.draw(Mark.arrow(x: stripe.right, y: y, pointsRight: true))
    }
  }
}
