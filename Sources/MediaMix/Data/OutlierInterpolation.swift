/// Why outliers could not be interpolated.
public enum OutlierInterpolationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// There is no such period; periods are counted from 0.
  case noSuchPeriod(Int, count: Int)
  /// All periods before or all after this one are outliers too, so that there is nothing to draw a
  /// line from.
  case noNeighbour(Int)

  /// What is wrong and what to do about it, without a full stop.
  public var description: String {
    switch self {
    case .noSuchPeriod(let period, let count):
      "there is no period \(period) to interpolate; \(count) periods are counted from 0"
    case .noNeighbour(let period):
      "period \(period) cannot be interpolated: no period that is kept lies on either side of it; "
        + "leave the rows at this end out instead"
    }
  }
}

/// Overwrites outliers of a series with what the periods around them suggest.
///
/// An event that will not come again, a warehouse fire or a mistyped number, would be explained by
/// media if it stays in the data. LightweightMMM's `interpolate_outliers`.
public enum OutlierInterpolation {
  /// The series with a straight line through each run of outliers, from the last value before it to the
  /// first after it.
  ///
  /// The first and the last period have a neighbour on one side only and cannot be interpolated, as in
  /// LightweightMMM: nothing is extrapolated.
  ///
  /// - Parameters:
  ///   - series: a number for each period; `[time]`. Outliers may be any, NaN too.
  ///   - outliers: the periods to overwrite, counted from 0, in any order.
  /// - Returns: `[time]`; all other periods as they were.
  /// - Throws: ``OutlierInterpolationError`` if there is no such period, or no period that is kept on
  ///   both sides of it.
  public static func apply(
    to series: [Double], at outliers: [Int]
  ) throws(OutlierInterpolationError) -> [Double] {
    var isKept = Array(repeating: true, count: series.count)
    for period in outliers {
      guard series.indices.contains(period) else {
        throw .noSuchPeriod(period, count: series.count)
      }
      isKept[period] = false
    }
    var result = series
    for period in series.indices where !isKept[period] {
      guard let before = isKept[..<period].lastIndex(of: true),
        let after = isKept[period...].firstIndex(of: true)
      else { throw .noNeighbour(period) }
      let share = Double(period - before) / Double(after - before)
      result[period] = series[before] * (1 - share) + series[after] * share
    }
    return result
  }
}
