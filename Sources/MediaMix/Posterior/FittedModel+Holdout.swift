extension FittedModel {
  /// The same fit with the rows that it has not seen, so that it can be held to them at any time
  /// later: they are saved with it.
  ///
  /// - Parameter rows: the later rows of ``Dataset/split(after:)``, all periods from the one after the
  ///   training data on. They take the place of those that are kept already.
  /// - Throws: ``PredictionError`` if the rows do not fit the model or do not follow its data.
  public func keeping(holdout rows: Dataset) throws(PredictionError) -> FittedModel {
    try model.requireHoldout(rows)
    return FittedModel(
      model: model, schema: schema, sampler: sampler, initialization: initialization, draws: draws,
      effort: effort, experimentResults: experimentResults, edits: edits, holdout: rows)
  }

  /// What the model says about the rows that it has not seen, beside the KPI that came; their media and
  /// features are taken as known. Nil where none were kept.
  public func holdoutPrediction() -> Prediction? {
    holdout.map { predicted(FutureRows($0)) }
  }

  /// How well this fit predicts the rows that were kept with it, which it has not seen; nil where there
  /// are none. See ``holdoutScores(_:)``.
  public func holdoutScores() -> HoldoutScores? {
    holdout.map { scores(of: predicted(FutureRows($0)), rows: $0) }
  }
}
