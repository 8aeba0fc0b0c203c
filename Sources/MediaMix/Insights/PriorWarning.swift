/// Something that priors imply and that hardly anyone believes.
public enum PriorWarning: Sendable, Hashable {
  /// Draws whose KPI is not a finite number.
  case notFinite(count: Int, of: Int)
  /// The probability that media explain more than the whole KPI.
  case mediaAboveKPI(probability: Double)
  /// The probability that the KPI without media is negative on average.
  case negativeBaseline(probability: Double)
  /// The width of the KPI's 90 % intervals, in units of the mean observed KPI.
  case wide(ratio: Double)
  /// The share of observed values that lie in the KPI's 90 % intervals.
  case observedOutside(coverage: Double)
  /// The median return of one channel is so many times that of another.
  case unequalReturns(high: String, low: String, ratio: Double)

  /// What is implied, and what to do about it.
  public var message: String {
    switch self {
    case .notFinite(let count, let total):
      """
      \(count) of \(total) draws from the priors give a KPI that is not a finite number; they are \
      left out. Some prior allows enormous values: give it lighter tails or bounds.
      """
    case .mediaAboveKPI(let probability):
      """
      In \(Self.percent(probability)) of draws from the priors, media explain more than the whole \
      KPI. Narrow the media prior, or allow a higher intercept.
      """
    case .negativeBaseline(let probability):
      """
      In \(Self.percent(probability)) of draws from the priors, the KPI without media is negative \
      on average, and shares mean little. Narrow the priors of coef_trend, of features and of media, \
      or allow a higher intercept.
      """
    case .wide(let ratio):
      """
      The priors hardly inform: their typical 90 % interval of the KPI is \(Self.times(ratio)) \
      times as wide as the observed KPI is high on average. The trend is often why, because \
      coef_trend is multiplied by the number of periods: narrow its prior.
      """
    case .observedOutside(let coverage):
      """
      Only \(Self.percent(coverage)) of the observed KPI lies within the 90 % intervals of the \
      priors, which all but exclude these data. Widen the priors of intercept, trend or sigma, or \
      check the scale of the data.
      """
    case .unequalReturns(let high, let low, let ratio):
      """
      The priors take the return of \(high) to be \(Self.times(ratio)) times that of \(low) \
      (medians). If that is not meant, check their spend and the media prior.
      """
    }
  }

  private static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }

  /// A whole number, or words for one that is too large for people.
  private static func times(_ ratio: Double) -> String {
    ratio < 1e6 ? "\(Int(ratio.rounded()))" : "over a million"
  }
}

extension PriorPredictive {
  /// What is hard to believe; empty where nothing is.
  ///
  /// Said are: draws that are not finite, media above the whole KPI in more than half of draws, a
  /// baseline that is negative on average in more than a quarter, typical 90 % intervals of the KPI
  /// wider than 20 times its observed mean, less than half of the observed KPI within them, and
  /// median returns of channels that differ more than tenfold.
  public var warnings: [PriorWarning] {
    var warnings: [PriorWarning] = []
    if unusableDrawCount > 0 {
      warnings.append(.notFinite(count: unusableDrawCount, of: drawCount))
    }
    guard unusableDrawCount < drawCount else { return warnings }
    if probabilityOfMediaAboveKPI > 0.5 {
      warnings.append(.mediaAboveKPI(probability: probabilityOfMediaAboveKPI))
    }
    if probabilityOfNegativeMeanBaseline > 0.25 {
      warnings.append(.negativeBaseline(probability: probabilityOfNegativeMeanBaseline))
    }
    let width = relativeWidth
    if width > 20 { warnings.append(.wide(ratio: width)) }
    if coverage < 0.5 { warnings.append(.observedOutside(coverage: coverage)) }
    let returns = channels.map { (name: $0.name, value: $0.returnOnInvestment.median) }
      .filter { $0.value > 0 && $0.value.isFinite }
    if let high = returns.max(by: { $0.value < $1.value }),
      let low = returns.min(by: { $0.value < $1.value }), high.value > 10 * low.value
    {
      warnings.append(
        .unequalReturns(high: high.name, low: low.name, ratio: high.value / low.value))
    }
    return warnings
  }

  /// The median width of the KPI's 90 % intervals, each in units of its geo's mean observed KPI.
  private var relativeWidth: Double {
    Quantiles(
      geos.flatMap { geo in
        let mean = geo.observed.reduce(0) { $0 + abs($1) } / Double(geo.observed.count)
        return geo.kpi.map { ($0.q95 - $0.q5) / mean }
      }
    ).median
  }
}
