public import MediaMix

extension FittedModel {
  /// Marginal return and cost per unit of the KPI of each channel, and its share of the effect beside
  /// that of the spend, for a terminal; of geo data with each geo below its channel.
  ///
  /// - Parameters:
  ///   - metrics: of each channel.
  ///   - attributions: of each channel too, of the same selection.
  public func returnsText(
    _ metrics: [ChannelMetrics], attributions: [AttributionOverSpend]
  ) -> String {
    metrics.returnsTable(geos: true).text + "\n" + attributions.table.text
  }
}

extension [ChannelMetrics] {
  /// Marginal return and cost per unit of the KPI of each channel, each geo below its channel if these
  /// are wanted.
  func returnsTable(geos: Bool) -> TextTable {
    let columns = ["median", "5 %", "95 %"]
    var table = TextTable(
      ["channel"] + columns + columns,
      groups: [
        .init("marginal return", columns: columns.count),
        .init("cost per unit of the KPI", columns: columns.count),
      ])
    for channel in self {
      table.add([channel.name] + Self.cells(channel.marginalReturn, channel.costPerUnit))
      for geo in geos ? channel.geos : [] {
        table.add(["  \(geo.name)"] + Self.cells(geo.marginalReturn, geo.costPerUnit))
      }
    }
    return table
  }

  private static func cells(_ summaries: DistributionSummary?...) -> [String] {
    summaries.flatMap { summary in
      guard let summary else { return ["–", "–", "–"] }
      return NumberFormat.aligned(
        [summary.median, summary.q5, summary.q95], spread: summary.width, digits: 3)
    }
  }
}

extension [AttributionOverSpend] {
  /// Each channel's share of the effect beside that of the spend.
  var table: TextTable {
    var table = TextTable(
      ["channel", "effect", "spend", "effect over spend"],
      groups: [.init("share of all channels", columns: 2), .init("", columns: 1)])
    for share in self {
      table.add(
        [share.channel, NumberFormat.percent(share.attribution), NumberFormat.percent(share.spend)]
          + [NumberFormat.significant(share.ratio ?? .nan, digits: 3)])
    }
    return table
  }
}
