internal import MediaMix

/// Scores of a prediction in JSON. Where there is no score, null.
struct ScoresDocument: Sendable, Encodable {
  private let mae: JSONNumber
  private let mape: JSONNumber
  private let medianAPE: JSONNumber
  private let rSquared: JSONNumber
  private let crps: JSONNumber
  private let coverage50: JSONNumber
  private let coverage90: JSONNumber

  private enum CodingKeys: String, CodingKey {
    case mae, mape, crps
    case medianAPE = "median_ape"
    case rSquared = "r_squared"
    case coverage50 = "coverage_50"
    case coverage90 = "coverage_90"
  }

  init(_ scores: PredictionScores) {
    mae = JSONNumber(scores.meanAbsoluteError)
    mape = JSONNumber(scores.meanAbsolutePercentageError ?? .nan)
    medianAPE = JSONNumber(scores.medianAbsolutePercentageError ?? .nan)
    rSquared = JSONNumber(scores.rSquared ?? .nan)
    crps = JSONNumber(scores.continuousRankedProbabilityScore)
    coverage50 = JSONNumber(scores.coverage50)
    coverage90 = JSONNumber(scores.coverage90)
  }
}

/// Scores of rows that were held out, in JSON.
struct HoldoutDocument: Sendable, Encodable {
  private let first: CalendarDate
  private let last: CalendarDate
  private let periods: Int
  private let model: ScoresDocument
  private let naive: ScoresDocument
  private let naiveForecast: String
  private let skill: JSONNumber

  private enum CodingKeys: String, CodingKey {
    case first, last, periods, model, naive, skill
    case naiveForecast = "naive_forecast"
  }

  init(_ scores: HoldoutScores) {
    first = scores.first
    last = scores.last
    periods = scores.model.periodCount
    model = ScoresDocument(scores.model)
    naive = ScoresDocument(scores.naive)
    naiveForecast = scores.naiveIsSeasonal ? "last_year" : "last_value"
    skill = JSONNumber(scores.skill)
  }
}
