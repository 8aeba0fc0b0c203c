internal import MediaMix

extension ReportResults {
  /// What the model had to learn from.
  var dataSection: ReportSection {
    ReportSection(
      id: "data", title: "Data quality",
      blocks: [.facts(dataFacts)] + quality + [timing] + notes)
  }

  private var dataFacts: [(name: String, value: String)] {
    let dates = dataset.dates
    var facts = [
      ("KPI", target),
      ("Periods", "\(dates.count), \(dates[0]) to \(dates[dates.count - 1])"),
      ("Channels", dataset.channels.enumerated),
    ]
    if let spacing = dataset.spacing { facts.insert(("One row every", "\(spacing)"), at: 2) }
    if !dataset.featureNames.isEmpty {
      facts.append(("Further features", dataset.featureNames.enumerated))
    }
    if !dataset.geos.isEmpty { facts.append(("Geos", dataset.geos.enumerated)) }
    if let last = fit.schema.trainUntil { facts.append(("Held out", "rows after \(last)")) }
    return facts
  }

  private var quality: [ReportBlock] {
    let thresholds = DataQualityThresholds()
    let quality: DataQuality
    do {
      quality = try dataset.quality(scaledBy: fit.model.scaling, targetName: target)
    } catch {
      return [.paragraph("Correlations and spend were not checked: \(error.description)")]
    }
    let count = quality.findings(by: thresholds).count
    let verdict: ReportText =
      count == 0
      ? "No number is beyond its threshold."
      : "\(NumberFormat.counted(count, "number")) beyond the thresholds deserve a look."
    return [
      .paragraph(
        """
        \(verdict) Channels that move together can hardly be told apart, and one that hardly moves \
        leaves little to learn from: what the data cannot say, the priors decide.
        """)
    ] + [.figure { () throws(ChartError) in try .correlations(quality) }]
      + blocks(quality.columnNumbers(thresholds))
      + [.details("Correlations in numbers", blocks(quality.correlations(thresholds)))]
      + quality.legend(thresholds).map { .paragraph(ReportText($0)) }
  }

  private func blocks(_ part: DataQuality.Part) -> [ReportBlock] {
    switch part.content {
    case .table(let table): [.table(table, caption: part.title)]
    case .sentence(let sentence): [.heading(part.title), .paragraph(ReportText(sentence))]
    }
  }

  /// How media of one period go with the KPI of others.
  private var timing: ReportBlock {
    .details(
      "How media vary, what they cost, and when they move with the KPI",
      [
        .figure(.variationAndCost(dataset.variationAndCost())),
        .figure { () throws(ChartError) in try .crossCorrelation(dataset, target: target) },
      ])
  }

  /// What was noteworthy before the fit.
  private var notes: [ReportBlock] {
    var notes = fit.model.warnings.map { ReportText($0.message) }
    let byDeviation = fit.model.scaling.featuresScaledByDeviation
    if !byDeviation.isEmpty {
      notes.append(
        """
        divided by the standard deviation instead of the mean, which is near 0: \
        \(byDeviation.enumerated)
        """)
    }
    return notes.isEmpty ? [] : [.heading("Known before the fit"), .list(notes)]
  }
}
