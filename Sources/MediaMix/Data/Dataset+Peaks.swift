/// Series that one or two periods decide, and series that hardly change.
extension Dataset {
  /// Channels that ran in a period or two alone, and channels, features or a target of which one period
  /// outweighs all others; of geo data with the geos in which it is so.
  var peaks: [String] {
    var places = MessagePlaces()
    for geo in 0..<media.geoCount {
      for (column, name) in channels.enumerated() {
        let series = media.series(column: column, geo: geo)
        let text = "the channel \(DataError.Place.quoted(name))"
        if let periods = fewPeriods(of: series) {
          places.add(
            "\(text) has media in \(periods) alone",
            "its effect cannot be told from what else happened then, and its lag and saturation are "
              + "the priors'", geo: geo)
        } else if let peak = Peak(ofSum: series) {
          places.add(
            "\(text) has \(share(peak)) of its media in one period\(day(peak))",
            "what the model says of it rests on that period; check the number", geo: geo)
        }
      }
      for (column, name) in featureNames.enumerated() {
        let series = features.series(column: column, geo: geo)
        // A feature of two numbers may mark one period on purpose.
        guard Set(series).count > 2, let peak = Peak(ofVariation: series) else { continue }
        places.add(
          "the feature \(DataError.Place.quoted(name)) has \(share(peak)) of its variation in one "
            + "period\(day(peak))",
          "all other periods count for next to nothing; check the number", geo: geo)
      }
      if let peak = Peak(ofVariation: target.series(column: 0, geo: geo)) {
        places.add(
          "the target has \(share(peak)) of its variation in one period\(day(peak))",
          "all other periods count for next to nothing; check the number, or give that period a "
            + "feature of its own (1 then, 0 otherwise)", geo: geo)
      }
    }
    return places.messages(inGeos)
  }

  /// Channels and features that change by less than a thousandth of their mean, and a target that does.
  var barelyChanging: [String] {
    var places = MessagePlaces()
    for geo in 0..<media.geoCount {
      for (column, name) in channels.enumerated()
      where changesLittle(media.series(column: column, geo: geo)) {
        places.add(
          "the media of \(DataError.Place.quoted(name)) change by less than a thousandth of their mean",
          "the channel's effect cannot be told from the intercept, and what the model says of it is "
            + "the prior", geo: geo)
      }
      for (column, name) in featureNames.enumerated()
      where !features.isConstant(inColumn: column, geo: geo)
        && changesLittle(features.series(column: column, geo: geo))
      {
        places.add(
          "the feature \(DataError.Place.quoted(name)) changes by less than a thousandth of its mean",
          "divided by that, it cannot be told from the intercept; subtract a constant from it, such "
            + "as its mean", geo: geo)
      }
      if changesLittle(target.series(column: 0, geo: geo)) {
        places.add(
          "the target changes by less than a thousandth of its mean",
          "next to nothing is left for media to explain; check that data.target names the column of "
            + "the KPI", geo: geo)
      }
    }
    return places.messages(inGeos)
  }

  /// A target that varies by many times its mean, which it is divided by.
  func wildTarget(for model: ModelSpecification) -> [String] {
    guard model.scaling == .mean else { return [] }
    let wild = (0..<target.geoCount).filter { geo in
      let series = StandardizedSeries(target.series(column: 0, geo: geo))
      return series.deviation > Self.wildVariation * series.mean.magnitude
    }
    return wild.isEmpty
      ? []
      : [
        "the target varies by more than five times its mean\(inGeos(wild)): divided by that, it is far "
          + "from the values near 1 that default priors expect; check it, or give priors of your own"
      ]
  }

  /// Of noise as wide as the default prior of sigma allows with a probability of less than 1 %.
  private static let wildVariation = 5.0

  /// "one period (2024-01-01)" or "two periods", where a channel ran no longer.
  private func fewPeriods(of series: [Double]) -> String? {
    let periods = series.indices.filter { series[$0] > 0 }
    switch periods.count {
    case 1: return "one period" + day(of: periods[0])
    case 2 where timeCount >= Peak.fewestPeriods: return "two periods"
    default: return nil
    }
  }

  private func day(_ peak: Peak) -> String { day(of: peak.period) }

  /// "93.4 %", or "nearly all" of geos.
  private func share(_ peak: Peak) -> String { geos.isEmpty ? peak.percentage : "nearly all" }

  /// " (2024-01-01)"; nothing for geos, which would all need a sentence of their own.
  private func day(of period: Int) -> String { geos.isEmpty ? " (\(dates[period]))" : "" }

  private func changesLittle(_ series: [Double]) -> Bool {
    let series = StandardizedSeries(series)
    return series.mean != 0 && series.deviation < Self.littleChange * series.mean.magnitude
  }

  /// By default priors, what changes less has no effect that anyone would see.
  private static let littleChange = 1e-3
}

/// A period that outweighs all others of a series.
private struct Peak {
  let period: Int
  /// Its share of the whole.
  let share: Double

  /// The share in words, rounded down.
  var percentage: String {
    let percent = (1000 * share).rounded(.down) / 10
    return percent >= 99.9 ? "more than 99.9 %" : "\(percent) %"
  }

  /// The period with nearly all of a sum of numbers ≥ 0.
  init?(ofSum series: [Double]) {
    self.init(series, atLeast: 0.9)
  }

  /// The period with nearly all squared distances from the median.
  init?(ofVariation series: [Double]) {
    let median = series.sorted()[series.count / 2]
    let largest = series.reduce(0) { max($0, ($1 - median).magnitude) }
    guard largest > 0 else { return nil }
    let squares = series.map { ($0 - median) / largest * (($0 - median) / largest) }
    self.init(squares, atLeast: 0.99)
  }

  private init?(_ parts: [Double], atLeast least: Double) {
    guard parts.count >= Self.fewestPeriods,
      let period = parts.indices.max(by: { parts[$0] < parts[$1] })
    else { return nil }
    let share = parts[period] / parts.reduce(0, +)
    guard share >= least else { return nil }
    self.period = period
    self.share = share
  }

  /// Among fewer, one may well be most.
  static let fewestPeriods = 10
}
