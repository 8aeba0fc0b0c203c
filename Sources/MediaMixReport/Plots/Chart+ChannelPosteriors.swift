public import MediaMix
internal import MediaMixInference

extension Chart {
  /// What is known of each channel's coefficient after the fit, on the model's scale (LightweightMMM's
  /// `plot_media_channel_posteriors`): of national data its density with the 5 %, 50 % and 95 %
  /// quantile, of geo data intervals of each geo.
  ///
  /// - Throws: ``ChartError`` where every coefficient is fixed, or a draw is not finite.
  public static func channelPosteriors(_ fit: FittedModel) throws(ChartError) -> Chart {
    let name = "coef_media"
    let coefficients = try ScalarChoice(fit, at: try fit.scalars(named: [name]))
    let dataset = fit.model.dataset
    let summaries = coefficients.varying.map { Quantiles($0.draws) }
    let described = zip(coefficients.varying, summaries).map {
      "\($0.name): \($1.text(.plain))."
    }
    let isNational = dataset.geos.isEmpty
    let densities =
      isNational
      ? coefficients.varying.map { DensityEstimate($0.draws, support: fit.model.support(of: $0)) }
      : []
    return Chart(
      kind: "channel-posteriors", title: "What the fit knows of each channel's coefficient",
      subtitle: isNational
        ? "Densities of \(name) on the model's scale, with medians and 5–95 %."
        : "\(name) of each channel in each geo, on the model's scale.",
      description: ["How strongly each channel acts, on the model's scale."]
        + described.prefix(40),
      legend: isNational
        ? Legend([
          .init(.outerBand, .median, text: "posterior density"),
          .init(Look(.hairline, .model), text: "median"), .init(.quantile, text: "5 % and 95 %"),
        ]) : Legend([]),
      blocks: isNational
        ? [densityGrid(coefficients.varying, summaries, densities)]
        : geoPanels(of: dataset, coefficients.varying, summaries),
      notes: coefficients.notes
    ) {
      channelTable(coefficients.varying, summaries, densities)
    }
  }

  private static func densityGrid(
    _ scalars: [PosteriorScalar], _ summaries: [Quantiles], _ densities: [DensityEstimate?]
  ) -> PlotGrid {
    let plots = scalars.indices.map { place in
      let summary = summaries[place]
      let layers = densities[place].map { estimate in
        Plot.Layer.density(estimate, within: estimate.range, .model)
      }
      return Plot(
        name: scalars[place].label, note: summary.shortText, layers: layers ?? [],
        guides: [
          .init(.vertical, at: summary.q5, .quantile),
          .init(.vertical, at: summary.q95, .quantile),
          .init(.vertical, at: summary.median, Look(.hairline, .model)),
        ],
        hovers: [(x: summary.median, text: "\(scalars[place].name): \(summary.text(.plain))")])
    }
    var arrangement = PlotGrid.Arrangement()
    arrangement.hasOwnVertical = true
    arrangement.plotHeight = 90
    arrangement.noun = "channel"
    return PlotGrid(
      plots, horizontal: .init(.number(.plain, .linear), title: "coef_media"),
      vertical: .init(.hidden), arrangement: arrangement)
  }

  /// Up to three channels beside each other; those without a coefficient that varies are left out.
  private static func geoPanels(
    of dataset: Dataset, _ scalars: [PosteriorScalar], _ summaries: [Quantiles]
  ) -> [any ChartBlock] {
    let known = Dictionary(uniqueKeysWithValues: zip(scalars.map(\.name), summaries))
    let nothing = Quantiles(exactly: .nan)
    let measures = dataset.channels.compactMap { channel -> IntervalPanels.Measure? in
      let values = dataset.geos.map { known["coef_media[\(channel),\($0)]"] }
      guard values.contains(where: { $0 != nil }) else { return nil }
      return IntervalPanels.Measure(
        name: channel, format: .plain, values: values.map { [$0 ?? nothing] })
    }
    let rows = (measures.count + 2) / 3
    let inRow = (measures.count + rows - 1) / max(1, rows)
    return stride(from: 0, to: measures.count, by: inRow).map { first in
      let end = min(first + inRow, measures.count)
      return IntervalPanels(categories: dataset.geos, measures: Array(measures[first..<end]))
    }
  }

  /// Quantiles of each coefficient, and the points of its density.
  private static func channelTable(
    _ scalars: [PosteriorScalar], _ summaries: [Quantiles], _ densities: [DensityEstimate?]
  ) -> String {
    let header = ["quantity", "parameter", "value", "density"]
    let quantiles = zip(scalars, summaries).flatMap { scalar, summary in
      zip(CSVNumber.quantileHeader, CSVNumber.cells(summary)).map { [$0, scalar.name, $1, ""] }
    }
    let points = zip(scalars, densities).flatMap { scalar, density in
      density?.rows(["density", scalar.name]) ?? []
    }
    return ([header] + quantiles + points).map(CSVLine.text).joined()
  }
}

extension PosteriorScalar {
  /// The part of the name in brackets, if there is one.
  var label: String {
    guard let start = name.firstIndex(of: "["), name.hasSuffix("]") else { return name }
    return String(name[name.index(after: start)...].dropLast())
  }
}

extension Look {
  /// Where the middle nine tenths of a distribution end.
  fileprivate static let quantile = Look(.dashedLine, .model)
}

extension DensityEstimate {
  /// Where the density is known.
  var range: ClosedRange<Double> { points[0]...points[points.count - 1] }
}

extension Quantiles {
  /// The median and the ends of what lies between 5 and 95 %.
  var shortText: String {
    let format = HumanNumber.plain
    return "\(format.text(median)) (\(format.text(q5)) to \(format.text(q95)))"
  }
}
