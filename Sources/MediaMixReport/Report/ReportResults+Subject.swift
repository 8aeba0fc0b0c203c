internal import MediaMix
internal import MediaMixInference

extension ReportResults {
  /// What was modelled, in a line.
  var subject: String {
    [
      "KPI: \(target)", period,
      NumberFormat.counted(dataset.channels.count, "channel"),
      dataset.featureNames.isEmpty
        ? nil : NumberFormat.counted(dataset.featureNames.count, "further feature"),
      dataset.geos.isEmpty ? nil : NumberFormat.counted(dataset.geos.count, "geo"),
      "media by \(fit.model.specification.transform.rawValue)",
    ].compactMap(\.self).joined(separator: " · ")
  }

  /// "104 periods of 7 days, 2023-01-02 to 2024-12-23".
  private var period: String {
    let dates = dataset.dates
    let spacing = dataset.spacing.map { " of \($0)" } ?? ""
    return "\(NumberFormat.counted(dates.count, "period"))\(spacing), \(dates[0]) to "
      + "\(dates[dates.count - 1])"
  }

  /// An estimate with its 90 % interval, rounded to what the interval gives a meaning to: "2.0 (very
  /// likely 1.5 to 2.6)", or "14 % of sales (very likely 10 % to 18 %)".
  func text(
    _ summary: DistributionSummary, _ format: HumanNumber = .plain, of what: String = ""
  ) -> String {
    let texts = format.texts([summary.median, summary.q5, summary.q95], spread: summary.width)
    let what = what.isEmpty ? "" : " of \(what)"
    return "\(texts[0])\(what) (very likely \(texts[1]) to \(texts[2]))"
  }
}
