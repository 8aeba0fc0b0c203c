public import MediaMix

/// One picture of what the priors imply before any fit: the KPI that they expect, over time and
/// beside the one observed, and each channel's share and return.
///
/// It takes numbers only, so that anything that can draw from a prior can be shown.
///
/// ```swift
/// let svg = PriorPredictiveChart(
///   title: "What the priors imply", subtitle: "500 draws, no data", target: "sales",
///   dates: dates, panels: [.init(name: "national", observed: sales, mean: bands)],
///   channels: [.init(name: "tv", share: share, returnOnInvestment: roi)],
///   returnReferences: [.init(value: 1, label: "ROI 1")]
/// ).svg
/// ```
public struct PriorPredictiveChart: Sendable, Hashable {
  /// What the picture shows, in a line or two.
  public let title: String
  /// How it was made, in up to three lines; may be empty.
  public let subtitle: String
  /// The KPI's name.
  public let target: String
  /// The days of all panels, ascending.
  public let dates: [CalendarDate]
  /// One for national data, or one for each geo; the first six are drawn, the others counted.
  public let panels: [Panel]
  /// The channels, from the top down.
  public let channels: [Channel]
  /// Values to compare all shares with, shares of one.
  public let shareReferences: [Reference]
  /// Values to compare all returns with.
  public let returnReferences: [Reference]

  /// A picture of these numbers.
  ///
  /// - Precondition: each panel has as many values as there are dates.
  public init(
    title: String, subtitle: String = "", target: String, dates: [CalendarDate], panels: [Panel],
    channels: [Channel], shareReferences: [Reference] = [], returnReferences: [Reference] = []
  ) {
    for panel in panels {
      precondition(
        panel.observed.count == dates.count && panel.mean.count == dates.count,
        "\(panel.observed.count) observed and \(panel.mean.count) expected values for "
          + "\(dates.count) dates")
    }
    self.title = title
    self.subtitle = subtitle
    self.target = target
    self.dates = dates
    self.panels = panels
    self.channels = channels
    self.shareReferences = shareReferences
    self.returnReferences = returnReferences
  }

  /// A KPI over time.
  public struct Panel: Sendable, Hashable {
    /// The geo's name, or the nation's.
    public let name: String
    /// `[time]`, in units of the KPI; NaN where unknown.
    public let observed: [Double]
    /// `[time]`, the prior distribution of the expected KPI (without noise), in units of the KPI.
    public let mean: [QuantileSummary]

    /// A panel of as many values as the chart has dates.
    public init(name: String, observed: [Double], mean: [QuantileSummary]) {
      self.name = name
      self.observed = observed
      self.mean = mean
    }
  }

  /// What the priors say of a channel.
  public struct Channel: Sendable, Hashable {
    /// Shortened in the picture where it is long.
    public let name: String
    /// The part of the expected KPI that is due to the channel, a share of one.
    public let share: QuantileSummary
    /// KPI per unit of cost.
    public let returnOnInvestment: QuantileSummary

    /// A channel's row of both measures.
    public init(name: String, share: QuantileSummary, returnOnInvestment: QuantileSummary) {
      self.name = name
      self.share = share
      self.returnOnInvestment = returnOnInvestment
    }
  }

  /// A value that needs no data to be known, marked by a line.
  public struct Reference: Sendable, Hashable {
    /// In the units of what it is compared with.
    public let value: Double
    /// What it is, in a few letters.
    public let label: String

    /// A line at that value.
    public init(value: Double, label: String) {
      self.value = value
      self.label = label
    }
  }

  /// The picture as SVG: well-formed whatever the names, light and dark, without scripts, and
  /// nothing is loaded from elsewhere. The same numbers give the same bytes.
  public var svg: String { picture.svg }
}

extension PriorPredictiveChart {
  /// The picture before it is written.
  package var picture: Picture {
    var picture = Picture(id: "prior", title: title, description: description, width: 920)
    var column = Column(left: 24, right: picture.width - 24, top: 16)
    column.add(title, .title, lines: 2, to: &picture)
    column.add(subtitle, .subtitle, lines: 3, role: .muted, to: &picture)
    var captions: [String] = []
    if !panels.isEmpty {
      column.advance(by: 10)
      Legend.priorAndObserved(target).draw(in: &picture, column: &column)
      let section = TimePanels(
        dates: dates, panels: panels.prefix(TimePanels.largestCount), target: target)
      section.draw(in: &picture, column: &column)
      let rest = panels.count - TimePanels.largestCount
      if rest > 0 {
        let more = "and \(NumberFormat.counted(rest, "more geo"))"
        column.add(more, .note, lines: 1, role: .muted, to: &picture)
      }
      captions += section.captions
    }
    if !channels.isEmpty {
      column.advance(by: 14)
      let section = intervals
      section.draw(in: &picture, column: &column)
      captions += section.captions
    }
    column.advance(by: 8)
    for caption in captions { column.add(caption, .note, lines: 3, role: .muted, to: &picture) }
    picture.finish(at: column.top + 16)
    return picture
  }

  private var intervals: IntervalPanels {
    IntervalPanels(
      categories: channels.map(\.name),
      measures: [
        IntervalPanels.Measure(
          name: "Share of \(target)", format: .percent, values: channels.map(\.share),
          references: shareReferences, spacing: .linear),
        IntervalPanels.Measure(
          name: "ROI: \(target) per unit of cost", format: .plain,
          values: channels.map(\.returnOnInvestment), references: returnReferences,
          spacing: AxisDomain.spacing(for: channels.flatMap(\.returnOnInvestment.tails))),
      ])
  }

  /// The picture in words.
  private var description: String {
    var sentences = ["What the priors expect of \(target) before they have seen data."]
    if let first = dates.first, let last = dates.last {
      sentences.append(
        "\(NumberFormat.counted(panels.count, "panel")) over "
          + "\(NumberFormat.counted(dates.count, "date")) from \(first) to \(last).")
    }
    let pairs = panels.flatMap { zip($0.observed, $0.mean) }.filter { $0.0.isFinite }
    if !pairs.isEmpty {
      let inside = pairs.count { $0 >= $1.q5 && $0 <= $1.q95 }
      sentences.append(
        "\(inside) of \(NumberFormat.counted(pairs.count, "observed value")) "
          + "within the 5–95 % band of the mean.")
    }
    sentences += channels.map {
      "\($0.name): share \($0.share.text(.percent)); ROI \($0.returnOnInvestment.text(.plain))."
    }
    return sentences.map(DisplayText.cleaned).joined(separator: " ")
  }
}
