internal import MediaMix
internal import MediaMixInference

/// Every two of some scalars against one another: points below the diagonal, densities on it, and
/// correlations above.
struct ScatterMatrix: ChartBlock {
  let scalars: [PosteriorScalar]
  private let densities: [DensityEstimate?]
  private let domains: [AxisDomain]
  private let draws: [[Double]]
  /// Which draws are shown, those at the end of divergent trajectories apart.
  private let usual: [Int]
  private let divergent: [Int]

  /// - Parameters:
  ///   - scalars: one or more that vary.
  ///   - supports: where each can be.
  ///   - divergent: whether each draw ended a divergent trajectory, chain after chain; empty where
  ///     that is not known.
  init(_ scalars: [PosteriorScalar], supports: [Support], divergent: [Bool]) {
    self.scalars = scalars
    draws = scalars.map(\.draws)
    densities = zip(draws, supports).map { DensityEstimate($0, support: $1) }
    domains = draws.map { draws in
      let quantiles = Quantiles(draws)
      return AxisDomain(
        shown: quantiles.tails, core: quantiles.core,
        tails: [draws.min() ?? 0, draws.max() ?? 0], showsZero: false)
    }
    let all = draws[0].indices
    let usual = all.filter { divergent.isEmpty || !divergent[$0] }
    let diverging = all.filter { !divergent.isEmpty && divergent[$0] }
    self.usual = Self.spread(usual, over: Self.mostPoints)
    self.divergent = Self.spread(diverging, over: Self.mostPoints / 2)
  }

  /// As many as can be told apart.
  private static let mostPoints = 500

  /// At most so many of some draws, evenly spaced.
  private static func spread(_ all: [Int], over most: Int) -> [Int] {
    guard all.count > most else { return all }
    return (0..<most).map { all[$0 * all.count / most] }
  }

  var captions: [String] {
    let shown = usual.count + divergent.count
    let thinned =
      shown < draws[0].count
      ? ["\(shown) of \(draws[0].count) draws are shown, evenly spaced; numbers are of all."] : []
    let isCut = zip(draws, domains).contains { draws, domain in
      draws.contains { !domain.range.contains($0) }
    }
    return thinned + (isCut ? ["The farthest draws lie beyond the edges."] : [])
  }

  /// The correlation of two scalars over all draws; nil where there is none.
  func correlation(_ first: Int, _ second: Int) -> Double? {
    StandardizedSeries(draws[first]).correlation(with: StandardizedSeries(draws[second]))
  }

  /// The pairs, first and second.
  private var pairs: [(Int, Int)] {
    scalars.indices.flatMap { row in (0..<row).map { ($0, row) } }
  }

  /// The correlations in words.
  var words: [String] {
    pairs.compactMap { first, second in
      correlation(first, second).map {
        "Correlation of \(scalars[first].name) and \(scalars[second].name): \(Self.text($0))."
      }
    }
  }

  /// The correlations as CSV, and the draws that are shown.
  var csv: String {
    let header = [
      "quantity", "first", "second", "draw", "first_value", "second_value", "divergent",
    ]
    let rows = pairs.flatMap { first, second in
      let names = [scalars[first].name, scalars[second].name]
      let coefficient = CSVNumber.text(correlation(first, second))
      let points = [(usual, "false"), (divergent, "true")].flatMap { places, isDivergent in
        places.map { place in
          ["draw"] + names + [
            "\(place)", CSVNumber.text(draws[first][place]), CSVNumber.text(draws[second][place]),
            isDivergent,
          ]
        }
      }
      return [["correlation"] + names + ["", coefficient, "", ""]] + points
    }
    return ([header] + rows).map(CSVLine.text).joined()
  }

  private static func text(_ coefficient: Double) -> String {
    NumberFormat.fixed(coefficient, decimals: 2).replacing("-", with: "−")
  }
}

extension ScatterMatrix {
  func draw(in picture: inout Picture, column: inout Column) {
    let isNarrow = column.width < 600
    // Labels at the ends of neighbouring axes need room.
    let (gap, rowGap) = (2 * LabelRow.overhang, isNarrow ? 8.0 : 14)
    let head = TextStyle.heading.lineHeight
    let count = Double(scalars.count)
    let axes = domains.map { domain in
      NumericAxis.vertical(
        NumericScale(domain: domain.range, spacing: .linear, from: 100, to: 0), format: .plain)
    }
    let gutter = axes.map(\.labelWidth).reduce(0, max) + LabelRow.gap
    let room = column.width - gutter - LabelRow.overhang - gap * (count - 1)
    let width = min(260, room / count)
    let height = max(70, min(0.75 * width, 160))
    for (row, scalar) in scalars.enumerated() {
      let bounds = Rectangle(
        left: column.left, top: column.top, right: column.right, bottom: column.top + head)
      // Above the scalar's own cell, whose row and column are its.
      picture.draw(
        Label(
          scalar.name, .heading, x: column.left + gutter + Double(row) * (width + gap),
          baseline: column.top + TextStyle.heading.ascent, within: bounds))
      column.advance(by: head + 2)
      for other in scalars.indices {
        let left = column.left + gutter + Double(other) * (width + gap)
        let frame = Rectangle(
          left: left, top: column.top, right: left + width, bottom: column.top + height)
        drawCell(row: row, column: other, frame: frame, in: &picture)
      }
      column.advance(by: height + rowGap)
    }
    column.advance(by: LabelRow.height(lines: 1) - rowGap + 4)
  }

  private func drawCell(
    row: Int, column: Int, frame: Rectangle, in picture: inout Picture
  ) {
    let horizontal = NumericScale(
      domain: domains[column].range, spacing: .linear, from: frame.left, to: frame.right)
    let vertical = NumericScale(
      domain: domains[row].range, spacing: .linear, from: frame.bottom, to: frame.top)
    let isLast = row == scalars.count - 1
    guard column <= row else { return drawCorrelation(row, column, frame: frame, in: &picture) }
    NumericAxis.horizontal(horizontal, format: .plain)
      .drawHorizontal(in: &picture, plot: frame, isLabelled: isLast)
    guard column < row else { return drawDensity(row, horizontal, frame: frame, in: &picture) }
    NumericAxis.vertical(vertical, format: .plain)
      .drawVertical(in: &picture, plot: frame, isLabelled: column == 0)
    let cloud = { (places: [Int], look: Look) in
      Mark.cloud(
        x: places.map { horizontal.position(of: draws[column][$0]) },
        y: places.map { vertical.position(of: draws[row][$0]) }, look)
    }
    picture.draw(
      cloud(usual, Look(.cloud, .model)) + cloud(divergent, Look(.dots, .reference)),
      within: frame)
    picture.drawHover(frame, "\(scalars[column].name) (across) and \(scalars[row].name) (up)")
  }

  private func drawDensity(
    _ index: Int, _ horizontal: NumericScale, frame: Rectangle, in picture: inout Picture
  ) {
    guard let density = densities[index], let highest = density.densities.max() else { return }
    let vertical = NumericScale(
      domain: 0...1.1 * highest, spacing: .linear, from: frame.bottom, to: frame.top)
    let x = density.points.map(horizontal.position)
    let y = density.densities.map(vertical.position)
    let ground = x.map { _ in frame.bottom }
    picture.draw(
      Mark.area(x: x, lower: ground, upper: y, .outerBand) + Mark.line(x: x, y: y, .median),
      within: frame)
    picture.drawHover(frame, "\(scalars[index].name): \(Quantiles(draws[index]).text(.plain))")
  }

  /// A number on a ground as strong as it is large.
  private func drawCorrelation(
    _ row: Int, _ column: Int, frame: Rectangle, in picture: inout Picture
  ) {
    guard let value = correlation(row, column) else { return }
    let ink: Theme.Ink = value < 0 ? .reference : .model
    picture.draw(
      Mark.rectangle(
        frame, Look(.fill, ink), opacity: 0.4 * value.magnitude,
        hover: "\(scalars[row].name) and \(scalars[column].name): \(Self.text(value))"))
    picture.draw(
      Label(
        Self.text(value), .heading, anchor: .middle, x: 0.5 * (frame.left + frame.right),
        baseline: 0.5 * (frame.top + frame.bottom) + TextStyle.heading.middleToBaseline,
        within: frame))
  }
}
