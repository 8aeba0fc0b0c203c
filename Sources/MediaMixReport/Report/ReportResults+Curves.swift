internal import MediaMix

extension ReportResults {
  /// What other spend would bring.
  var curvesSection: ReportSection {
    ReportSection(
      id: "curves", title: "Response curves",
      blocks: [
        .paragraph(
          """
          What constant spend on a channel brings per period once carry-over has built up. Where a \
          curve flattens, more money brings less; beyond the spends of the data it is a continuation \
          that nothing has tested.
          """),
        .figure(.responseCurves(curves, target: target)),
        .table(
          curves.pointsTable,
          caption: advice.plan == nil
            ? "Each channel at its mean spend"
            : "Each channel at its mean spend and, marked, at that of the budget plan"),
        .table(curves.saturationTable, caption: "Where channels saturate"),
        .figure(.decay(decay)),
      ])
  }
}
