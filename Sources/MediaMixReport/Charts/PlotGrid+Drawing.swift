internal import MediaMix

extension PlotGrid {
  func draw(in picture: inout Picture, column: inout Column) {
    guard !plots.isEmpty else { return }
    drawTitle(vertical.title, anchor: .start, in: &picture, column: &column)
    let grid = PlotLayout(self, in: column)
    let headings = PlotHeadings(plots.map(\.name), width: grid.frame(at: 0).width)
    for index in plots.indices {
      draw(at: index, heading: headings.texts[index], grid: grid, in: &picture)
    }
    let numbered =
      headings.numbered
      + drawPointNames(grid: grid, after: headings.numbered.count, in: &picture)
    column.advance(by: grid.height)
    drawTitle(horizontal.title, anchor: .end, in: &picture, column: &column)
    if !numbered.isEmpty { NumberedNames(numbered).draw(in: &picture, column: &column) }
  }

  /// The title of an axis, on a line of its own.
  private func drawTitle(
    _ title: String, anchor: Label.Anchor, in picture: inout Picture, column: inout Column
  ) {
    guard !title.isEmpty else { return }
    let bounds = Rectangle(
      left: column.left, top: column.top, right: column.right,
      bottom: column.top + TextStyle.label.lineHeight)
    picture.draw(
      Label(
        title, .label, ink: .muted, anchor: anchor,
        x: anchor == .end ? column.right : column.left,
        baseline: column.top + TextStyle.label.ascent, within: bounds))
    column.advance(by: TextStyle.label.lineHeight + 4)
  }

  /// The vertical axis of a frame between two heights; nil where it is hidden.
  func verticalAxis(at index: Int, top: Double, bottom: Double) -> NumericAxis? {
    guard case .number(let format, _) = vertical.kind else { return nil }
    return .vertical(verticalScale(at: index, top: top, bottom: bottom), format: format)
  }

  func verticalScale(at index: Int, top: Double, bottom: Double) -> NumericScale {
    let domain = verticalDomains[index]
    return NumericScale(domain: domain.range, spacing: domain.spacing, from: bottom, to: top)
  }

  private func draw(
    at index: Int, heading: String, grid: PlotLayout, in picture: inout Picture
  ) {
    let (plot, frame) = (plots[index], grid.frame(at: index))
    drawHeading(
      heading, note: plot.note, above: frame, noteHeight: grid.noteHeight, in: &picture)
    guard plot.layers.contains(where: { !$0.x.isEmpty }) else {
      return drawEmpty(frame, in: &picture)
    }
    let scale = verticalScale(at: index, top: frame.top, bottom: frame.bottom)
    verticalAxis(at: index, top: frame.top, bottom: frame.bottom)?.drawVertical(
      in: &picture, plot: frame, isLabelled: !sharesVertical || grid.isFirstColumn(index))
    let x = HorizontalScale(self, at: index, frame: frame)
    let isLabelled = !arrangement.sharesHorizontal || grid.isLastInColumn(index)
    if !x.isTime {
      x.drawAxis(in: &picture, frame: frame, isLabelled: isLabelled)
    }
    if scale.spacing == .linear, scale.domain.lowerBound < 0, scale.domain.upperBound > 0 {
      let y = scale.position(of: 0)
      picture.draw(Mark.rule(from: (frame.left, y), to: (frame.right, y), .axis))
    }
    let guides = plot.guides.map { guide in
      switch guide.direction {
      case .vertical:
        Mark.rule(
          from: (x.position(of: guide.value), frame.top),
          to: (x.position(of: guide.value), frame.bottom), guide.look)
      case .horizontal:
        Mark.rule(
          from: (frame.left, scale.position(of: guide.value)),
          to: (frame.right, scale.position(of: guide.value)), guide.look)
      }
    }
    let (points, others) = (plot.layers.filter(\.isOfDots), plot.layers.filter { !$0.isOfDots })
    picture.draw(
      guides + others.flatMap { $0.marks(horizontal: x, vertical: scale) }, within: frame)
    if !points.isEmpty {
      // A dot at the edge is drawn whole.
      picture.draw(
        points.flatMap { $0.marks(horizontal: x, vertical: scale) },
        within: frame.grown(by: PointNames.radius + 1))
    }
    if x.isTime { x.drawAxis(in: &picture, frame: frame, isLabelled: isLabelled) }
    drawHovers(of: plot, horizontal: x, frame: frame, in: &picture)
  }

  private func drawHeading(
    _ name: String, note: String, above frame: Rectangle, noteHeight: Double,
    in picture: inout Picture
  ) {
    let bottom = frame.top - noteHeight
    let heading = Rectangle(
      left: frame.left, top: bottom - PlotLayout.headingHeight, right: frame.right, bottom: bottom)
    if !name.isEmpty {
      picture.draw(
        Label(
          name, .heading, x: frame.left, baseline: heading.top + TextStyle.heading.ascent,
          within: heading))
    }
    let lines = PlotLayout.lines(ofNote: note, width: frame.width)
    for (index, line) in lines.enumerated() {
      let top = bottom - 4 + Double(index) * PlotLayout.noteLineHeight
      let room = Rectangle(
        left: frame.left, top: top, right: frame.right, bottom: top + PlotLayout.noteLineHeight)
      picture.draw(
        Label(
          line, .label, ink: .muted, x: frame.left, baseline: top + TextStyle.label.ascent,
          within: room))
    }
  }

  private func drawEmpty(_ frame: Rectangle, in picture: inout Picture) {
    let what = if case .time = horizontal.kind { "no dates" } else { "no data" }
    picture.draw(
      Label(
        what, .label, ink: .muted, anchor: .middle, x: 0.5 * (frame.left + frame.right),
        baseline: 0.5 * (frame.top + frame.bottom), within: frame))
  }

  /// Invisible stripes that tell the numbers of a place: of every one, or of evenly spaced ones if
  /// stripes became too narrow to hit.
  private func drawHovers(
    of plot: Plot, horizontal: HorizontalScale, frame: Rectangle, in picture: inout Picture
  ) {
    let most = max(1, Int(frame.width / 6))
    let every = max(1, (plot.hovers.count + most - 1) / most)
    let told = stride(from: every / 2, to: plot.hovers.count, by: every).map { plot.hovers[$0] }
    let x = told.map { max(frame.left, min(horizontal.position(of: $0.x), frame.right)) }
    let edges = [frame.left] + zip(x, x.dropFirst()).map { 0.5 * ($0 + $1) } + [frame.right]
    for (index, hover) in told.enumerated() {
      let stripe = Rectangle(
        left: edges[index], top: frame.top, right: edges[index + 1], bottom: frame.bottom)
      picture.drawHover(stripe, hover.text)
    }
  }
}

/// The horizontal direction of one frame, of days or of numbers.
struct HorizontalScale: Sendable {
  private enum Kind: Sendable {
    case time(TimeScale)
    case number(NumericScale, HumanNumber?)
  }

  private let kind: Kind

  init(_ grid: PlotGrid, at index: Int, frame: Rectangle) {
    let domain = grid.horizontalDomains[index]
    let scale = {
      NumericScale(
        domain: domain.range, spacing: domain.spacing, from: frame.left, to: frame.right)
    }
    switch grid.horizontal.kind {
    case .time:
      let shown = grid.arrangement.sharesHorizontal ? grid.plots : [grid.plots[index]]
      let days = shown.flatMap(\.layers).flatMap(\.x)
      let (first, last) = (Int(days.min() ?? 0), Int(days.max() ?? 0))
      kind = .time(
        TimeScale(
          first: CalendarDate(daysSinceEpoch: first), last: CalendarDate(daysSinceEpoch: last),
          from: frame.left, to: frame.right))
    case .number(let format, _): kind = .number(scale(), format)
    case .hidden: kind = .number(scale(), nil)
    }
  }

  var isTime: Bool { if case .time = kind { true } else { false } }

  /// The place of a value, or of a day since the epoch, in pixels.
  func position(of value: Double) -> Double {
    switch kind {
    case .time(let scale): scale.position(ofDay: value)
    case .number(let scale, _): scale.position(of: value)
    }
  }

  func drawAxis(in picture: inout Picture, frame: Rectangle, isLabelled: Bool) {
    switch kind {
    case .time(let scale): scale.draw(in: &picture, plot: frame, isLabelled: isLabelled)
    case .number(let scale, let format?):
      NumericAxis.horizontal(scale, format: format)
        .drawHorizontal(in: &picture, plot: frame, isLabelled: isLabelled)
    case .number(_, nil):
      picture.draw(
        Mark.rule(from: (frame.left, frame.bottom), to: (frame.right, frame.bottom), .axis))
    }
  }
}

extension Plot.Layer {
  fileprivate var isOfDots: Bool {
    switch geometry {
    case .points, .stems: true
    default: false
    }
  }

  fileprivate func marks(horizontal: HorizontalScale, vertical: NumericScale) -> [MarkupElement] {
    let places = x.map(horizontal.position)
    let y = { (values: [Double]) in values.map(vertical.position) }
    switch geometry {
    case .line(let values):
      // Thin lines of many points on little room would become a block.
      let span = (places.last ?? 0) - (places.first ?? 0)
      let isDense = look.shape == .thinLine && Double(places.count) > 0.4 * span
      return Mark.line(
        x: places, y: y(values), isDense ? Look(.denseLine, look.ink) : look)
    case .band(let lower, let upper):
      return Mark.area(x: places, lower: y(lower), upper: y(upper), look)
    case .cloud(let values): return Mark.cloud(x: places, y: y(values), look)
    case .rug: return Mark.rug(x: places, bottom: vertical.start, look)
    case .points(let values, let hovers, _):
      return zip(places, y(values)).enumerated().compactMap { index, place in
        place.0.isNaN || place.1.isNaN
          ? nil
          : Mark.dot(
            x: place.0, y: place.1, radius: PointNames.radius, look,
            hover: hovers.isEmpty ? nil : hovers[index])
      }
    case .bars(let values, let width):
      return zip(x, y(values)).map { middle, end in
        let (left, right) = (
          horizontal.position(of: middle - 0.5 * width),
          horizontal.position(of: middle + 0.5 * width)
        )
        return bar(from: left + 0.5, to: right - 0.5, end: end, zero: zero(vertical))
      }
    case .stems(let values):
      return zip(places, y(values)).filter { !$1.isNaN }.flatMap { x, end in
        [
          Mark.rule(from: (x, zero(vertical)), to: (x, end), Look(.thin, look.ink)),
          Mark.dot(x: x, y: end, radius: 4, Look(.fill, look.ink)),
        ]
      }
    }
  }

  /// Where bars and stems begin.
  private func zero(_ scale: NumericScale) -> Double {
    max(min(scale.position(of: 0), scale.start), scale.end)
  }

  private func bar(from left: Double, to right: Double, end: Double, zero: Double) -> MarkupElement
  {
    let end = end.isNaN ? zero : end
    return Mark.rectangle(
      Rectangle(left: left, top: min(zero, end), right: right, bottom: max(zero, end)), look)
  }
}
