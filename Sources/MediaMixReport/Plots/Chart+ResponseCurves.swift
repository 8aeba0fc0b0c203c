public import MediaMix
internal import MediaMixInference

extension Chart {
  /// What each channel would bring at other spend: a plot for each channel, with its interval, where
  /// it is today and where it was marked, and one plot of all channels.
  ///
  /// - Parameters:
  ///   - curves: `FittedModel/responseCurves(_:)`.
  ///   - target: the KPI's name.
  ///   - geos: geos to draw, each on its own; nil: all geos together, or the nation.
  ///   - isLogarithmic: whether the plot of all channels has logarithmic axes, for channels
  ///     of very different size.
  public static func responseCurves(
    _ curves: [ResponseCurve], target: String, geos: [String]? = nil, isLogarithmic: Bool = false
  ) -> Chart {
    let places: [String?] = geos ?? [nil]
    let shown = curves.filter { places.contains($0.geo) }
    let blocks = places.flatMap { place in
      Self.blocks(
        of: shown.filter { $0.geo == place }, target: target, isLogarithmic: isLogarithmic)
    }
    let hasMarks = shown.contains { $0.marked != nil }
    return Chart(
      kind: "response-curves", title: "What other spend would bring",
      subtitle: "\(target) per period that is due to a channel, by what it costs per period.",
      description: ["What each channel would bring of \(target) per period at other spend."]
        + shown.map(\.sentence),
      legend: Legend(
        [
          .init(.median, text: "median"), .init(.outerBand, text: "5–95 %"),
          .init(.today, text: "mean spend of the data"),
        ] + (hasMarks ? [.init(.marked, text: "marked spend")] : [])),
      blocks: blocks,
      notes: [
        "Above the plots: KPI per unit of money at the mean spend, then of the next unit of money. "
          + "The return on past spend may differ, because past spend was not level."
      ]
        + shown.filter { !$0.isPriced }.map {
          "\($0.name) has no price: its axis counts media."
        }
    ) { shown.csv() }
  }

  /// The plots of a place: one for each channel, and one for all.
  private static func blocks(
    of curves: [ResponseCurve], target: String, isLogarithmic: Bool
  ) -> [any ChartBlock] {
    var arrangement = PlotGrid.Arrangement()
    arrangement.sharesHorizontal = false
    arrangement.noun = "channel"
    let each = PlotGrid(
      curves.map(\.plot), horizontal: .init(.number(.plain, .linear), title: "spend per period"),
      vertical: .init(.number(.plain, .linear), title: "\(target) per period"),
      arrangement: arrangement)
    guard curves.count > 1 || isLogarithmic else { return [each] }
    return [each] + combined(curves, target: target, isLogarithmic: isLogarithmic)
  }

  /// The medians of all channels in one plot, below a legend of its own.
  private static func combined(
    _ curves: [ResponseCurve], target: String, isLogarithmic: Bool
  ) -> [any ChartBlock] {
    let colours = ChannelInks(sizes: curves.map(\.current.response.median))
    // Those in the background first.
    let ordered = curves.indices.sorted { colours.inks[$0] == nil && colours.inks[$1] != nil }
    let layers = ordered.flatMap { index in
      curves[index].combinedLayers(
        ink: colours.inks[index], isLogarithmic: isLogarithmic)
    }
    let highest = layers.flatMap(\.values).filter(\.isFinite).max() ?? 1
    let lowest = layers.flatMap(\.values).filter { $0 > 0 }.min() ?? 1
    // What is a thousandth of the largest cannot be told from nothing.
    let range = isLogarithmic && highest > lowest ? max(lowest, highest / 1e3)...highest * 1.2 : nil
    let spacing: NumericScale.Spacing = isLogarithmic ? .logarithmic : .linear
    let legend = Legend(
      zip(curves, colours.inks).compactMap { curve, ink in
        ink.map { Legend.Item(Look(.line, $0), text: curve.channel) }
      }
        + [colours.othersName].compactMap(\.self).map {
          Legend.Item(Look(.thinLine, .rest), text: $0)
        })
    let plot = Plot(
      name: ["All channels", curves[0].geo].compactMap(\.self).joined(separator: ", "),
      layers: layers)
    return [
      legend,
      PlotGrid(
        [plot], horizontal: .init(.number(.plain, spacing), title: "spend per period"),
        vertical: .init(
          .number(.plain, spacing),
          title: "\(target) per period, median", range: range)),
    ]
  }
}

extension Look {
  fileprivate static let today = Look(.fill, .observed)
  fileprivate static let marked = Look(.fill, .reference)
}

extension ResponseCurve {
  /// Whether the channel's media cost something, so that spend tells them apart.
  fileprivate var isPriced: Bool {
    points[points.count - 1].spend > 0 || points[points.count - 1].media <= 0
  }

  fileprivate var name: String { [channel, geo].compactMap(\.self).joined(separator: ", ") }

  /// Money; media where they have no price.
  private func position(_ point: ResponsePoint) -> Double { isPriced ? point.spend : point.media }

  private var x: [Double] { points.map(position) }
  private var medians: [Double] { points.map(\.response.median) }

  /// The channel's own plot.
  fileprivate var plot: Plot {
    let note = [current.returnOnInvestment, current.marginalReturn].compactMap(\.self).map {
      HumanNumber.plain.text($0.median)
    }
    return Plot(
      name: name,
      note: note.isEmpty ? "no spend" : "\(note.joined(separator: " per unit, next "))",
      layers: [
        Plot.Layer(
          x: x,
          .band(lower: points.map(\.response.q5), upper: points.map(\.response.q95)), .outerBand,
          rank: .core),
        Plot.Layer(x: x, .line(values: medians), .median),
        marks(current, "mean spend", .today),
      ] + [marked].compactMap(\.self).map { marks($0, "marked", .marked) },
      hovers: points.map { (position($0), text($0)) })
  }

  private func marks(_ point: ResponsePoint, _ what: String, _ look: Look) -> Plot.Layer {
    Plot.Layer(
      x: [position(point)],
      .points(values: [point.response.median], hovers: ["\(channel), \(what): \(text(point))"]),
      look)
  }

  /// The median, with a dot at today's spend, for the plot of all channels; without an ink, one of
  /// those in the background.
  fileprivate func combinedLayers(ink: Theme.Ink?, isLogarithmic: Bool) -> [Plot.Layer] {
    guard isPriced else { return [] }
    // A logarithmic axis has no zero.
    let shown = { (value: Double) in isLogarithmic && value <= 0 ? .nan : value }
    let line = { (look: Look) in
      Plot.Layer(x: x, .line(values: medians.map(shown)), look)
    }
    guard let ink else { return [line(Look(.thinLine, .rest))] }
    return [
      line(Look(.line, ink)),
      Plot.Layer(
        x: [current.spend],
        .points(
          values: [shown(current.response.median)],
          hovers: ["\(channel), mean spend: \(text(current))"]), Look(.fill, ink)),
    ]
  }

  private func text(_ point: ResponsePoint) -> String {
    let level =
      isPriced
      ? "spend \(HumanNumber.plain.text(point.spend))"
      : "media \(HumanNumber.plain.text(point.media))"
    let returns = point.marginalReturn.map {
      ", next unit of money \(HumanNumber.plain.text($0.median))"
    }
    return "\(level): \(Quantiles(point.response).text(.plain))\(returns ?? "")"
  }

  /// Where the channel is on its curve, in words.
  fileprivate var sentence: String {
    let half = saturation.median.map {
      " The next unit brings half as much at \(HumanNumber.plain.text($0))."
    }
    let optimum = marked.map { " Marked: \(text($0))." } ?? ""
    return "\(name): \(text(current)).\(optimum)\(half ?? "")"
  }
}
