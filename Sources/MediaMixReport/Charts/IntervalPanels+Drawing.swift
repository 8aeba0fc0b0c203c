internal import MediaMix

extension IntervalPanels {
  func draw(in picture: inout Picture, column: inout Column) {
    guard !categories.isEmpty, !measures.isEmpty else { return }
    let isNumbered = namesCollide(width: nameWidth(in: column))
    let most = column.width < 600 ? 1 : Self.mostPerRow
    // As many in each row as in the others, nearly.
    let rowCount = (measures.count + most - 1) / most
    let perRow = (measures.count + rowCount - 1) / rowCount
    for first in stride(from: 0, to: measures.count, by: perRow) {
      if first > 0 { column.advance(by: 14) }
      let row = Array(measures[first..<min(first + perRow, measures.count)])
      drawRow(
        of: row, perRow: perRow, isNumbered: isNumbered, in: &picture, column: &column)
    }
    if isNumbered { NumberedNames(categories).draw(in: &picture, column: &column) }
  }

  private static let mostPerRow = 3

  private func nameWidth(in column: Column) -> Double {
    min(categories.map { TextMetrics.width($0, .label) }.max() ?? 0, 200, 0.36 * column.width)
  }

  /// Whether names that had to be shortened can no longer be told apart.
  private func namesCollide(width: Double) -> Bool {
    let short = categories.map { TextMetrics.shortened($0, to: width, .label) }
    return Set(short).count < Set(categories).count
  }

  private func drawRow(
    of row: [Measure], perRow: Int, isNumbered: Bool, in picture: inout Picture,
    column: inout Column
  ) {
    let gutter = nameWidth(in: column) + 2 * LabelRow.gap
    let gap = 2 * LabelRow.overhang + 8
    let gaps = Double(perRow - 1) * gap + LabelRow.overhang
    let width = (column.width - gutter - gaps) / Double(perRow)
    let hasReferences = row.contains { !$0.references.isEmpty }
    let head = 24 + (hasReferences ? TextStyle.label.lineHeight : 0)
    let single: Double = categories.count <= 8 ? 32 : 25
    let bands = BandScale(
      count: categories.count, from: column.top + head,
      step: inks.count == 1 ? single : 12 + 20 * Double(inks.count))
    for (index, name) in categories.enumerated() {
      let (top, bottom) = bands.stripe(of: index)
      let right = column.left + gutter - LabelRow.gap - 4
      picture.draw(
        Label(
          isNumbered ? "\(index + 1)  \(name)" : name, .label, anchor: .end, x: right,
          baseline: bands.middle(of: index) + TextStyle.label.middleToBaseline,
          within: Rectangle(left: column.left, top: top, right: right, bottom: bottom)))
    }
    for (index, measure) in row.enumerated() {
      let left = column.left + gutter + Double(index) * (width + gap)
      let plot = Rectangle(left: left, top: bands.start, right: left + width, bottom: bands.end)
      draw(measure, in: plot, bands: bands, top: column.top, in: &picture)
    }
    column.advance(by: bands.end - column.top + LabelRow.height(lines: 1))
  }

  private func draw(
    _ measure: Measure, in frame: Rectangle, bands: BandScale, top: Double,
    in picture: inout Picture
  ) {
    let widths = measure.values.enumerated().flatMap { category, values in
      values.indices.map {
        TextMetrics.width(measure.label(category: category, series: $0), .label)
      }
    }
    let numbers = measure.isBars ? (widths.max() ?? 0) + LabelRow.gap : 0
    let plot = Rectangle(
      left: frame.left, top: frame.top, right: frame.right - numbers, bottom: frame.bottom)
    let domain = measure.domain
    let scale = NumericScale(
      domain: domain.range, spacing: domain.spacing, from: plot.left, to: plot.right)
    let heading = Rectangle(
      left: frame.left, top: top, right: frame.right, bottom: top + TextStyle.heading.lineHeight)
    picture.draw(
      Label(
        measure.name, .heading, x: frame.left, baseline: top + TextStyle.heading.ascent,
        within: heading))
    NumericAxis.horizontal(scale, format: measure.format).drawHorizontal(in: &picture, plot: plot)
    draw(measure.references, scale: scale, plot: plot, in: &picture)
    if scale.domain.lowerBound < 0, scale.domain.upperBound > 0, scale.spacing == .linear {
      let x = scale.position(of: 0)
      picture.draw(Mark.rule(from: (x, plot.top), to: (x, plot.bottom), .axis))
    }
    for (index, values) in measure.values.enumerated() {
      let lanes = BandScale(
        count: values.count, from: bands.stripe(of: index).top + laneMargin,
        step: (bands.step - 2 * laneMargin) / Double(values.count))
      for (series, value) in values.enumerated() {
        let (top, bottom) = lanes.stripe(of: series)
        let lane = Rectangle(left: plot.left, top: top, right: plot.right, bottom: bottom)
        draw(
          value, label: measure.isBars ? measure.label(category: index, series: series) : nil,
          scale: scale, lane: lane, ink: values.count == inks.count ? inks[series] : .model,
          in: &picture)
      }
      if !measure.limits.isEmpty {
        draw(
          measure.limits[index], scale: scale, plot: plot, y: bands.middle(of: index), in: &picture)
      }
    }
    drawHovers(of: measure, bands: bands, frame: frame, in: &picture)
  }

  private var laneMargin: Double { inks.count == 1 ? 0 : 6 }

  private func drawHovers(
    of measure: Measure, bands: BandScale, frame: Rectangle, in picture: inout Picture
  ) {
    for (index, values) in measure.values.enumerated() {
      let (top, bottom) = bands.stripe(of: index)
      let stripe = Rectangle(left: frame.left, top: top, right: frame.right, bottom: bottom)
      let numbers = values.enumerated().map { series, value in
        value.q5 == value.q95
          ? measure.label(category: index, series: series) : value.text(measure.format)
      }
      picture.drawHover(stripe, "\(categories[index]): \(numbers.joined(separator: " → "))")
    }
  }

  /// Lines over all categories, with labels above where they have room.
  private func draw(
    _ references: [Reference], scale: NumericScale, plot: Rectangle, in picture: inout Picture
  ) {
    let bounds = Rectangle(
      left: plot.left - LabelRow.overhang, top: plot.top - TextStyle.label.lineHeight,
      right: plot.right + LabelRow.overhang, bottom: plot.top)
    var labels: [Label] = []
    for reference in references where scale.domain.contains(reference.value) {
      let x = scale.position(of: reference.value)
      picture.draw(Mark.rule(from: (x, plot.top), to: (x, plot.bottom), .reference))
      let label = Label(
        reference.label, .label, ink: .muted, anchor: .middle, x: x,
        baseline: plot.top - TextStyle.label.descent - 2, within: bounds)
      if !labels.contains(where: { $0.box.overlaps(label.box) }) { labels.append(label) }
    }
    for label in labels { picture.draw(label) }
  }

  /// What values of a category may be: a line with an end at each limit.
  private func draw(
    _ limits: ClosedRange<Double>, scale: NumericScale, plot: Rectangle, y: Double,
    in picture: inout Picture
  ) {
    let ends = [limits.lowerBound, limits.upperBound].map {
      max(plot.left, min(scale.position(of: $0), plot.right))
    }
    picture.draw(Mark.rule(from: (ends[0], y), to: (ends[1], y), .limits))
    for x in ends { picture.draw(Mark.rule(from: (x, y - 6), to: (x, y + 6), .limits)) }
  }

  /// One interval, with arrows where it leaves the axis; with a label, a bar.
  private func draw(
    _ value: Quantiles, label: String?, scale: NumericScale, lane: Rectangle, ink: Theme.Ink,
    in picture: inout Picture
  ) {
    let y = 0.5 * (lane.top + lane.bottom)
    guard !([value.median] + value.tails).contains(where: \.isNaN) else {
      let label = Label(
        "no value", .label, ink: .muted, x: lane.left + LabelRow.gap,
        baseline: y + TextStyle.label.middleToBaseline, within: lane)
      return picture.draw(label)
    }
    let x = { (number: Double) in max(lane.left, min(scale.position(of: number), lane.right)) }
    if let label {
      let (zero, end) = (x(0), x(value.median))
      let half = min(9, 0.5 * lane.height - 1)
      let bar = Rectangle(
        left: min(zero, end), top: y - half, right: max(zero, end), bottom: y + half)
      picture.draw(Mark.rectangle(bar, Look(.bar, ink)))
      let room = Rectangle(
        left: lane.right, top: lane.top, right: lane.right + 200, bottom: lane.bottom)
      picture.draw(
        Label(
          label, .label, x: lane.right + LabelRow.gap,
          baseline: y + TextStyle.label.middleToBaseline, within: room))
    }
    guard value.q5 < value.q95 || label == nil else { return }
    picture.draw(Mark.rule(from: (x(value.q5), y), to: (x(value.q95), y), Look(.thin, ink)))
    if value.hasQuartiles {
      picture.draw(Mark.rule(from: (x(value.q25), y), to: (x(value.q75), y), Look(.thick, ink)))
    }
    if scale.domain.contains(value.median), label == nil {
      picture.draw(Mark.dot(x: x(value.median), y: y, radius: 6, Look(.fill, ink)))
    }
    if value.q5 < scale.domain.lowerBound {
      picture.draw(Mark.arrow(x: lane.left, y: y, pointsRight: false, ink))
    }
    if value.q95 > scale.domain.upperBound {
      picture.draw(Mark.arrow(x: lane.right, y: y, pointsRight: true, ink))
    }
  }
}
