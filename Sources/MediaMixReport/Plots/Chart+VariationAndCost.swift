public import MediaMix

extension Chart {
  /// How much each channel's media vary beside what it costs: a point with the channel's name.
  ///
  /// - Parameters:
  ///   - values: `Dataset.variationAndCost()`.
  ///   - geos: geos to draw, each on its own; nil: all geos together, or the nation.
  public static func variationAndCost(
    _ values: [VariationAndCost], geos: [String]? = nil
  ) -> Chart {
    let places: [String?] = geos ?? [nil]
    let shown = values.filter { places.contains($0.geo) }
    let drawn = shown.filter { $0.coefficientOfVariation != nil && $0.spendShare != nil }
    let plots = places.map { place in
      let points = drawn.filter { $0.geo == place }
      return Plot(
        name: place ?? "",
        layers: [
          Plot.Layer(
            x: points.map { $0.spendShare ?? .nan },
            .points(
              values: points.map { $0.coefficientOfVariation ?? .nan },
              hovers: points.map(\.sentence), names: points.map(\.channel)),
            Look(.fill, .model))
        ])
    }
    var arrangement = PlotGrid.Arrangement()
    if plots.count == 1 { arrangement.plotHeight = 360 }
    return Chart(
      kind: "variation-cost", title: "What varies and what costs",
      subtitle: "To the right is the money, and what varies little is at the bottom: of a channel "
        + "at the lower right the data say least where most is spent. It is the one to vary on "
        + "purpose.",
      description: ["How much the media of each channel vary beside what it costs."]
        + shown.map(\.sentence),
      blocks: [
        PlotGrid(
          plots,
          horizontal: .init(
            .number(.percent, .linear), title: "share of all spend",
            range: AxisDomain(core: drawn.compactMap(\.spendShare), tails: []).range),
          vertical: .init(
            .number(.plain, .linear),
            title: "coefficient of variation: sd of media over mean"),
          arrangement: arrangement)
      ],
      notes: shown.filter { $0.coefficientOfVariation == nil }.map {
        "\($0.name) never runs and is not drawn."
      } + (drawn.isEmpty && !shown.isEmpty ? ["Nothing was spent on any channel."] : [])
    ) { table(of: shown) }
  }

  private static func table(of values: [VariationAndCost]) -> String {
    let header = ["channel", "geo", "coefficient_of_variation", "spend", "spend_share"]
    let rows = values.map {
      [$0.channel, $0.geo ?? ""]
        + [$0.coefficientOfVariation, $0.spend, $0.spendShare].map(CSVNumber.text)
    }
    return ([header] + rows).map(CSVLine.text).joined()
  }
}

extension VariationAndCost {
  fileprivate var name: String { [channel, geo].compactMap(\.self).joined(separator: ", ") }

  fileprivate var sentence: String {
    let variation = coefficientOfVariation.map { HumanNumber.plain.text($0) } ?? "none"
    let share = spendShare.map { "\(HumanNumber.percent.text($0)) of all spend" } ?? "no spend"
    return "\(name): \(share), coefficient of variation \(variation)."
  }
}
