public import MediaMix

extension Chart {
  /// The share of the KPI that each channel contributed: bars to the medians, with intervals.
  ///
  /// - Parameters:
  ///   - metrics: `FittedModel/mediaMetrics(in:)`.
  ///   - target: the KPI's name.
  ///   - showsGeos: whether each geo is shown too, geos below one another for each channel.
  ///   - selection: the part of the data that the numbers are of, for the words beside the picture.
  public static func contributionBars(
    _ metrics: [ChannelMetrics], target: String, showsGeos: Bool = false,
    selection: DataSelection = DataSelection()
  ) -> Chart {
    channelBars(
      metrics, kind: "contribution-bars", title: "What each channel contributed to \(target)",
      subtitle:
        "The share of the modelled \(target) that is due to the channel.\(selection.sentence)",
      quantities: [
        ChannelQuantity(
          key: "contribution", name: "Share of \(target)", format: .percent,
          total: { Quantiles($0.contributionDraws) },
          geo: { Quantiles($0.contributionDraws) })
      ], showsGeos: showsGeos)
  }

  /// What each channel returned per unit of money, on average and for the next unit: bars to the
  /// medians, with intervals; on a logarithmic axis, which has no zero, intervals alone.
  ///
  /// - Parameters:
  ///   - metrics: `FittedModel/mediaMetrics(in:)`.
  ///   - target: the KPI's name.
  ///   - showsGeos: whether each geo is shown too, geos below one another for each channel.
  ///   - selection: the part of the data that the numbers are of, for the words beside the picture.
  public static func roiBars(
    _ metrics: [ChannelMetrics], target: String, showsGeos: Bool = false,
    selection: DataSelection = DataSelection()
  ) -> Chart {
    channelBars(
      metrics, kind: "roi-bars", title: "What each channel returned",
      subtitle:
        "ROI: \(target) per unit of money. Marginal ROI: \(target) of the next unit of money."
        + selection.sentence,
      quantities: [
        ChannelQuantity(
          key: "roi", name: "ROI", format: .plain, total: { Quantiles($0.returnDraws) },
          geo: { Quantiles($0.returnDraws ?? []) }),
        ChannelQuantity(
          key: "marginal_roi", name: "Marginal ROI", format: .plain,
          total: { Quantiles($0.marginalReturnDraws) },
          geo: { Quantiles($0.marginalReturnDraws ?? []) }),
      ], showsGeos: showsGeos)
  }

  private static func channelBars(
    _ metrics: [ChannelMetrics], kind: String, title: String, subtitle: String,
    quantities: [ChannelQuantity], showsGeos: Bool
  ) -> Chart {
    let totals = IntervalPanels(
      categories: metrics.map(\.name),
      measures: quantities.map { $0.measure(of: metrics.map($0.total)) })
    let geoBlocks = showsGeos ? quantities.map { $0.geoPanels(metrics) } : []
    let unpaid = metrics.filter { $0.spend <= 0 }.map(\.name)
    let isReturn = quantities.contains { $0.key == "roi" }
    return Chart(
      kind: kind, title: title, subtitle: subtitle,
      description: ["\(title). \(subtitle)"]
        + metrics.map { channel in
          let numbers = quantities.map {
            "\($0.name) \($0.total(channel).text($0.format))"
          }
          return "\(channel.name): \(numbers.joined(separator: "; "))."
        },
      blocks: [totals] + geoBlocks,
      notes: isReturn && !unpaid.isEmpty
        ? ["Nothing was spent on \(unpaid.joined(separator: ", ")): no return."] : []
    ) { table(of: metrics, quantities, showsGeos: showsGeos) }
  }

  /// A row for each quantity of each channel, of all geos together and then, where they are shown, of
  /// each.
  private static func table(
    of metrics: [ChannelMetrics], _ quantities: [ChannelQuantity], showsGeos: Bool
  ) -> String {
    let header = ["quantity", "channel", "geo"] + CSVNumber.quantileHeader
    let rows = quantities.flatMap { quantity in
      metrics.flatMap { channel in
        [[quantity.key, channel.name, ""] + CSVNumber.cells(quantity.total(channel))]
          + (showsGeos ? channel.geos : []).map {
            [quantity.key, channel.name, $0.name] + CSVNumber.cells(quantity.geo($0))
          }
      }
    }
    return ([header] + rows).map(CSVLine.text).joined()
  }
}

/// Something that each channel has, in all and in each geo.
private struct ChannelQuantity: Sendable {
  /// In tables.
  let key: String
  let name: String
  let format: HumanNumber
  let total: @Sendable (ChannelMetrics) -> Quantiles
  let geo: @Sendable (GeoMetrics) -> Quantiles

  func measure(
    named name: String? = nil, of values: [Quantiles],
    references: [IntervalPanels.Reference] = []
  ) -> IntervalPanels.Measure {
    let spacing =
      format == .percent ? .linear : AxisDomain.spacing(for: values.flatMap(\.tails))
    return IntervalPanels.Measure(
      name: name ?? self.name, format: format, values: values.map { [$0] },
      references: references, spacing: spacing, isBars: spacing == .linear)
  }

  /// Geos below one another, a panel for each channel, marked by the median of all geos together.
  func geoPanels(_ metrics: [ChannelMetrics]) -> IntervalPanels {
    IntervalPanels(
      categories: metrics.first?.geos.map(\.name) ?? [],
      measures: metrics.map { channel in
        measure(
          named: "\(channel.name): \(name)", of: channel.geos.map(geo),
          references: [.init(value: total(channel).median, label: "all geos")])
      })
  }
}
