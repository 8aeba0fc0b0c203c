/// The forecast that a model must beat to be worth anything: as it was a year ago.
///
/// Each period is predicted by the KPI of the latest training period that is whole years earlier; with
/// less than a year and a period to learn from, by the last KPI. How uncertain that is follows from how
/// well it would have predicted the training periods: each of those differences may come again, up or
/// down (Hyndman and Athanasopoulos 2021, "Forecasting: Principles and Practice", sections 5.2 and 5.5).
public struct SeasonalNaive: Sendable, Hashable {
  /// The predicted KPI; `[time, 1, geo]`.
  public let forecast: Panel
  /// Whether it is that of a year ago; otherwise the last of the training data.
  public let isSeasonal: Bool
  /// Differences of the forecast from the KPI over the training periods, of all geos together;
  /// `[draw, time]`.
  private let differences: [Double]

  /// The forecast of the periods after the training data.
  ///
  /// - Parameters:
  ///   - training: the KPI, `[time, 1, geo]`, two periods or more.
  ///   - periods: how many periods to predict, ≥ 1.
  ///   - season: periods in a year, ≥ 1.
  public init(training: Panel, periods: Int, season: Int) {
    precondition(training.timeCount >= 2 && periods >= 1 && season >= 1, "nothing to go by")
    let (count, geoCount) = (training.timeCount, training.geoCount)
    let isSeasonal = count > season
    // How many periods lie between each period and the one that it is predicted by.
    let lags = (0..<periods).map { lead in
      isSeasonal ? (lead / season + 1) * season : lead + 1
    }
    forecast = Panel(
      timeCount: periods, columnCount: 1, geoCount: geoCount,
      values: lags.enumerated().flatMap { lead, lag in
        (0..<geoCount).map { training[count + lead - lag, 0, $0] }
      })
    // The training data may be too short to show the spread of far periods, which then have that of
    // nearer ones.
    let spreadLags = lags.map { lag in isSeasonal ? season : min(lag, count - 1) }
    let longest = spreadLags.reduce(1) { max($0, $1) }
    let sums = training.sumsOverGeos
    differences = (longest..<count).flatMap { time in
      spreadLags.map { sums[time] - sums[time - $0] }
    }
    self.isSeasonal = isSeasonal
  }

  /// How well it predicts: of geo data the sum over all geos.
  ///
  /// - Parameter observed: the KPI of the predicted periods; `[time, 1, geo]`.
  public func scores(_ observed: Panel) -> PredictionScores {
    precondition(observed.timeCount == forecast.timeCount, "other periods")
    let expected = forecast.sumsOverGeos
    let above = differences.enumerated().map { expected[$0 % expected.count] + $1 }
    let below = differences.enumerated().map { expected[$0 % expected.count] - $1 }
    return PredictionScores(
      observed: observed.sumsOverGeos, means: expected, kpi: above + below)
  }
}

extension Panel {
  /// The sums of the first column over geos, `[time]`.
  fileprivate var sumsOverGeos: [Double] {
    (0..<timeCount).map { time in (0..<geoCount).reduce(0) { $0 + self[time, 0, $1] } }
  }
}

extension Seasonality {
  /// Periods until a year has passed, to the same day of the week where days have levels of their own.
  var season: Int { weekday && frequency >= 7 ? frequency - frequency % 7 : frequency }
}
