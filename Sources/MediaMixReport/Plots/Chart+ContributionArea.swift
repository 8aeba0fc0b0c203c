public import MediaMix

extension Chart {
  /// What the baseline and each channel added to the KPI, period by period: posterior means as areas
  /// that lie on each other, below the observed KPI.
  ///
  /// Parts that are negative hang below zero, the others are stacked from zero upwards.
  ///
  /// - Parameters:
  ///   - contributions: `FittedModel/contributions(in:periodsOfGeos:)`; all geos of it are drawn together.
  ///   - target: the KPI's name.
  public static func contributionArea(_ contributions: Contributions, target: String) -> Chart {
    let stack = ContributionStack(contributions)
    let parts = stack.parts
    let days = contributions.dates.map { Double($0.daysSinceEpoch) }
    let expected = Look(.dashedLine, .text)
    let plot = Plot(
      layers: stack.layers(x: days)
        + (stack.hasNegativeParts
          ? [Plot.Layer(x: days, .line(values: stack.expected), expected)] : [])
        + [.observed(x: days, stack.observed)],
      hovers: contributions.dates.indices.map { time in
        let amounts = parts.map { "\($0.name) \(HumanNumber.plain.text($0.means[time]))" }
        return (
          days[time],
          "\(contributions.dates[time]): observed \(HumanNumber.plain.text(stack.observed[time]))"
            + ", expected \(HumanNumber.plain.text(stack.expected[time])); "
            + amounts.joined(separator: ", ")
        )
      })
    var arrangement = PlotGrid.Arrangement()
    arrangement.plotHeight = 320
    return Chart(
      kind: "contribution-area", title: "What made up \(target)",
      subtitle: "Posterior means per period\(stack.places), stacked in the order of the legend, "
        + "the baseline at the bottom: what there would have been without media.",
      description: ["What the baseline and each channel added to \(target) in each period."]
        + stack.sentences,
      legend: Legend(
        parts.map { .init(Look(.area, $0.ink), text: $0.name) }
          + [.init(.observed, text: "observed \(target)")]
          + (stack.hasNegativeParts ? [.init(expected, text: "expected: the sum of parts")] : [])),
      blocks: [
        PlotGrid(
          [plot], horizontal: .time, vertical: .init(.number(.plain, .linear), title: target),
          arrangement: arrangement)
      ], notes: stack.notes
    ) { contributions.csv() + stack.observedRows }
  }
}

/// The parts of the KPI as they lie on each other, of all geos together.
private struct ContributionStack {
  struct Part {
    let name: String
    let ink: Theme.Ink
    /// Posterior means in units of the KPI, `[time]`.
    let means: [Double]
    /// The posterior mean of the share of all periods.
    let share: Double
  }

  /// From the bottom up.
  let parts: [Part]
  private let dates: [CalendarDate]
  /// `[time]`, infinite values as they are.
  let observed: [Double]
  /// The posterior mean of the KPI, `[time]`.
  let expected: [Double]
  /// Which geos, if not the nation; begins with a space.
  let places: String
  private let poolsChannels: Bool

  init(_ contributions: Contributions) {
    let place = contributions.places[0]
    func series(_ row: Contributions.Row) -> [Contributions.Series] {
      place.series.filter { $0.row == row }
    }
    func part(_ name: String, _ ink: Theme.Ink, _ series: [Contributions.Series]) -> Part {
      Part(
        name: name, ink: ink,
        means: contributions.dates.indices.map { time in
          series.reduce(0) { $0 + $1.periods[time].kpi.mean }
        }, share: series.reduce(0) { $0 + $1.total.share.mean })
    }
    let channels = place.series.filter { $0.row.kind == "media" && $0.row != .media }
    let colours = ChannelInks(sizes: channels.map(\.total.kpi.mean))
    let own = zip(channels, colours.inks).compactMap { channel, ink in
      ink.map { part(channel.row.name, $0, [channel]) }
    }
    let others = zip(channels, colours.inks).filter { $1 == nil }.map(\.0)
    parts =
      [part("baseline", .rest, series(.baseline))] + own
      + [colours.othersName].compactMap(\.self).map { part($0, ChannelInks.others, others) }
    poolsChannels = !others.isEmpty
    expected = part("", .rest, series(.fitted)).means
    observed = place.observed
    dates = contributions.dates
    let geos = contributions.places.compactMap(\.geo)
    places =
      geos.isEmpty
      ? "" : geos.count == 1 ? " in \(geos[0])" : " of \(geos.count) geos together"
  }

  /// The observed KPI as rows of the same table.
  var observedRows: String {
    zip(dates, observed).map { date, kpi in
      CSVLine.text(
        ["", date.description, "observed", "observed", CSVNumber.text(kpi)]
          + Array(repeating: "", count: 7))
    }.joined()
  }

  private var negativeParts: [Part] { parts.filter { $0.means.contains { $0 < 0 } } }
  var hasNegativeParts: Bool { !negativeParts.isEmpty }

  /// An area for what is positive of each part, and one for what is negative.
  func layers(x: [Double]) -> [Plot.Layer] {
    var (top, bottom) = (x.map { _ in 0.0 }, x.map { _ in 0.0 })
    var layers: [Plot.Layer] = []
    for part in parts {
      let above = zip(top, part.means).map { $0 + max($1, 0) }
      let below = zip(bottom, part.means).map { $0 + min($1, 0) }
      let look = Look(.area, part.ink)
      if part.means.contains(where: { $0 > 0 }) {
        layers.append(Plot.Layer(x: x, .band(lower: top, upper: above), look))
      }
      if part.means.contains(where: { $0 < 0 }) {
        layers.append(Plot.Layer(x: x, .band(lower: below, upper: bottom), look))
      }
      (top, bottom) = (above, below)
    }
    return layers
  }

  var notes: [String] {
    let negative = negativeParts.map { part in
      "\(part.name) in \(part.means.count { $0 < 0 }) of "
        + NumberFormat.counted(part.means.count, "period")
    }
    return
      (negative.isEmpty
      ? []
      : [
        "Negative, hanging below zero: \(negative.joined(separator: ", ")). There the parts above "
          + "zero add up to more than is expected."
      ])
      + (poolsChannels ? ["The table behind the picture has every channel by itself."] : [])
  }

  var sentences: [String] {
    parts.map { "\($0.name): \(HumanNumber.percent.text($0.share)) of what is expected." } + notes
  }
}
