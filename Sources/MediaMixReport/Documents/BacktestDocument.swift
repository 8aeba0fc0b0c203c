public import MediaMix

/// What `lmmm backtest --json` prints. A number that is not finite, or that there is none of, becomes
/// null.
public struct BacktestDocument: Sendable, Encodable {
  private struct Window: Encodable, Sendable {
    let trainingPeriods: Int
    let scores: HoldoutDocument
    let rHat: JSONNumber
    let divergences: Int
    let roi: [String: DistributionDocument]

    private enum CodingKeys: String, CodingKey {
      case scores, divergences, roi
      case trainingPeriods = "training_periods"
      case rHat = "r_hat"
    }
  }

  private struct Skipped: Encodable, Sendable {
    let trainingPeriods: Int
    let first: CalendarDate
    let reason: String

    private enum CodingKeys: String, CodingKey {
      case first, reason
      case trainingPeriods = "training_periods"
    }
  }

  /// Means over windows.
  private struct Average: Encodable, Sendable {
    let mae: JSONNumber
    let mape: JSONNumber
    let medianAPE: JSONNumber
    let crps: JSONNumber
    let coverage50: JSONNumber
    let coverage90: JSONNumber

    private enum CodingKeys: String, CodingKey {
      case mae, mape, crps
      case medianAPE = "median_ape"
      case coverage50 = "coverage_50"
      case coverage90 = "coverage_90"
    }

    init(_ backtest: Backtest, of forecast: KeyPath<HoldoutScores, PredictionScores>) {
      func number(_ score: (PredictionScores) -> Double?) -> JSONNumber {
        JSONNumber(backtest.average(score, of: forecast) ?? .nan)
      }
      mae = number(\.meanAbsoluteError)
      mape = number(\.meanAbsolutePercentageError)
      medianAPE = number(\.medianAbsolutePercentageError)
      crps = number(\.continuousRankedProbabilityScore)
      coverage50 = number(\.coverage50)
      coverage90 = number(\.coverage90)
    }
  }

  private struct Channel: Encodable, Sendable {
    let name: String
    let median: JSONNumber
    let lowest: JSONNumber
    let highest: JSONNumber
    let sd: JSONNumber
    let relativeRange: JSONNumber
    let typicalWidth: JSONNumber
    let movesApart: Bool

    private enum CodingKeys: String, CodingKey {
      case name, median, lowest, highest, sd
      case relativeRange = "relative_range"
      case typicalWidth = "typical_width"
      case movesApart = "moves_apart"
    }

    init(_ stability: ReturnStability) {
      name = stability.name
      median = JSONNumber(stability.median)
      lowest = JSONNumber(stability.lowest)
      highest = JSONNumber(stability.highest)
      sd = JSONNumber(stability.deviation)
      relativeRange = JSONNumber(stability.relativeRange)
      typicalWidth = JSONNumber(stability.typicalWidth)
      movesApart = stability.movesApart
    }
  }

  private let windows: [Window]
  private let skipped: [Skipped]
  private let model: Average
  private let naive: Average
  private let skill: JSONNumber
  /// How each channel's return moved.
  private let channels: [Channel]

  /// The document of a backtest.
  public init(_ backtest: Backtest) {
    windows = backtest.windows.map { window in
      Window(
        trainingPeriods: window.trainingCount, scores: HoldoutDocument(window.scores),
        rHat: JSONNumber(window.largestRHat), divergences: window.divergenceCount,
        roi: Dictionary(
          uniqueKeysWithValues: zip(
            backtest.channels, window.returns.map(DistributionDocument.init))))
    }
    skipped = backtest.skipped.map {
      Skipped(
        trainingPeriods: $0.trainingCount, first: $0.first, reason: $0.reason.description)
    }
    model = Average(backtest, of: \.model)
    naive = Average(backtest, of: \.naive)
    skill = JSONNumber(backtest.skill)
    channels = backtest.returnStabilities.map(Channel.init)
  }
}
