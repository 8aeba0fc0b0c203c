import MediaMix
import MediaMixReport

/// Pictures of made-up numbers: ordinary ones, and those that break layouts.
enum ChartSamples {
  static let all: [(name: String, chart: PriorPredictiveChart)] =
    [
      ("national", national), ("geos", geos), ("long-names", longNames),
      ("daily", chart(count: 1095, step: 1, panels: 6, names: ["tv"])),
      ("two geos", chart(count: 60, panels: 2, names: ["tv", "radio"], spread: 40)),
      ("five geos", chart(count: 14, step: 1, panels: 5, names: ["tv"])),
      ("one date", chart(count: 1, panels: 1, names: ["tv"])),
      ("two dates", chart(count: 2, panels: 1, names: ["tv"])),
      ("no dates", chart(count: 0, panels: 3, names: ["tv"])),
      ("nothing", chart(count: 0, panels: 0, names: [])),
      ("centuries", chart(count: 30, step: 20_000, panels: 3, names: ["tv"])),
      ("hostile", hostile),
    ] + [0, 7e6, -3, 1e-9, 1e18, 1e300, .nan, .infinity].map { ("all \($0)", constant($0)) }

  static let national = chart(
    count: 104, panels: 1, names: ["tv", "radio", "search", "social", "print"])
  static let geos = chart(
    count: 52, panels: 20, growth: 3, names: ["tv", "search", "print"], decades: 1.5)
  static let longNames = chart(
    count: 26, panels: 1,
    names: (1...12).map { "paid_social_\($0)_prospecting_and_retargeting_audience_\($0 * 7)" })

  static let hostileName =
    "<script>alert('x')</script>\" onload=\"x\" ]]> &amp; \u{0}\u{1B}[31m\u{202E}\u{FFFE}\n👩‍👩‍👧‍👦"
    + String(repeating: "é̂̃ long ", count: 25)

  private static let hostile = PriorPredictiveChart(
    title: hostileName, subtitle: hostileName, target: hostileName, dates: dates(20, step: 7),
    panels: [panel(hostileName, 20, level: 9, spread: 1), panel("", 20, level: 9, spread: 1)],
    channels: channels([hostileName, String(repeating: "W", count: 200), "", "\t"], decades: 0),
    shareReferences: [.init(value: 0.1, label: hostileName)],
    returnReferences: [.init(value: 1, label: "a"), .init(value: 1.01, label: "b")])

  private static func constant(_ value: Double) -> PriorPredictiveChart {
    let values = summary(value, below: 1, above: 1)
    return PriorPredictiveChart(
      title: "Degenerate", target: "sales", dates: dates(9, step: 7),
      panels: [
        .init(
          name: "national", observed: Array(repeating: value, count: 9),
          mean: Array(repeating: values, count: 9))
      ],
      channels: [.init(name: "tv", share: values, returnOnInvestment: values)],
      returnReferences: [.init(value: 1, label: "ROI 1")])
  }

  private static func chart(
    count: Int, step: Int = 7, panels: Int, growth: Double = 1, names: [String],
    spread: Double = 1, decades: Double = 0
  ) -> PriorPredictiveChart {
    var level = 4e4
    let panels = (0..<panels).map { index in
      defer { level *= growth }
      return panel("Region \(index + 1)", count, level: level, spread: spread)
    }
    return PriorPredictiveChart(
      title: "What the priors imply", subtitle: "Made-up numbers. Bands are of the mean.",
      target: "sales", dates: dates(count, step: step), panels: panels,
      channels: channels(names, decades: decades),
      returnReferences: [.init(value: 1, label: "ROI 1")])
  }

  private static func dates(_ count: Int, step: Int) -> [CalendarDate] {
    (0..<count).map { CalendarDate(daysSinceEpoch: 18_631 + step * $0) }
  }

  private static func panel(
    _ name: String, _ count: Int, level: Double, spread: Double
  ) -> PriorPredictiveChart.Panel {
    let observed = (0..<count).map { level * (1 + 0.04 * Double($0 * 7 % 11) - 0.2) }
    let mean = (0..<count).map { time in
      let width = level * spread * (0.3 + 0.01 * Double(time % 13))
      return QuantileSummary(
        q5: level - 1.6 * width, q25: level - 0.6 * width, median: level,
        q75: level + 0.7 * width, q95: level + 2.5 * width)
    }
    return .init(name: name, observed: observed, mean: mean)
  }

  /// Channels whose returns grow by so many powers of ten from one to the next.
  private static func channels(
    _ names: [String], decades: Double
  ) -> [PriorPredictiveChart.Channel] {
    names.enumerated().map { index, name in
      let factor = decades == 0 ? 1 + 0.3 * Double(index) : index == 0 ? 0.1 : 30 * Double(index)
      return .init(
        name: name, share: summary(0.02 + 0.01 * Double(index), below: 3, above: 4),
        returnOnInvestment: summary(factor, below: decades == 0 ? 2 : 10, above: 5))
    }
  }

  private static func summary(
    _ median: Double, below: Double, above: Double
  ) -> QuantileSummary {
    QuantileSummary(
      q5: median / below, q25: median / below.squareRoot(), median: median,
      q75: median * above.squareRoot(), q95: median * above)
  }
}
