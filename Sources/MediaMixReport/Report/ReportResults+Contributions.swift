internal import MediaMix

extension ReportResults {
  /// What the KPI is made of.
  var contributionsSection: ReportSection {
    ReportSection(
      id: "contributions", title: "Contributions",
      blocks: [
        .paragraph(
          """
          The expected \(target) of all periods, taken apart. A channel's contribution is counted in \
          the periods in which it acts, carry-over included. The baseline is everything but media: \
          level, trend, season\(hasFeatures ? " and further features" : ""). Parts may be negative.
          """),
        .figure(.contributionBars(metrics, target: target)),
        .figure(.contributionArea(contributions, target: target)),
        .table(contributions.totalsTable, caption: "Contributions to all periods together"),
      ])
  }

  private var hasFeatures: Bool { !dataset.featureNames.isEmpty }
}
