internal import MediaMix

extension ReportResults {
  /// Experiments beside the data; nil where there are none.
  var experimentsSection: ReportSection? {
    guard let table = fit.experimentsTable else { return nil }
    let findings = fit.experimentFindings.map { ReportText($0) }
    return ReportSection(
      id: "experiments", title: "Experiments",
      blocks: [
        .paragraph(
          """
          Results of experiments that the model has learnt from, beside what the data alone say about \
          the same media and what both say together. A small tail probability means that data and \
          experiment contradict one another.
          """),
        .table(table, caption: "Experiments, data alone, and both together"),
      ] + (findings.isEmpty ? [] : [.list(findings)]))
  }
}
