public import MediaMix

extension Chart {
  /// How long the media of each channel act: the share of their effect in the period in which they run
  /// and in those after it, a plot for each channel.
  ///
  /// - Parameter curves: `FittedModel/decayCurves(periods:)`.
  public static func decay(_ curves: [DecayCurve]) -> Chart {
    var arrangement = PlotGrid.Arrangement()
    arrangement.noun = "channel"
    return Chart(
      kind: "decay", title: "How long media act",
      subtitle:
        "The share of a unit of media that acts in the period in which it runs and in those "
        + "after it.",
      description: ["How long the media of each channel act."]
        + curves.map { "\($0.channel): \($0.note)." },
      legend: Legend([
        .init(.median, text: "median"), .init(.outerBand, text: "5–95 %"),
      ]),
      blocks: [
        PlotGrid(
          curves.map(\.plot),
          horizontal: .init(.number(.count, .linear), title: "periods after the media ran"),
          vertical: .init(.number(.percent, .linear), title: "share of the effect"),
          arrangement: arrangement)
      ],
      notes: [
        "Above the plots: how many periods it takes until half has acted, then the share that acts "
          + "later than the period of the media."
      ]
    ) { table(of: curves) }
  }

  private static func table(of curves: [DecayCurve]) -> String {
    let header = ["channel", "lag", "mean", "median", "q5", "q95"]
    let rows = curves.flatMap { curve in
      curve.weights.enumerated().map { lag, weight in
        [curve.channel, "\(lag)"] + CSVNumber.cells(weight)
      }
    }
    return ([header] + rows).map(CSVLine.text).joined()
  }
}

extension DecayCurve {
  fileprivate var note: String {
    "half-life \(HumanNumber.plain.text(halfLife.median)), "
      + "\(HumanNumber.percent.text(carriedOver.median)) later"
  }

  fileprivate var plot: Plot {
    let lags = weights.indices.map(Double.init)
    return Plot(
      name: channel, note: note,
      layers: [
        Plot.Layer(
          x: lags, .band(lower: weights.map(\.q5), upper: weights.map(\.q95)), .outerBand),
        Plot.Layer(x: lags, .line(values: weights.map(\.median)), .median),
      ],
      hovers: weights.enumerated().map { lag, weight in
        (
          Double(lag),
          "\(channel), \(NumberFormat.counted(lag, "period")) later: "
            + Quantiles(weight).text(.percent)
        )
      })
  }
}
