import MediaMix
import MediaMixReport

/// Pictures of made-up numbers: ordinary ones, and those that break layouts.
enum ChartSamples {
  static let all: [(name: String, chart: Chart)] =
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
    count: 26, panels: 1, names: channelNames)

  static let channelNames = (1...12).map {
    "paid_social_\($0)_prospecting_and_retargeting_audience_\($0 * 7)"
  }

  static let hostileName =
    "<script>alert('x')</script>\" onload=\"x\" ]]> &amp; \u{0}\u{1B}[31m\u{202E}\u{FFFE}\n👩‍👩‍👧‍👦"
    + String(repeating: "é̂̃ long ", count: 25)

  static let hostile = chart(
    dates: dates(20, step: 7), target: hostileName,
    geos: [panel(hostileName, 20, level: 9, spread: 1), panel("", 20, level: 9, spread: 1)],
    channels: channels([hostileName, String(repeating: "W", count: 200), "", "\t"], decades: 0))

  private static func constant(_ value: Double) -> Chart {
    let values = summary(value, below: 1, above: 1)
    return chart(
      dates: dates(9, step: 7),
      geos: [
        geo(
          "national", observed: Array(repeating: value, count: 9),
          expected: Array(repeating: values, count: 9))
      ],
      channels: [.init(name: "tv", share: values, returnOnInvestment: values)])
  }

  private static func chart(
    count: Int, step: Int = 7, panels: Int, growth: Double = 1, names: [String],
    spread: Double = 1, decades: Double = 0
  ) -> Chart {
    var level = 4e4
    let geos = (0..<panels).map { index in
      defer { level *= growth }
      return panel("Region \(index + 1)", count, level: level, spread: spread)
    }
    return chart(
      dates: dates(count, step: step), geos: geos, channels: channels(names, decades: decades))
  }

  /// The chart of made-up consequences of a prior.
  static func chart(
    dates: [CalendarDate], target: String = "sales", geos: [PriorPredictive.Geo],
    channels: [PriorPredictive.Channel]
  ) -> Chart {
    let nothing = Quantiles(q5: 0, q25: 0, median: 0, q75: 0, q95: 0)
    return .priorPredictive(
      PriorPredictive(
        dates: dates, geos: geos, channels: channels, mediaShare: nothing,
        baselineShare: nothing, probabilityOfMediaAboveKPI: 0, probabilityOfNegativeBaseline: 0,
        probabilityOfNegativeMeanBaseline: 0, coverage: 1, drawCount: 500, unusableDrawCount: 0),
      target: target)
  }

  static func geo(
    _ name: String, observed: [Double], expected: [Quantiles]
  ) -> PriorPredictive.Geo {
    .init(
      name: name, observed: observed, expected: expected, kpi: expected,
      kpiOverall: Quantiles(observed))
  }

  private static func dates(_ count: Int, step: Int) -> [CalendarDate] {
    (0..<count).map { CalendarDate(daysSinceEpoch: 18_631 + step * $0) }
  }

  private static func panel(
    _ name: String, _ count: Int, level: Double, spread: Double
  ) -> PriorPredictive.Geo {
    let observed = (0..<count).map { level * (1 + 0.04 * Double($0 * 7 % 11) - 0.2) }
    let mean = (0..<count).map { time in
      let width = level * spread * (0.3 + 0.01 * Double(time % 13))
      return Quantiles(
        q5: level - 1.6 * width, q25: level - 0.6 * width, median: level,
        q75: level + 0.7 * width, q95: level + 2.5 * width)
    }
    return geo(name, observed: observed, expected: mean)
  }

  /// Channels whose returns grow by so many powers of ten from one to the next.
  private static func channels(
    _ names: [String], decades: Double
  ) -> [PriorPredictive.Channel] {
    names.enumerated().map { index, name in
      let factor = decades == 0 ? 1 + 0.3 * Double(index) : index == 0 ? 0.1 : 30 * Double(index)
      return .init(
        name: name, share: summary(0.02 + 0.01 * Double(index), below: 3, above: 4),
        returnOnInvestment: summary(factor, below: decades == 0 ? 2 : 10, above: 5))
    }
  }

  private static func summary(
    _ median: Double, below: Double, above: Double
  ) -> Quantiles {
    Quantiles(
      q5: median / below, q25: median / below.squareRoot(), median: median,
      q75: median * above.squareRoot(), q95: median * above)
  }
}
