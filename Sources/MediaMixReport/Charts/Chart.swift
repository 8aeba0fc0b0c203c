/// A chart: a picture, what is to be seen in it in words, and the numbers behind it.
///
/// ```swift
/// let chart = Chart.modelFit(fit.fittedValues(), target: "revenue")
/// try chart.svg.write(toFile: "fit.svg", atomically: true, encoding: .utf8)
/// try chart.csv.write(toFile: "fit.csv", atomically: true, encoding: .utf8)
/// ```
///
/// The picture is well-formed whatever the names, fits light and dark surroundings, and needs no
/// scripts; nothing is loaded from elsewhere. The same numbers give the same bytes.
public struct Chart: Sendable {
  /// What kind of chart it is, in letters and hyphens, as `lmmm plot` names it; begins the
  /// identifiers within the picture.
  public let kind: String
  /// What it shows, in a line.
  public let title: String
  /// How it was made, in up to three lines; may be empty.
  public let subtitle: String
  /// What is to be seen, in sentences, for those who do not see it.
  public let description: String
  /// What the marks mean.
  let legend: Legend
  /// The parts of the picture, from the top down.
  let blocks: [any ChartBlock]
  private var remarks: [String]
  private let table: @Sendable () -> String

  /// A chart of these parts.
  ///
  /// - Parameters:
  ///   - description: sentences; text from outside in it is cleaned here.
  ///   - notes: what must be said below, before what the parts have to say themselves.
  ///   - data: the numbers as tidy CSV, one observation per row.
  init(
    kind: String, title: String, subtitle: String = "", description: [String],
    legend: Legend = Legend([]), blocks: [any ChartBlock], notes: [String] = [],
    data: @escaping @Sendable () -> String
  ) {
    self.kind = kind
    self.title = DisplayText.sentence(title)
    self.subtitle = DisplayText.sentence(subtitle)
    self.description = description.map(DisplayText.sentence).joined(separator: " ")
    self.legend = legend
    self.blocks = blocks
    remarks = notes
    table = data
  }

  /// What must be said below the picture: what was cut off, what lines mean. Each once.
  public var notes: [String] {
    var said: Set<String> = []
    return (remarks + blocks.flatMap(\.captions)).map(DisplayText.sentence)
      .filter { said.insert($0).inserted }
  }

  /// The same chart with a note before all others; as it is without one.
  package func noting(_ note: String?) -> Chart {
    guard let note else { return self }
    var chart = self
    chart.remarks.insert(note, at: 0)
    return chart
  }

  /// The picture as a file of its own.
  public var svg: String { picture(.file).element.text }

  /// The numbers behind the picture: a header, then one observation per row.
  public var csv: String { table() }

  /// The picture before it is written.
  package func picture(_ medium: Picture.Medium) -> Picture {
    var picture = Picture(
      id: "\(kind)-\(medium.rawValue)", title: title, description: description, medium: medium)
    var column = Column(
      left: medium.margin, right: medium.width - medium.margin, top: medium == .file ? 16 : 4)
    if medium == .file {
      column.add(title, .title, lines: 2, to: &picture)
      column.add(subtitle, .subtitle, lines: 3, ink: .muted, to: &picture)
      column.advance(by: 10)
    }
    legend.draw(in: &picture, column: &column)
    for (index, block) in blocks.enumerated() {
      if index > 0 { column.advance(by: 14) }
      block.draw(in: &picture, column: &column)
    }
    if medium == .file {
      column.advance(by: 8)
      for note in notes { column.add(note, .note, lines: 4, ink: .muted, to: &picture) }
    }
    picture.finish(at: column.top + (medium == .file ? 16 : 4))
    return picture
  }
}

/// A part of a chart, over its whole width.
protocol ChartBlock: Sendable {
  /// What must be said below the picture.
  var captions: [String] { get }

  /// Draws the part and moves `column` below it.
  func draw(in picture: inout Picture, column: inout Column)
}
