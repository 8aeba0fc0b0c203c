internal import MediaMix
internal import MediaMixInference

extension ReportResults {
  /// How well the model describes what it has seen, and what it has not.
  var fitSection: ReportSection {
    ReportSection(id: "fit", title: "Fit and hold-out", blocks: trainingBlocks + holdoutBlocks)
  }

  private var trainingBlocks: [ReportBlock] {
    guard let fittedScores else { return [] }
    let scores = fitted.scoresTable(fittedScores, geos: fittedGeoScores)
    return [
      .figure(
        .modelFit(
          fitted, kpi: fittedKPI, scores: fitted.geos.isEmpty ? [fittedScores] : fittedGeoScores,
          target: target)),
      .paragraph(
        """
        How near the model's expectation is to the \(target) of the periods that it learnt from. Such \
        scores flatter a model: what counts is how it predicts periods that it has not seen.
        """),
      .table(scores, caption: "Fitted periods"),
      .paragraph(Self.scoresExplained),
    ]
  }

  private var holdoutBlocks: [ReportBlock] {
    guard let holdout else {
      if let last = fit.schema.trainUntil {
        return [
          .paragraph(
            """
            Rows after \("\(last)") were held out, but the model was saved without them, so that \
            nothing on this page shows how it predicts: fit it again with them in its data, or \
            predict them by \(code: "lmmm predict").
            """)
        ]
      }
      return [
        .paragraph(
          """
          No rows were held out, so that nothing on this page shows how the model predicts: give the \
          configuration \(code: "data.train_until"), or run \(code: "lmmm backtest").
          """)
      ]
    }
    let (scores, prediction) = holdout
    return [
      .heading("Periods that the model has not seen"),
      .figure(.outOfSampleFit(prediction, target: target)),
      .table(scores.table, caption: "\(scores.heading)"),
    ] + (scores.skill.isNaN ? [] : [.paragraph(skill(scores))])
  }

  private func skill(_ scores: HoldoutScores) -> ReportText {
    let share = NumberFormat.percent(scores.skill.magnitude)
    return """
      By CRPS the model predicts \(share) \(scores.skill >= 0 ? "better" : "worse") than expecting \
      the same \(scores.naiveName).
      """
  }

  private static let scoresExplained: ReportText = """
    MAPE and median APE are the mean and the median error in per cent, MAE is the mean error in \
    units of the KPI, and CRPS is an error that counts certainty too. R² is the share of variance that the \
    model explains. The last columns say how many periods lie within the intervals that should hold \
    50 % and 90 % of them.
    """
}
