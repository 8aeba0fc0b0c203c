/// A part of a report under a heading of its own.
package struct ReportSection: Sendable {
  /// Its name within the page: letters and hyphens.
  package let id: String
  package let title: String
  package let blocks: [ReportBlock]
}

/// What a section consists of.
package enum ReportBlock: Sendable {
  case heading(String)
  case paragraph(ReportText)
  case list([ReportText])
  /// A table, and what it shows.
  case table(TextTable, caption: String)
  /// Facts, each with its name.
  case facts([(name: String, value: String)])
  case figure(Chart)
  /// What must not be missed.
  case notice(ReportNotice)
  /// What is there for those who want it, under a line that says what it is.
  case details(String, [ReportBlock])
  /// Lines for programs.
  case code(String)
}

extension ReportBlock {
  /// A chart; a sentence that says why where it cannot be drawn.
  static func figure(_ chart: () throws(ChartError) -> Chart) -> ReportBlock {
    do {
      return .figure(try chart())
    } catch {
      return .paragraph("A chart is left out: \(error.description).")
    }
  }
}

/// What must not be missed: a heading, and reasons or advice.
package struct ReportNotice: Sendable {
  package enum Tone: String, Sendable { case good, doubtful, bad }

  let tone: Tone
  let title: String
  let items: [ReportText]
}
