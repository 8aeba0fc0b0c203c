/// The columns of a table of draws, `[draw, column]`, each as the draws of one quantity.
///
/// Numbers of one column lie far apart in memory, those of neighbouring columns side by side, so that
/// several columns are read at once.
struct DrawColumns {
  /// `[draw, column]`, row-major.
  let rows: [Double]
  /// How many columns there are.
  let width: Int

  private static let atOnce = 16

  /// How many draws there are.
  private var drawCount: Int { rows.count / width }

  /// Neighbouring columns, `[column, draw]`.
  func columns(_ range: Range<Int>) -> [Double] {
    let drawCount = drawCount
    var columns = Array(repeating: 0.0, count: range.count * drawCount)
    for draw in 0..<drawCount {
      let first = draw * width + range.lowerBound
      for column in 0..<range.count {
        columns[column * drawCount + draw] = rows[first + column]
      }
    }
    return columns
  }

  /// Calls `body` with the draws of each column in turn, which it may put in another order.
  func forEachColumn(_ body: (_ values: inout [Double]) -> Void) {
    for first in stride(from: 0, to: width, by: Self.atOnce) {
      let range = first..<min(first + Self.atOnce, width)
      let columns = columns(range)
      for column in 0..<range.count {
        var values = Array(columns[column * drawCount..<(column + 1) * drawCount])
        body(&values)
      }
    }
  }
}
