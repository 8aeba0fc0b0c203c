internal import MediaMixInference

/// How well a fit predicts rows that it has not seen, beside what needs no model.
///
/// Of geo data, scores are those of the sum over all geos.
public struct HoldoutScores: Sendable, Hashable {
  /// The first of the rows.
  public let first: CalendarDate
  /// The last of the rows.
  public let last: CalendarDate
  /// The fit's.
  public let model: PredictionScores
  /// Those of ``SeasonalNaive``.
  public let naive: PredictionScores
  /// Whether the training data have more than a year, so that the naive forecast is that of a year ago;
  /// otherwise it is the last KPI.
  public let naiveIsSeasonal: Bool

  /// One less the fit's continuous ranked probability score over that of the naive forecast: 1 is
  /// perfect, 0 no better, negative worse. NaN where the naive forecast is perfect.
  public var skill: Double {
    1 - model.continuousRankedProbabilityScore / naive.continuousRankedProbabilityScore
  }
}

extension FittedModel {
  /// How well this fit predicts the rows that follow its training data. Their media and features are
  /// taken as known.
  ///
  /// - Parameter rows: the later rows of ``Dataset/split(after:)``.
  /// - Throws: ``PredictionError`` if the rows do not fit the model.
  public func holdoutScores(_ rows: Dataset) throws(PredictionError) -> HoldoutScores {
    scores(of: try predict(FutureRows(rows)), rows: rows)
  }

  /// The scores of a prediction of these rows.
  func scores(of prediction: Prediction, rows: Dataset) -> HoldoutScores {
    guard let scores = prediction.scores(seed: sampler.seed) else {
      preconditionFailure("rows of a dataset have a KPI")
    }
    let naive = SeasonalNaive(
      training: model.dataset.target, periods: rows.timeCount,
      season: model.specification.seasonality.season)
    return HoldoutScores(
      first: rows.dates[0], last: rows.dates[rows.timeCount - 1], model: scores,
      naive: naive.scores(rows.target), naiveIsSeasonal: naive.isSeasonal)
  }
}
