extension Dataset {
  /// The distance between periods; nil for fewer than two periods.
  public var spacing: Spacing? { Spacing(mostCommonIn: dates) }

  /// The rows up to and including `date`, which the model learns from, and the later rows, which it
  /// does not see.
  ///
  /// - Parameter date: nil, or a date not before the last row: everything is for training and there
  ///   is no hold-out.
  /// - Throws: ``DataError`` if the training rows are fewer than three, leave a channel without any
  ///   media or spend, or a target that never changes.
  public func split(
    after date: CalendarDate?
  ) throws(DataError) -> (training: Dataset, holdout: Dataset?) {
    let trainingCount = date.map { last in dates.count { $0 <= last } } ?? timeCount
    guard trainingCount < timeCount else { return (self, nil) }
    guard trainingCount >= Self.minimumRows else {
      throw DataError(
        .tooFewRows, file: nil,
        "train_until leaves \(trainingCount) rows to learn from (the dates run from "
          + "\(dates[0]) to \(dates[timeCount - 1]))",
        advice: "Choose a later date, so that at least \(Self.minimumRows) rows are left.")
    }
    let training = rows(0..<trainingCount)
    try training.requireVariation()
    return (training, rows(trainingCount..<timeCount))
  }

  /// The rows of a range of periods.
  package func rows(_ range: Range<Int>) -> Dataset {
    Dataset(
      dates: Array(dates[range]), channels: channels, featureNames: featureNames, geos: geos,
      media: media.rows(range), spend: spend.rows(range), features: features.rows(range),
      target: target.rows(range))
  }

  /// Throws a ``DataError`` if a channel never ran or cost nothing, or the target never changes, in
  /// all geos taken together.
  func requireVariation() throws(DataError) {
    let silent = channels.indices.filter { media.isZero(inColumn: $0) }
    guard silent.isEmpty else {
      throw DataError(
        .noMedia, file: nil, "the channel has no media in any row",
        at: silent.map { DataError.Place(series: .media(channels[$0])) },
        advice: "Leave it out: nothing can be learnt about it.")
    }
    let free = channels.indices.filter { spend.isZero(inColumn: $0) }
    guard free.isEmpty else {
      throw DataError(
        .noSpend, file: nil, "the channel has no spend in any row",
        at: free.map { DataError.Place(series: .spend(channels[$0])) },
        advice: "Give its spend, or make it a feature if it costs nothing.")
    }
    guard Set(target.values).count > 1 else {
      throw DataError(
        .constantTarget, file: nil, "the value is the same in every row",
        at: [DataError.Place(series: .target)],
        advice: "Check that data.target names the column of the KPI.")
    }
  }
}

extension Panel {
  /// The rows of a range of periods.
  package func rows(_ range: Range<Int>) -> Panel {
    let rowLength = columnCount * geoCount
    return Panel(
      timeCount: range.count, columnCount: columnCount, geoCount: geoCount,
      values: Array(values[range.lowerBound * rowLength..<range.upperBound * rowLength]))
  }

  /// The numbers of one column and geo; `[time]`.
  package func series(column: Int, geo: Int = 0) -> [Double] {
    (0..<timeCount).map { self[$0, column, geo] }
  }

  fileprivate func isZero(inColumn column: Int) -> Bool {
    (0..<geoCount).allSatisfy { geo in series(column: column, geo: geo).allSatisfy { $0 == 0 } }
  }
}
