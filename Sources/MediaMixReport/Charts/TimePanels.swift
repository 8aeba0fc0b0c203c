internal import MediaMix

/// Bands over time with an observed line on top, a panel for each place, in a grid of up to three
/// columns. Panels of one column share the time axis; all share the other axis where none is dwarfed
/// by it.
struct TimePanels {
  /// No more panels than this are legible.
  static let largestCount = 6

  let dates: [CalendarDate]
  let panels: [PriorPredictiveChart.Panel]
  let target: String
  let domains: [AxisDomain]
  let isShared: Bool

  init(dates: [CalendarDate], panels: ArraySlice<PriorPredictiveChart.Panel>, target: String) {
    self.dates = dates
    self.panels = panels.map { $0 }
    self.target = target
    let own = panels.map { Self.domain(of: [$0]) }
    let widths = own.map { $0.range.upperBound - $0.range.lowerBound }
    isShared = (widths.max() ?? 1) <= 4 * (widths.min() ?? 1)
    domains = isShared ? panels.map { _ in Self.domain(of: Array(panels)) } : own
  }

  private static func domain(of panels: [PriorPredictiveChart.Panel]) -> AxisDomain {
    let bands = panels.flatMap(\.mean)
    return AxisDomain(
      shown: panels.flatMap(\.observed), core: bands.flatMap(\.core), tails: bands.flatMap(\.tails))
  }

  /// What must be said below the picture.
  var captions: [String] {
    var captions: [String] = []
    if !isShared { captions.append("Panels have vertical scales of their own.") }
    let cut = zip(panels, domains).filter { isCut($0, at: $1.range) }.map(\.0)
    if !cut.isEmpty {
      let tails = cut.flatMap { $0.mean.flatMap(\.tails) }.filter { !$0.isNaN }
      let low = HumanNumber.plain.text(tails.min() ?? 0)
      let high = HumanNumber.plain.text(tails.max() ?? 0)
      let places = panels.count == 1 ? "" : " in \(cut.map(\.name).joined(separator: ", "))"
      captions.append(
        "Cut off at the edge\(places): the 5–95 % band reaches from \(low) to \(high).")
    }
    return captions
  }

  private func isCut(_ panel: PriorPredictiveChart.Panel, at range: ClosedRange<Double>) -> Bool {
    panel.mean.contains { band in
      (band.core + band.tails).contains { !$0.isNaN && !range.contains($0) }
    }
  }
}
