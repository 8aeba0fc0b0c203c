public import MediaMix

extension Chart {
  /// What the priors imply before any fit: the KPI that they expect, over time and beside the one
  /// observed, and each channel's share and return.
  ///
  /// - Parameters:
  ///   - prior: what they imply.
  ///   - target: the KPI's name.
  public static func priorPredictive(_ prior: PriorPredictive, target: String) -> Chart {
    let days = prior.dates.map { Double($0.daysSinceEpoch) }
    let plots = prior.geos.map { geo in
      Plot(
        name: geo.name.isEmpty ? "national" : geo.name,
        layers: Plot.Layer.distribution(x: days, geo.expected)
          + [.observed(x: days, geo.observed)],
        hovers: prior.dates.indices.map { time in
          (
            days[time],
            "\(prior.dates[time]): observed \(HumanNumber.plain.text(geo.observed[time])), "
              + "prior \(geo.expected[time].text(.plain))"
          )
        })
    }
    var arrangement = PlotGrid.Arrangement()
    arrangement.most = 6
    let grid = PlotGrid(
      plots, horizontal: .time, vertical: .init(.number(.plain, .linear)),
      arrangement: arrangement)
    let returns = prior.channels.map(\.returnOnInvestment)
    let channels = IntervalPanels(
      categories: prior.channels.map(\.name),
      measures: [
        .init(
          name: "Share of \(target)", format: .percent, values: prior.channels.map { [$0.share] }),
        .init(
          name: "ROI: \(target) per unit of cost", format: .plain, values: returns.map { [$0] },
          spacing: AxisDomain.spacing(for: returns.flatMap(\.tails))),
      ])
    let draws = NumberFormat.counted(prior.drawCount, "draw")
    return Chart(
      kind: "prior-predictive", title: "What the priors imply before any fit",
      subtitle: "\(draws) from the priors of a model that has seen media, but not \(target).",
      description: description(of: prior, target: target),
      legend: Legend([
        .init(.observed, text: "observed \(target)"),
        .init(.median, text: "prior median of the mean"),
        .init(.outerBand, .innerBand, text: "25–75 %"), .init(.outerBand, text: "5–95 %"),
      ]),
      blocks: [grid, channels]
    ) { table(of: prior) }
  }

  private static func description(of prior: PriorPredictive, target: String) -> [String] {
    var sentences = ["What the priors expect of \(target) before they have seen data."]
    if let first = prior.dates.first, let last = prior.dates.last {
      sentences.append(
        "\(NumberFormat.counted(prior.geos.count, "panel")) over "
          + "\(NumberFormat.counted(prior.dates.count, "date")) from \(first) to \(last).")
    }
    let pairs = prior.geos.flatMap { zip($0.observed, $0.expected) }.filter { $0.0.isFinite }
    if !pairs.isEmpty {
      let inside = pairs.count { $0 >= $1.q5 && $0 <= $1.q95 }
      sentences.append(
        "\(inside) of \(NumberFormat.counted(pairs.count, "observed value")) "
          + "within the 5–95 % band of the mean.")
    }
    return sentences
      + prior.channels.map {
        "\($0.name): share \($0.share.text(.percent)); "
          + "ROI \($0.returnOnInvestment.text(.plain))."
      }
  }

  /// A row for each date and geo, and for each measure of a channel.
  private static func table(of prior: PriorPredictive) -> String {
    let header = ["quantity", "geo", "channel", "date", "observed"] + CSVNumber.quantileHeader
    let expected = prior.geos.flatMap { geo in
      prior.dates.indices.map { time in
        ["expected_kpi", geo.name, "", prior.dates[time].description]
          + [CSVNumber.text(geo.observed[time])] + CSVNumber.cells(geo.expected[time])
      }
    }
    let channels = prior.channels.flatMap { channel in
      [
        ["share", "", channel.name, "", ""] + CSVNumber.cells(channel.share),
        ["roi", "", channel.name, "", ""] + CSVNumber.cells(channel.returnOnInvestment),
      ]
    }
    return ([header] + expected + channels).map(CSVLine.text).joined()
  }
}
