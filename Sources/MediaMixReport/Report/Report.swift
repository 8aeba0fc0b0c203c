public import MediaMix

/// Everything that a fit found on one page, for people: a summary in plain words first, then data,
/// convergence, fit, contributions, returns, response curves, a budget, experiments, priors and method.
///
/// ```swift
/// let report = try await Report(fit)
/// try report.html.write(toFile: "report.html", atomically: true, encoding: .utf8)
/// ```
///
/// The page loads nothing and runs nothing, whatever the names in the data; the same fit gives the same
/// bytes. Its numbers are those of the tables and documents of this module, and sections appear where
/// there is something to say.
public struct Report: Sendable {
  /// What the page is called: "Media mix report: revenue".
  public let title: String
  /// What was modelled, in a line: the KPI, its periods, channels and geos.
  public let subject: String
  /// The parts of the page, in their order.
  package let sections: [ReportSection]

  /// The report of a fit.
  ///
  /// - Parameters:
  ///   - fit: the fit.
  ///   - budget: what the next budget is asked; by default how to split what twelve periods cost on
  ///     average.
  /// - Throws: `BudgetError` where the problem does not fit the model.
  public init(_ fit: FittedModel, budget: BudgetProblem = BudgetProblem()) async throws {
    let results = try await ReportResults(fit, budget: budget)
    title = "Media mix report: \(fit.schema.target)"
    subject = results.subject
    sections = await Self.sections(of: results)
  }

  /// What makes the sections, in their order.
  private static let makers: [@Sendable (ReportResults) -> ReportSection?] = [
    \.summarySection, \.dataSection, \.convergenceSection, \.fitSection, \.contributionsSection,
    \.returnsSection, \.curvesSection, \.budgetSection, \.experimentsSection, \.priorsSection,
    \.methodSection, \.termsSection,
  ]

  /// The sections, made side by side.
  private static func sections(of results: ReportResults) async -> [ReportSection] {
    await withTaskGroup(of: (Int, ReportSection?).self) { group in
      for (place, make) in makers.enumerated() { group.addTask { (place, make(results)) } }
      var sections: [ReportSection?] = makers.map { _ in nil }
      for await (place, section) in group { sections[place] = section }
      return sections.compactMap(\.self)
    }
  }

  /// The page: HTML with pictures and style sheet inside, without scripts.
  public var html: String { ReportPage(report: self).text }
}
