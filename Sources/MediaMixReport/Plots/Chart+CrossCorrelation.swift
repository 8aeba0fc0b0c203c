public import MediaMix

extension Chart {
  /// How each channel and feature moves with the KPI of later and earlier periods (LightweightMMM's
  /// `plot_cross_correlate`).
  ///
  /// - Parameters:
  ///   - dataset: the data, those that the model learnt from as a rule.
  ///   - target: the KPI's name.
  ///   - geos: plots for each of these. None: all geos together.
  ///   - maximumLag: the greatest lag in periods, ≥ 0.
  /// - Throws: ``ChartError/unknownGeo(_:known:)``.
  public static func crossCorrelation(
    _ dataset: Dataset, target: String, geos: [String] = [], maximumLag: Int = 10
  ) throws(ChartError) -> Chart {
    _ = try dataset.geos.places(of: geos)
    let correlations = dataset.crossCorrelations(maximumLag: maximumLag)
    let shown = correlations.filter { one in
      one.geo.map(geos.contains) ?? geos.isEmpty
    }
    let bound = 1.96 / Double(dataset.timeCount).squareRoot()
    let sizes = shown.flatMap(\.coefficients).map(\.magnitude)
    let highest = min(1, 1.08 * max(bound, sizes.max() ?? 0))
    let direction = PlotGrid.Direction(
      .number(.plain, .linear), title: "correlation", range: -highest...highest)
    let reach = Double(shown.first?.lags.upperBound ?? maximumLag)
    let places = dataset.geos.isEmpty || !geos.isEmpty ? "" : ", all geos together"
    return Chart(
      kind: "cross-correlation", title: "How \(target) follows each channel and feature",
      subtitle: "To the right, a series is beside \(target) of later periods: a peak there leads"
        + " it\(places).",
      description: [
        "Correlations of each channel and feature with \(target) of later and earlier periods."
      ]
        + shown.prefix(40).map { "\($0.name): \($0.peakText)." },
      legend: Legend([
        .init(Look(.fill, .model), text: "correlation"),
        .init(.reference, text: "chance: ±1.96/√n"),
      ]),
      blocks: [
        PlotGrid(
          shown.map { plot($0, bound: bound) },
          horizontal: .init(
            .number(.count, .linear), title: "lag in periods", range: -(reach + 0.6)...reach + 0.6),
          vertical: direction,
          arrangement: arrangement)
      ],
      notes: [
        "Of unrelated series without a pattern in time, 95 of 100 correlations lie between the dashed "
          + "lines; seasons and trends in common go beyond."
      ]
    ) {
      table(shown, bound: bound)
    }
  }

  private static var arrangement: PlotGrid.Arrangement {
    var arrangement = PlotGrid.Arrangement()
    arrangement.noun = "plot"
    arrangement.plotHeight = 140
    return arrangement
  }

  private static func plot(_ one: CrossCorrelation, bound: Double) -> Plot {
    let lags = one.coefficients.isEmpty ? [] : Array(one.lags)
    return Plot(
      name: one.name, note: one.peakText,
      layers: [
        Plot.Layer(
          x: lags.map(Double.init), .stems(values: one.coefficients), Look(.fill, .model))
      ],
      guides: [-bound, bound].map { .init(.horizontal, at: $0) },
      hovers: zip(lags, one.coefficients).map { lag, value in
        (x: Double(lag), text: "\(one.name), lag \(lag): \(value.shortCoefficient)")
      })
  }

  private static func table(_ correlations: [CrossCorrelation], bound: Double) -> String {
    let rows = correlations.flatMap { one in
      zip(one.lags, one.coefficients).map { lag, value in
        [one.geo ?? "", one.series, "\(lag)", CSVNumber.text(value), CSVNumber.text(bound)]
      }
    }
    return ([["geo", "series", "lag", "correlation", "bound"]] + rows).map(CSVLine.text).joined()
  }
}

extension CrossCorrelation {
  /// The series, with its geo where there is one.
  fileprivate var name: String { geo.map { "\(series), \($0)" } ?? series }

  fileprivate var peakText: String {
    peak.map { "peak \($0.coefficient.shortCoefficient) at lag \($0.lag)" } ?? "never changes"
  }
}

extension Double {
  /// To two decimals, with a minus sign.
  fileprivate var shortCoefficient: String {
    NumberFormat.fixed(self, decimals: 2).replacing("-", with: "−")
  }
}
