internal import MediaMixInference

extension FittedModel {
  /// What the model says about periods that follow the training data: trend, season, weekday and lags
  /// go on from it, after the gap where there is one.
  ///
  /// Takes 8 bytes for each draw, period and geo. Where that is too much, predict from fewer draws
  /// (``thinned(to:seed:)``).
  ///
  /// - Throws: ``PredictionError`` if the rows do not fit the model, hold numbers so large that
  ///   results are none, or are those that it was fitted to: what it says about those is
  ///   ``fittedValues()``.
  public func predict(_ rows: FutureRows) throws(PredictionError) -> Prediction {
    try model.requireUsable(rows)
    let prediction = predicted(rows)
    // Sums of these are finite, too.
    if let index = prediction.mean.values.firstIndex(where: { !($0.magnitude < 1e290) }) {
      throw .overflow(period: index / prediction.geoCount % rows.media.timeCount)
    }
    return prediction
  }

  /// The same of rows that are known to fit the model and to be none that it was fitted to.
  func predicted(_ rows: FutureRows) -> Prediction {
    let gapFeatures = Panel(
      repeating: 0, timeCount: rows.gap.timeCount, columnCount: rows.features.columnCount,
      geoCount: rows.features.geoCount)
    let timeline = Timeline(
      model, followedBy: rows.gap.followed(by: rows.media),
      features: gapFeatures.followed(by: rows.features))
    let begin = timeline.timeCount - rows.media.timeCount
    return Prediction(
      timeline, periods: begin..<timeline.timeCount, of: draws,
      dates: Array(
        model.dataset.dates(after: rows.gap.timeCount + rows.media.timeCount)
          .dropFirst(rows.gap.timeCount)), observed: rows.target)
  }

  /// What the model says about the training periods, beside the KPI that it learnt from.
  ///
  /// Takes 8 bytes for each draw, period and geo.
  public func fittedValues() -> Prediction {
    let dataset = model.dataset
    return Prediction(
      Timeline(model, media: dataset.media, features: dataset.features),
      periods: 0..<dataset.timeCount, of: draws, dates: dataset.dates, observed: dataset.target)
  }
}

extension Dataset {
  /// The first days of so many periods that follow.
  package func dates(after count: Int) -> [CalendarDate] {
    guard let spacing, var date = dates.last else { return [] }
    return (0..<count).map { _ in
      date = spacing.next(after: date)
      return date
    }
  }
}
