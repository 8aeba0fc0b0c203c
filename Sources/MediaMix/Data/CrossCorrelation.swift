internal import MediaMixInference

/// How a channel or feature moves with the KPI of later and earlier periods (LightweightMMM's
/// `plot_cross_correlate`).
///
/// A peak at a positive lag says that the series leads the KPI by so many periods, as media with a
/// carry-over do. It says nothing of causes: a shared season gives peaks too.
public struct CrossCorrelation: Sendable, Hashable {
  /// A correlation and its lag.
  public struct Peak: Sendable, Hashable {
    /// By how many periods the series leads the KPI, ≥ 0.
    public let lag: Int
    /// The correlation at that lag, in [−1, 1].
    public let coefficient: Double
  }

  /// The channel or feature.
  public let series: String
  /// The geo; nil: all geos together, or the nation.
  public let geo: String?
  /// The lags, ascending from −m to m. At lag l the series of a period is beside the KPI l periods
  /// later; LightweightMMM gives the same lag the opposite sign.
  public let lags: ClosedRange<Int>
  /// The correlation at each of ``lags``, in [−1, 1]: Σ_t x[t]·y[t+l] / √(Σ_t x[t]² · Σ_t y[t]²) of
  /// deviations from the means, sums over the periods that there are, means and squares over all. Empty
  /// where the series or the KPI never changes.
  ///
  /// Far lags have fewer terms beside the same divisor, which draws their coefficients towards 0.
  public let coefficients: [Double]

  /// The correlation at a lag; nil beyond ``lags`` and where nothing changes.
  public func coefficient(atLag lag: Int) -> Double? {
    lags.contains(lag) && !coefficients.isEmpty ? coefficients[lag - lags.lowerBound] : nil
  }

  /// The correlation of the largest size, positive or negative, among lags at which the series leads the
  /// KPI or goes with it; the shortest lag of equal ones. Nil where nothing changes.
  public var peak: Peak? { leading { $0.magnitude } }

  /// The largest correlation by its sign among the same lags: LightweightMMM's result, whose lag has the
  /// opposite sign. For a series that lowers the KPI it is no peak.
  public var largestPositive: Peak? { leading { $0 } }

  private func leading(by size: (Double) -> Double) -> Peak? {
    guard !coefficients.isEmpty else { return nil }
    let leading = coefficients.dropFirst(-lags.lowerBound)
    var best = Peak(lag: 0, coefficient: leading[leading.startIndex])
    for (lag, coefficient) in leading.enumerated()
    where size(coefficient) > size(best.coefficient) {
      best = Peak(lag: lag, coefficient: coefficient)
    }
    return best
  }

  fileprivate init(
    _ name: String, geo: String?, series: StandardizedSeries, target: StandardizedSeries,
    maximumLag: Int
  ) {
    self.series = name
    self.geo = geo
    lags = -maximumLag...maximumLag
    guard let x = series.direction, let y = target.direction else {
      coefficients = []
      return
    }
    coefficients = lags.map { lag in
      let (first, second) = lag >= 0 ? (x, y) : (y, x)
      let earlier = Array(first.dropLast(abs(lag)))
      let later = Array(second.dropFirst(abs(lag)))
      return min(1, max(-1, Reductions.dot(earlier.span, later.span)))
    }
  }
}

extension Dataset {
  /// How every channel and feature moves with the KPI of later and earlier periods.
  ///
  /// First of all geos together, channels and then features in the dataset's order; then, of geo data,
  /// of each geo in turn. All geos together are sums over geos, of features too: a sum and a mean over
  /// geos have the same correlations.
  ///
  /// - Parameter maximumLag: the greatest lag, ≥ 0; one fewer than there are periods, if that is less.
  public func crossCorrelations(maximumLag: Int = 10) -> [CrossCorrelation] {
    precondition(maximumLag >= 0, "a negative greatest lag")
    let places: [Int?] = [nil] + geos.indices.map { $0 }
    return places.flatMap { place in
      let target = StandardizedSeries(target.series(column: 0, place: place))
      let columns =
        channels.indices.map { (channels[$0], media.series(column: $0, place: place)) }
        + featureNames.indices.map { (featureNames[$0], features.series(column: $0, place: place)) }
      return columns.map { name, series in
        CrossCorrelation(
          name, geo: place.map { geos[$0] }, series: StandardizedSeries(series), target: target,
          maximumLag: min(maximumLag, timeCount - 1))
      }
    }
  }
}

extension Panel {
  /// A column in one geo, or summed over all where `place` is nil; `[time]`.
  func series(column: Int, place: Int?) -> [Double] {
    if let place { return series(column: column, geo: place) }
    return (0..<timeCount).map { time in
      (0..<geoCount).reduce(0) { $0 + self[time, column, $1] }
    }
  }
}
