internal import MediaMixInference

/// What the KPI of a window is without media: level, trend, season, weekdays and features.
struct PlanBaseline {
  /// By each draw, in the units of the KPI, all periods and geos added up; `[draw]`.
  let totals: [Double]

  /// - Parameters:
  ///   - first: the window's first period, counted from the first of the training data.
  ///   - features: in the units of the data, `[period, feature, geo]`.
  init(_ model: MediaMixModel, draws: Draws, first: Int, periods: Int, features: Panel) {
    let layout = model.parameters
    let window = first..<first + periods
    let trend = Trend(periods: window.upperBound)
    let seasonality = model.specification.seasonality
    let seasons = FourierSeasonality.columns(
      periods: window.upperBound, frequency: seasonality.frequency, degrees: seasonality.degrees
    ).map { $0[window].reduce(0, +) }
    let featureSums = model.scaling.features.transform(features).mean(repeated: 1).values
      .map { $0 * Double(periods) }
    let days = Self.days(in: window)
    let geoCount = model.dataset.target.geoCount
    let places = Places(layout)
    var powers = Array(repeating: 0.0, count: window.upperBound)
    totals = (0..<draws.chainCount * draws.drawCount).map { index in
      let draw = Array(draws.draw(index))
      trend.forward(exponent: draw[places.trendExponent], into: &powers)
      let height = powers[window].reduce(0, +)
      let season = seasons.enumerated().reduce(0) {
        $0 + draw[places.seasonality + $1.offset] * $1.element
      }
      let weekdays = places.weekday.map { place in
        days.enumerated().reduce(0) { $0 + draw[place + $1.offset] * $1.element }
      }
      return (0..<geoCount).reduce(0) { total, geo in
        var sum = Double(periods) * draw[places.intercept + geo] + (weekdays ?? 0)
        sum += height * draw[places.trendCoefficient + geo]
        sum += season * (places.seasonalityCoefficient.map { draw[$0 + geo] } ?? 1)
        if let coefficient = places.featureCoefficient {
          for feature in stride(from: geo, to: featureSums.count, by: geoCount) {
            sum += draw[coefficient + feature] * featureSums[feature]
          }
        }
        return total + sum * model.scaling.target.divisor(column: 0, geo: geo)
      }
    }
  }

  /// How many periods of the window each day of the week has, by position.
  private static func days(in window: Range<Int>) -> [Double] {
    var days = Array(repeating: 0.0, count: 7)
    for period in window { days[period % 7] += 1 }
    return days
  }

  /// Where parameters begin.
  private struct Places {
    let intercept: Int
    let trendCoefficient: Int
    let trendExponent: Int
    let seasonality: Int
    let seasonalityCoefficient: Int?
    let featureCoefficient: Int?
    let weekday: Int?

    init(_ layout: ParameterLayout) {
      intercept = layout.offset(of: .intercept)
      trendCoefficient = layout.offset(of: .trendCoefficient)
      trendExponent = layout.offset(of: .trendExponent)
      seasonality = layout.offset(of: .seasonality)
      func place(_ name: ParameterName) -> Int? { layout.range(of: name.rawValue)?.lowerBound }
      seasonalityCoefficient = place(.seasonalityCoefficient)
      featureCoefficient = place(.featureCoefficient)
      weekday = place(.weekday)
    }
  }
}
