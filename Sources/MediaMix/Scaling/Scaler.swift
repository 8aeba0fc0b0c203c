/// Brings the columns of a panel to a common scale and back: each column of each geo is divided by a
/// number of its own.
///
/// This is what models scale with; ``CustomScaler`` scales by numbers and functions of your choice.
public struct Scaler: Sendable, Hashable, Codable {
  /// How divisors follow from data.
  public enum Rule: Sendable, Hashable {
    /// The mean over time.
    case mean
    /// The mean over time; 1 for a column of zeros, which so stays as it is: media of a channel that
    /// does not run in a geo, whose mean would turn them into 0/0.
    case meanUnlessZero
    /// The mean over time, or the standard deviation (with n in the denominator) where the mean is
    /// nearer to 0 than that; 1 for a column of zeros.
    case meanOrDeviation
  }

  /// Sizes of numbers that can be calculated with: quotients of two of them, and the squares of these,
  /// stay finite and above 0, and no unit of measurement needs more.
  package static let usableMagnitudes = 1e-50...1e50

  /// Number of columns.
  public let columnCount: Int
  /// Number of geos.
  public let geoCount: Int
  /// What each column of each geo is divided by; `[column, geo]`, row-major.
  public let divisors: [Double]
  /// Where the divisor is a standard deviation instead of a mean; `[column, geo]`, row-major.
  public let dividesByDeviation: [Bool]

  /// A scaler that leaves everything as it is.
  public init(identityFor panel: Panel) {
    columnCount = panel.columnCount
    geoCount = panel.geoCount
    divisors = Array(repeating: 1, count: columnCount * geoCount)
    dividesByDeviation = Array(repeating: false, count: columnCount * geoCount)
  }

  /// A scaler that divides by these numbers, `[column, geo]`, row-major.
  init(divisors: [Double], columnCount: Int, geoCount: Int) {
    self.columnCount = columnCount
    self.geoCount = geoCount
    self.divisors = divisors
    dividesByDeviation = Array(repeating: false, count: divisors.count)
  }

  /// A scaler fitted to a panel of at least one period.
  ///
  /// Divisors may come out 0, negative or not finite where means are; whoever fits decides whether
  /// that will do.
  public init(fitting panel: Panel, rule: Rule) {
    columnCount = panel.columnCount
    geoCount = panel.geoCount
    var divisors: [Double] = []
    var dividesByDeviation: [Bool] = []
    for column in 0..<panel.columnCount {
      for geo in 0..<panel.geoCount {
        let (mean, deviation) = Self.moments(of: panel.series(column: column, geo: geo))
        let isCentred = rule == .meanOrDeviation && mean.magnitude < deviation
        let isLeft = rule != .mean && panel.isZero(inColumn: column, geo: geo)
        dividesByDeviation.append(isCentred)
        divisors.append(isCentred ? deviation : isLeft ? 1 : mean)
      }
    }
    self.divisors = divisors
    self.dividesByDeviation = dividesByDeviation
  }

  /// The divisor of a column and geo.
  public func divisor(column: Int, geo: Int = 0) -> Double {
    divisors[column * geoCount + geo]
  }

  /// `panel` divided by the divisors.
  ///
  /// - Precondition: as many columns and geos as the panel that was fitted.
  public func transform(_ panel: Panel) -> Panel { mapped(panel, by: /) }

  /// `panel` multiplied by the divisors: undoes ``transform(_:)``.
  ///
  /// - Precondition: as many columns and geos as the panel that was fitted.
  public func inverse(_ panel: Panel) -> Panel { mapped(panel, by: *) }

  private func mapped(_ panel: Panel, by operation: (Double, Double) -> Double) -> Panel {
    precondition(
      panel.columnCount == columnCount && panel.geoCount == geoCount, "panel of another shape")
    var values = panel.values
    for index in values.indices {
      values[index] = operation(values[index], divisors[index % divisors.count])
    }
    return Panel(
      timeCount: panel.timeCount, columnCount: columnCount, geoCount: geoCount, values: values)
  }

  private static func moments(of series: [Double]) -> (mean: Double, deviation: Double) {
    let count = Double(series.count)
    let mean = series.reduce(0, +) / count
    let variance = series.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    return (mean, variance.squareRoot())
  }
}
