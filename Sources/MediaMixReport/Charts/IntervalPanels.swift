internal import MediaMix

/// Intervals of one or more measures, in panels that share their categories: a thin line from 5 to
/// 95 %, a thick one from 25 to 75 %, and a dot at the median, or a bar that ends there. Panels
/// stand side by side where there is room, below one another elsewhere.
struct IntervalPanels: ChartBlock {
  /// A value to compare all with, marked by a line.
  struct Reference: Sendable {
    /// In the units of what it is compared with.
    let value: Double
    /// What it is, in a few letters.
    let label: String
  }

  /// A quantity that each category has, once or once for each of some series.
  struct Measure: Sendable {
    let name: String
    let format: HumanNumber
    /// `[category][series]`.
    let values: [[Quantiles]]
    let references: [Reference]
    let spacing: NumericScale.Spacing
    /// Whether values are bars from zero, with their numbers beside them.
    let isBars: Bool
    /// The numbers beside bars, `[category][series]`; nil: the medians.
    let labels: [[String]]?
    /// What the values of a category may be, a line with two ends; empty: anything.
    let limits: [ClosedRange<Double>]

    init(
      name: String, format: HumanNumber, values: [[Quantiles]], references: [Reference] = [],
      spacing: NumericScale.Spacing = .linear, isBars: Bool = false, labels: [[String]]? = nil,
      limits: [ClosedRange<Double>] = []
    ) {
      self.name = DisplayText.cleaned(name)
      self.format = format
      self.values = values
      self.references = references
      self.spacing = spacing
      self.isBars = isBars
      self.labels = labels
      self.limits = limits
    }

    /// Shows the references where they leave enough room to the rest.
    var domain: AxisDomain {
      let all = values.flatMap(\.self)
      let core = all.flatMap(\.core)
      let tails = all.flatMap(\.tails) + limits.flatMap { [$0.lowerBound, $0.upperBound] }
      let shown = isBars ? [0.0] + all.map(\.median) : []
      let plain = AxisDomain(shown: shown, core: core, tails: tails, spacing: spacing)
      let extended = AxisDomain(
        shown: shown, core: core, tails: tails + references.map(\.value), spacing: spacing)
      return extended.extent <= 1.6 * plain.extent ? extended : plain
    }

    /// The number beside a bar.
    func label(category: Int, series: Int) -> String {
      labels?[category][series] ?? format.text(values[category][series].median)
    }
  }

  let categories: [String]
  let measures: [Measure]
  /// One for each series; a value that a category has once, while there are several series, is the
  /// model's.
  let inks: [Theme.Ink]

  init(categories: [String], measures: [Measure], inks: [Theme.Ink] = [.model]) {
    self.categories = categories.map(DisplayText.cleaned)
    self.measures = measures
    self.inks = inks
  }

  var captions: [String] {
    let domains = measures.map(\.domain)
    let values = measures.flatMap(\.values).flatMap(\.self)
    let isCut = zip(measures, domains).contains { measure, domain in
      measure.values.flatMap(\.self).flatMap { $0.tails + $0.core }.contains {
        !$0.isNaN && !domain.range.contains($0)
      }
    }
    let distant = zip(measures, domains).flatMap { measure, domain in
      measure.references.filter { !domain.range.contains($0.value) }.map {
        "\($0.label) \(measure.format.text($0.value))"
      }
    }
    let spread = measures.filter { $0.values.joined().contains { $0.q5 < $0.q95 } }
    let ends = spread.contains { $0.isBars } ? "bars end at medians" : "dots: medians"
    let half =
      values.contains { $0.hasQuartiles && $0.q5 != $0.q95 } ? " thick lines: 25–75 %;" : ""
    let intervals =
      values.contains { $0.q5 < $0.q95 } ? ["Thin lines: 5–95 %;\(half) \(ends)."] : []
    return intervals + (isCut ? ["Arrows: the interval goes on beyond the edge."] : [])
      + (distant.isEmpty ? [] : ["Outside of the axis: \(distant.joined(separator: ", "))."])
  }
}
