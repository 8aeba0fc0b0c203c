internal import MediaMix

extension ReportResults {
  /// What money brought.
  var returnsSection: ReportSection {
    let perGeo = metrics.geoTable.map {
      [
        ReportBlock.details(
          "Each geo",
          [
            .table($0, caption: "Contribution and return in each geo"),
            .table(
              metrics.returnsTable(geos: true), caption: "Marginal return and cost in each geo"),
          ])
      ]
    }
    return ReportSection(
      id: "returns", title: "Return on investment",
      blocks: [
        .paragraph(
          """
          The return on investment is the \(target) that a channel's media brought per unit of their \
          cost; the marginal return is what the next unit would have brought, less than the average \
          where a channel saturates. Columns 5 % and 95 % are the ends of the 90 % interval.
          """),
        .figure(.roiBars(metrics, target: target)),
        .table(metrics.table, caption: "Contribution share and return on investment"),
        .table(metrics.returnsTable(geos: false), caption: "Marginal return and cost"),
        .table(attributions.table, caption: "Share of the effect beside share of the spend"),
      ] + (perGeo ?? []))
  }
}
