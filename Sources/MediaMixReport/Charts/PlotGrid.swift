/// Plots of one kind in a grid of up to three columns. The vertical axis is the same for all where
/// none is dwarfed by it; each has its own otherwise.
struct PlotGrid: ChartBlock {
  /// One of the two directions of all plots.
  struct Direction: Sendable {
    enum Kind: Sendable {
      /// Days since the epoch.
      case time
      case number(HumanNumber, NumericScale.Spacing)
      /// A scale without ticks, for what has no unit worth a label.
      case hidden
    }

    let kind: Kind
    /// What it counts and in which unit; may be empty.
    let title: String
    /// From where to where, if it does not follow from the data.
    let range: ClosedRange<Double>?

    init(_ kind: Kind, title: String = "", range: ClosedRange<Double>? = nil) {
      self.kind = kind
      self.title = DisplayText.cleaned(title)
      self.range = range
    }

    static let time = Direction(.time)

    var spacing: NumericScale.Spacing {
      if case .number(_, let spacing) = kind { spacing } else { .linear }
    }
  }

  /// How the plots look beside each other.
  struct Arrangement: Sendable {
    /// Whether all plots have the same horizontal axis, labelled below the last of each column.
    var sharesHorizontal = true
    /// Whether each plot has a vertical axis of its own, even if one would do for all.
    var hasOwnVertical = false
    /// Whether vertical axes go on to zero where that is near.
    var showsZero = true
    /// So many columns, however narrow; nil: as many as have room.
    var columns: Int?
    /// Of a plot, in pixels; nil: by the number of plots.
    var plotHeight: Double?
    /// So many plots are drawn, the others counted.
    var most = 40
    /// What a plot stands for.
    var noun = "geo"
  }

  let plots: [Plot]
  let omittedCount: Int
  let horizontal: Direction
  let vertical: Direction
  let arrangement: Arrangement
  /// `[plot]`.
  let verticalDomains: [AxisDomain]
  let horizontalDomains: [AxisDomain]
  /// Whether all plots have the same vertical axis.
  let sharesVertical: Bool

  init(
    _ plots: [Plot], horizontal: Direction, vertical: Direction,
    arrangement: Arrangement = Arrangement()
  ) {
    let shown = Array(plots.prefix(arrangement.most))
    self.plots = shown
    omittedCount = plots.count - shown.count
    self.horizontal = horizontal
    self.vertical = vertical
    self.arrangement = arrangement
    let own = shown.map { Self.verticalDomain(of: [$0], vertical, arrangement) }
    let widths = own.map(\.extent)
    sharesVertical =
      vertical.range != nil
      || !arrangement.hasOwnVertical && (widths.max() ?? 1) <= 4 * (widths.min() ?? 1)
    let joint = Self.verticalDomain(of: shown, vertical, arrangement)
    verticalDomains = sharesVertical ? shown.map { _ in joint } : own
    let span = Self.horizontalDomain(of: shown, horizontal)
    horizontalDomains = shown.map {
      arrangement.sharesHorizontal ? span : Self.horizontalDomain(of: [$0], horizontal)
    }
  }

  /// The vertical axis of plots on their own.
  private static func verticalDomain(
    of plots: [Plot], _ direction: Direction, _ arrangement: Arrangement
  ) -> AxisDomain {
    if let range = direction.range { return AxisDomain(range, spacing: direction.spacing) }
    let guides = plots.flatMap(\.guides).filter { $0.direction == .horizontal }.map(\.value)
    return AxisDomain(
      shown: values(of: plots, .shown, \.values), core: values(of: plots, .core, \.values),
      tails: values(of: plots, .tails, \.values) + guides, spacing: direction.spacing,
      showsZero: arrangement.showsZero)
  }

  private static func horizontalDomain(of plots: [Plot], _ direction: Direction) -> AxisDomain {
    if let range = direction.range { return AxisDomain(range, spacing: direction.spacing) }
    let guides = plots.flatMap(\.guides).filter { $0.direction == .vertical }.map(\.value)
    return AxisDomain(
      shown: values(of: plots, .shown, \.extent), core: values(of: plots, .core, \.extent),
      tails: values(of: plots, .tails, \.extent) + guides, spacing: direction.spacing,
      isPadded: false)
  }

  private static func values(
    of plots: [Plot], _ rank: Plot.Layer.Rank, _ values: (Plot.Layer) -> [Double]
  ) -> [Double] {
    plots.flatMap(\.layers).filter { $0.rank == rank }.flatMap(values)
  }

  var captions: [String] {
    var captions: [String] = []
    if omittedCount > 0 {
      let most = NumberFormat.counted(plots.count, arrangement.noun)
      captions.append(
        "The first \(most) and \(NumberFormat.counted(omittedCount, "more \(arrangement.noun)")) "
          + "that are not drawn.")
    }
    if !sharesVertical, case .number = vertical.kind {
      captions.append("Panels have vertical scales of their own.")
    }
    return captions + cuts
  }

  /// Where tails reach beyond the vertical axis.
  private var cuts: [String] {
    let cut = zip(plots, verticalDomains).filter { plot, domain in
      plot.layers.contains { layer in
        layer.values.contains { !$0.isNaN && !domain.range.contains($0) }
      }
    }.map(\.0)
    guard !cut.isEmpty, case .number(let format, _) = vertical.kind else { return [] }
    let values = cut.flatMap(\.layers).flatMap(\.values).filter { !$0.isNaN }
    let (low, high) = (format.text(values.min() ?? 0), format.text(values.max() ?? 0))
    let places = plots.count == 1 ? "" : " in \(cut.map(\.name).joined(separator: ", "))"
    return ["Cut off at the edge\(places): bands reach from \(low) to \(high)."]
  }
}
