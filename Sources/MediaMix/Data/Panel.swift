/// Numbers by time, column and geo: the layout of all data, `[time, column, geo]`, row-major.
///
/// National data is a panel with one geo.
public struct Panel: Sendable, Hashable {
  /// Number of periods.
  public let timeCount: Int
  /// Number of columns (channels, features; 1 for the target).
  public let columnCount: Int
  /// Number of geos; 1 for national data.
  public let geoCount: Int
  /// The numbers, `timeCount · columnCount · geoCount` of them.
  public private(set) var values: [Double]

  /// A panel of the given shape and numbers.
  ///
  /// - Precondition: `values.count == timeCount * columnCount * geoCount`.
  public init(timeCount: Int, columnCount: Int, geoCount: Int = 1, values: [Double]) {
    precondition(values.count == timeCount * columnCount * geoCount, "panel of another shape")
    self.timeCount = timeCount
    self.columnCount = columnCount
    self.geoCount = geoCount
    self.values = values
  }

  /// A panel filled with `value`.
  public init(repeating value: Double, timeCount: Int, columnCount: Int, geoCount: Int = 1) {
    self.init(
      timeCount: timeCount, columnCount: columnCount, geoCount: geoCount,
      values: Array(repeating: value, count: timeCount * columnCount * geoCount))
  }

  /// The number at a period, column and geo.
  public subscript(time: Int, column: Int, geo: Int = 0) -> Double {
    get { values[(time * columnCount + column) * geoCount + geo] }
    set { values[(time * columnCount + column) * geoCount + geo] = newValue }
  }
}
