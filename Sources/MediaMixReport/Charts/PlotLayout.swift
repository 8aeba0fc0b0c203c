/// Where each of some equal plots stands.
struct PlotLayout {
  /// Room for a plot's name above it, and for each line of its note.
  static let headingHeight = 26.0
  static let noteLineHeight = 20.0
  static let mostNoteLines = 2
  private static let gap = 2 * LabelRow.overhang
  /// Plots are not narrower, unless the number of columns is given; and no narrower than their
  /// notes, up to a limit.
  private static let leastWidth = 120.0
  private static let leastWidthForNotes = 190.0

  private let count: Int
  private let columns: Int
  private let left: Double
  private let top: Double
  private let plotWidth: Double
  private let plotHeight: Double
  /// Above each plot.
  private let headHeight: Double
  /// The part of it for notes.
  let noteHeight: Double
  /// Room for labels left of each plot.
  private let gutter: Double
  /// Whether only the first column has such labels.
  private let gutterIsShared: Bool
  /// Below each row, and below the last.
  private let rowFoot: Double
  private let foot: Double

  init(_ grid: PlotGrid, in column: Column) {
    let count = grid.plots.count
    self.count = count
    let isNarrow = column.width < 600
    plotHeight =
      grid.arrangement.plotHeight
      ?? (count == 1 ? (isNarrow ? 220 : 260) : count <= 4 && !isNarrow ? 175 : 150)
    let height = plotHeight
    let widths = grid.plots.indices.map { index in
      grid.verticalAxis(at: index, top: 0, bottom: height)
        .map { $0.labelWidth + LabelRow.gap } ?? 0
    }
    gutter = max(widths.max() ?? 0, LabelRow.overhang)
    gutterIsShared = grid.sharesVertical
    let wanted = count == 1 ? 1 : count == 2 || count == 4 ? 2 : 3
    let noteWidth = grid.plots.map { TextMetrics.width($0.note, .label) }.max() ?? 0
    let leastWidth = max(Self.leastWidth, min(noteWidth, Self.leastWidthForNotes))
    let room =
      (column.width + Self.gap - LabelRow.overhang - (gutterIsShared ? gutter : 0))
      / (leastWidth + Self.gap + (gutterIsShared ? 0 : gutter))
    columns = grid.arrangement.columns.map { min($0, count) } ?? max(1, min(wanted, Int(room)))
    left = column.left
    top = column.top
    let gutters = gutterIsShared ? gutter : Double(columns) * gutter
    let gaps = Double(columns - 1) * Self.gap + LabelRow.overhang
    let plotWidth = max(10, (column.width - gutters - gaps) / Double(columns))
    self.plotWidth = plotWidth
    let noteLines = grid.plots.map { Self.lines(ofNote: $0.note, width: plotWidth).count }
    noteHeight = Self.noteLineHeight * Double(noteLines.max() ?? 0)
    let hasNames = grid.plots.contains { !$0.name.isEmpty }
    headHeight = (hasNames ? Self.headingHeight : 10) + noteHeight
    let lines =
      switch grid.horizontal.kind {
      case .time: 2
      case .number: 1
      case .hidden: 0
      }
    foot = LabelRow.height(lines: lines)
    rowFoot = grid.arrangement.sharesHorizontal ? 14 : foot + 8
  }

  /// A note as it stands above a plot.
  static func lines(ofNote note: String, width: Double) -> [String] {
    TextMetrics.lines(of: note, width: width, .label, atMost: mostNoteLines)
  }

  private var rows: Int { (count + columns - 1) / columns }
  private var rowHeight: Double { headHeight + plotHeight + rowFoot }
  var height: Double { Double(rows) * rowHeight - rowFoot + foot + 8 }

  func isFirstColumn(_ index: Int) -> Bool { index % columns == 0 }
  func isLastInColumn(_ index: Int) -> Bool { index + columns >= count }

  func frame(at index: Int) -> Rectangle {
    let (row, column) = (Double(index / columns), Double(index % columns))
    let gutters = gutterIsShared ? gutter : (column + 1) * gutter
    let left = left + gutters + column * (plotWidth + Self.gap)
    let top = top + row * rowHeight + headHeight
    return Rectangle(left: left, top: top, right: left + plotWidth, bottom: top + plotHeight)
  }
}
