internal import MediaMix
internal import MediaMixInference

extension ReportResults {
  /// How the numbers came about, and how to get them again.
  var methodSection: ReportSection {
    ReportSection(
      id: "method", title: "Method and reproducibility",
      blocks: [
        .paragraph(
          """
          The expected \(target) of a period is a level, a trend, a yearly pattern\(weekday)\
          \(features), and what media bring: each channel's media pass a carry-over and a saturation \
          (\(transform)) and are multiplied by a coefficient that cannot be negative unless its prior \
          was changed. Around that the KPI scatters normally. \(geos)
          """),
        .paragraph(
          """
          All parameters are estimated together, by Bayes' rule: their distribution given the data is \
          explored by the no-U-turn sampler, and every number of this page is computed from its draws.
          """),
        .facts(samplerFacts),
      ] + edits + [
        .details("The configuration, as a file for lmmm fit", [.code(fit.configuration.yaml())])
      ])
  }

  private var weekday: String {
    fit.model.specification.seasonality.weekday ? ", a pattern of the week" : ""
  }

  private var features: String {
    dataset.featureNames.isEmpty ? "" : ", the effects of \(dataset.featureNames.enumerated)"
  }

  private var geos: String {
    dataset.geos.isEmpty
      ? ""
      : "Geos share each channel's carry-over and saturation; coefficients of geos are tied "
        + "together by a distribution around the channel's."
  }

  private var transform: String {
    switch fit.model.specification.transform {
    case .adstock: "geometric adstock, then a power"
    case .hillAdstock: "geometric adstock, then a Hill curve"
    case .carryover: "a kernel whose peak may be delayed, then a power"
    }
  }

  private var samplerFacts: [(name: String, value: String)] {
    let sampler = fit.samplerInForce
    return [
      ("Version", "lmmm \(ToolkitVersion.current)"), ("Seed", "\(sampler.seed)"),
      (
        "Sampler",
        "\(NumberFormat.counted(sampler.chains, "chain")), "
          + "\(sampler.warmup) draws of warm-up and "
          + "\(sampler.draws) kept in each\(thinning), target acceptance \(sampler.targetAcceptance)"
      ),
    ]
  }

  private var thinning: String {
    let count = fit.effort.transitionsPerDraw
    return count == 1 ? "" : ", one of \(count) transitions"
  }

  private var edits: [ReportBlock] {
    fit.edits.isEmpty
      ? []
      : [
        .notice(
          ReportNotice(
            tone: .doubtful, title: "Draws were edited after sampling",
            items: fit.edits.map { ReportText($0.description) }))
      ]
  }
}
