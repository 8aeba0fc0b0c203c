internal import MediaMix

extension TimePanels {
  /// Draws the panels and moves `column` below them.
  func draw(in picture: inout Picture, column: inout Column) {
    let grid = grid(in: column)
    for index in panels.indices {
      let plot = grid.plot(at: index)
      draw(at: index, grid: grid, plot: plot, in: &picture)
    }
    column.advance(by: grid.height)
  }

  private func grid(in column: Column) -> Grid {
    let height: Double = panels.count == 1 ? 260 : panels.count <= 4 ? 175 : 150
    let labels = domains.map { axis($0, top: 0, bottom: height).labelWidth + LabelRow.gap }
    return Grid(
      count: panels.count, column: column, plotHeight: height,
      gutter: max(labels.max() ?? 0, LabelRow.overhang), gutterIsShared: isShared)
  }

  private func axis(_ domain: AxisDomain, top: Double, bottom: Double) -> NumericAxis {
    let scale = NumericScale(
      domain: domain.range, spacing: domain.spacing, from: bottom, to: top)
    return .vertical(scale, format: .plain)
  }

  private func draw(at index: Int, grid: Grid, plot: Rectangle, in picture: inout Picture) {
    let panel = panels[index]
    let axis = axis(domains[index], top: plot.top, bottom: plot.bottom)
    axis.drawVertical(
      in: &picture, plot: plot, isLabelled: !isShared || grid.isFirstColumn(index))
    let heading = Rectangle(
      left: plot.left, top: plot.top - Grid.headingHeight, right: plot.right, bottom: plot.top)
    picture.draw(
      Label(
        panel.name, .heading, x: plot.left, baseline: heading.top + TextStyle.heading.ascent,
        within: heading))
    guard let first = dates.min(), let last = dates.max() else {
      return drawEmpty(plot, in: &picture)
    }
    let time = TimeScale(first: first, last: last, from: plot.left, to: plot.right)
    picture.draw(marks(of: panel, time: time, scale: axis.scale), within: plot)
    time.draw(in: &picture, plot: plot, isLabelled: grid.isLastInColumn(index))
    drawHovers(of: panel, time: time, plot: plot, in: &picture)
  }

  private func drawEmpty(_ plot: Rectangle, in picture: inout Picture) {
    picture.draw(
      Label(
        "no dates", .label, role: .muted, anchor: .middle, x: 0.5 * (plot.left + plot.right),
        baseline: 0.5 * (plot.top + plot.bottom), within: plot))
  }

  private func marks(
    of panel: PriorPredictiveChart.Panel, time: TimeScale, scale: NumericScale
  ) -> [SVGElement] {
    let x = dates.map(time.position)
    let y = { (values: [Double]) in values.map(scale.position) }
    let bands = panel.mean
    let isDense = Double(dates.count) > 0.8 * (time.end - time.start)
    return Mark.area(
      x: x, lower: y(bands.map(\.q5)), upper: y(bands.map(\.q95)), role: .outerBand)
      + Mark.area(x: x, lower: y(bands.map(\.q25)), upper: y(bands.map(\.q75)), role: .innerBand)
      + Mark.line(x: x, y: y(bands.map(\.median)), role: .median, dotRole: .dot)
      + Mark.line(
        x: x, y: y(panel.observed.map { $0.isFinite ? $0 : .nan }),
        role: isDense ? .dense : .observed, dotRole: .point)
  }

  /// Invisible stripes that tell the numbers of a date: every date's, or those of evenly spaced
  /// dates if stripes became too narrow to hit.
  private func drawHovers(
    of panel: PriorPredictiveChart.Panel, time: TimeScale, plot: Rectangle,
    in picture: inout Picture
  ) {
    let most = max(1, Int(plot.width / 6))
    let every = (dates.count + most - 1) / most
    let told = stride(from: every / 2, to: dates.count, by: every).map { $0 }
    let x = told.map { time.position(of: dates[$0]) }
    let edges = [plot.left] + zip(x, x.dropFirst()).map { 0.5 * ($0 + $1) } + [plot.right]
    for (stripe, index) in told.enumerated() {
      let frame = Rectangle(
        left: edges[stripe], top: plot.top, right: edges[stripe + 1], bottom: plot.bottom)
      let text =
        "\(dates[index]): observed \(HumanNumber.plain.text(panel.observed[index])), "
        + "prior \(panel.mean[index].text(.plain))"
      picture.draw(Mark.rectangle(frame, role: .hover, hover: text))
    }
  }
}

/// Where each of some equal plots stands.
private struct Grid {
  /// Room for a plot's name above it.
  static let headingHeight = 26.0
  private static let gap = 2 * LabelRow.overhang

  private let count: Int
  private let columns: Int
  private let left: Double
  private let top: Double
  private let plotWidth: Double
  private let plotHeight: Double
  /// Room for labels left of each plot.
  private let gutter: Double
  /// Whether only the first column has such labels.
  private let gutterIsShared: Bool

  init(count: Int, column: Column, plotHeight: Double, gutter: Double, gutterIsShared: Bool) {
    self.count = count
    columns = count == 1 ? 1 : count == 2 || count == 4 ? 2 : 3
    left = column.left
    top = column.top
    self.plotHeight = plotHeight
    self.gutter = gutter
    self.gutterIsShared = gutterIsShared
    let gutters = gutterIsShared ? gutter : Double(columns) * gutter
    let gaps = Double(columns - 1) * Self.gap + LabelRow.overhang
    plotWidth = (column.width - gutters - gaps) / Double(columns)
  }

  private var rows: Int { (count + columns - 1) / columns }
  private var rowHeight: Double { Self.headingHeight + plotHeight + 14 }
  var height: Double { Double(rows) * rowHeight + LabelRow.height(lines: 2) - 6 }

  func isFirstColumn(_ index: Int) -> Bool { index % columns == 0 }
  func isLastInColumn(_ index: Int) -> Bool { index + columns >= count }

  func plot(at index: Int) -> Rectangle {
    let (row, column) = (Double(index / columns), Double(index % columns))
    let gutters = gutterIsShared ? gutter : (column + 1) * gutter
    let left = left + gutters + column * (plotWidth + Self.gap)
    let top = top + row * rowHeight + Self.headingHeight
    return Rectangle(left: left, top: top, right: left + plotWidth, bottom: top + plotHeight)
  }
}
