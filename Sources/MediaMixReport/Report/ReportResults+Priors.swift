internal import MediaMix

extension ReportResults {
  /// What was assumed beside what was learnt.
  var priorsSection: ReportSection {
    ReportSection(
      id: "priors", title: "Priors against posteriors",
      blocks: [
        .paragraph(
          """
          A prior is what was taken for likely before the data, a posterior what remains likely after \
          them. Where they are alike, the data had nothing to say, and the answer is the assumption.
          """),
        .paragraph(barelyInformed),
        .figure { () throws(ChartError) in try .channelPosteriors(fit) },
        .figure { () throws(ChartError) in try .priorPosterior(fit, most: Self.drawn) },
        .details(
          "All priors beside their posteriors, on the model's scale",
          [.table(fit.priorTable(priors, summary), caption: "Priors and posteriors")]),
      ])
  }

  /// Which parameters the data hardly moved.
  private var barelyInformed: ReportText {
    let free = priors.filter { !$0.varianceRemoved.isNaN && $0.distance != nil }
    let unmoved = free.filter { $0.varianceRemoved < 0.1 }.map(\.name)
    guard !unmoved.isEmpty else {
      return "Of every parameter the data have taken a tenth of the prior's variance or more."
    }
    let named = unmoved.prefix(Self.named).map { $0 }
    let rest = unmoved.count > named.count ? ", among them " : ": "
    return """
      Of \(unmoved.count) of \(free.count) parameters the data have taken less than a tenth of the \
      prior's variance\(rest)\(named.enumerated).
      """
  }

  private static let named = 12
  /// So many priors are drawn beside their posteriors.
  private static let drawn = 24
}
