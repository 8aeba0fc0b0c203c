internal import MediaMix
internal import MediaMixInference

extension ReportResults {
  /// Whether the sampler found what it was to find.
  var convergenceSection: ReportSection {
    ReportSection(
      id: "convergence", title: "Convergence",
      blocks: [
        .paragraph(
          """
          Results are draws from a distribution that several chains explored independently. Where \
          chains agree and draws are many, the numbers of this page are what model and data say; \
          where not, they may be an accident of the calculation.
          """),
        .facts(convergenceFacts),
      ] + verdictReasons + lesserWarnings + [
        .details(
          "Pictures of the draws",
          [
            .figure { () throws(ChartError) in try .trace(fit, summary: summary) },
            .figure { () throws(ChartError) in try .energy(fit) },
          ]),
        .details(
          "All parameters, on the model's scale",
          [.table(fit.summaryTable(summary), caption: "Parameters: \(effort)")]),
      ])
  }

  /// What the diagnostics say of parameters that no result depends on; nothing where the verdict has
  /// graver things to say of the same draws.
  private var lesserWarnings: [ReportBlock] {
    guard !isUnusable else { return [] }
    let warnings = fit.convergence(summary: summary).warnings.filter {
      !verdict.concerns.contains(.convergence($0))
    }
    return warnings.isEmpty
      ? []
      : [
        .details(
          "Warnings of the diagnostics that no contribution shows",
          [.list(warnings.map { ReportText($0.message) })])
      ]
  }

  private var effort: String { String(fit.effortText.dropLast()) }

  private var convergenceFacts: [(name: String, value: String)] {
    let statistics = summary.map(\.statistics).filter { !$0.isConstant }
    let smallest = statistics.map { min($0.essBulk, $0.essTail) }.filter { !$0.isNaN }.min()
    let largest = statistics.map(\.rHat).filter { !$0.isNaN }.max()
    return [
      ("Draws", effort),
      (
        "Largest r-hat",
        "\(NumberFormat.fixed(largest ?? .nan, decimals: 3)) (at most "
          + "\(ConvergenceReport.rHatLimit) is good)"
      ),
      (
        "Smallest effective sample size",
        "\(NumberFormat.fixed(smallest ?? .nan, decimals: 0)) (at least "
          + "\(NumberFormat.fixed(sizeLimit, decimals: 0)) is good)"
      ),
      ("Divergences", "\(fit.divergenceCount)"),
    ]
  }

  private var sizeLimit: Double {
    ConvergenceReport.effectiveSampleSizeLimit(chains: fit.sampler.chains)
  }
}
