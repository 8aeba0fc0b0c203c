extension Dataset {
  /// The distance between periods; nil for fewer than two periods.
  public var spacing: Spacing? { Spacing(mostCommonIn: [dates]) }

  /// The rows up to and including `date`, which the model learns from, and the later rows, which it
  /// does not see.
  ///
  /// - Parameter date: nil, or a date not before the last row: everything is for training and there
  ///   is no hold-out.
  /// - Throws: ``DataError`` if the training periods are fewer than three, leave a channel without
  ///   any media or spend in all geos, or a target that never changes in one.
  public func split(
    after date: CalendarDate?
  ) throws(DataError) -> (training: Dataset, holdout: Dataset?) {
    let trainingCount = date.map { last in dates.count { $0 <= last } } ?? timeCount
    guard trainingCount < timeCount else { return (self, nil) }
    guard trainingCount >= Self.minimumRows else {
      throw DataError(
        .tooFewRows, file: nil,
        "train_until leaves \(trainingCount) \(geos.isEmpty ? "rows" : "dates of each geo") to learn "
          + "from (the dates run from "
          + "\(dates[0]) to \(dates[timeCount - 1]))",
        advice:
          "Choose a later date, so that at least \(Self.minimumRows) \(geos.isEmpty ? "rows" : "dates") are left."
      )
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

  /// Throws a ``DataError`` if a channel never ran or cost nothing in all geos, or the target never
  /// changes in one: the noise of that geo would shrink to nothing around a perfect fit.
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
    let still = (0..<target.geoCount).filter {
      Self.isConstantButForRounding(target.series(column: 0, geo: $0))
    }
    guard still.isEmpty else {
      throw DataError(
        .constantTarget, file: nil, "the value is the same in every row",
        at: still.map { DataError.Place(series: .target, geo: geoName($0)) },
        advice: geos.isEmpty || still.count == geos.count
          ? "Check that data.target names the column of the KPI."
          : "Leave out the geo: nothing can be learnt from it.")
    }
  }

  /// Whether what a series changes by is so little of its size that it was never measured.
  private static func isConstantButForRounding(_ series: [Double]) -> Bool {
    let largest = series.reduce(0) { max($0, $1.magnitude) }
    return StandardizedSeries(series).deviation <= 1e-10 * largest
  }

  /// The name of a geo by its index; nil for national data.
  func geoName(_ index: Int) -> String? {
    geos.isEmpty ? nil : geos[index]
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

  /// Whether a column is 0 in all geos.
  func isZero(inColumn column: Int) -> Bool {
    (0..<geoCount).allSatisfy { isZero(inColumn: column, geo: $0) }
  }

  /// Whether a column is 0 in a geo.
  func isZero(inColumn column: Int, geo: Int) -> Bool {
    (0..<timeCount).allSatisfy { self[$0, column, geo] == 0 }
  }

  /// Whether a column holds one number alone in a geo.
  func isConstant(inColumn column: Int, geo: Int) -> Bool {
    (0..<timeCount).allSatisfy { self[$0, column, geo] == self[0, column, geo] }
  }
}
