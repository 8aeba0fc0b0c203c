/// Brings the columns of a panel to a scale of your choice and back: each column of each geo is
/// multiplied by one number and divided by another.
///
/// A model scales its data by itself (``DatasetScaling``, made of ``Scaler``s that divide by means, and
/// kept with the fit). Use this for data of your own, or to scale by something else before a dataset is
/// made, with the rule `none` in the model:
///
/// ```swift
/// var scaler = CustomScaler(divideBy: .operation { $0.max() ?? 1 }, multiplyBy: .number(0.15))
/// let scaled = try scaler.fitTransform(panel)
/// let original = try scaler.inverseTransform(scaled)
/// ```
///
/// LightweightMMM's `CustomScaler`. There, a value is ignored where an operation is given too; here,
/// ``Factor`` is one or the other.
public struct CustomScaler: Sendable {
  /// What columns are divided or multiplied by.
  public enum Factor: Sendable {
    /// One number for all.
    case number(Double)
    /// A number for each column, the same in all geos; `[column]`.
    case columns([Double])
    /// A number for each column in each geo; `[column][geo]`.
    case columnsAndGeos([[Double]])
    /// What the function makes of each column in each geo of the data that are fitted, `[time]`.
    case operation(@Sendable (_ series: [Double]) -> Double)
  }

  /// What columns are divided by.
  public let divideBy: Factor
  /// What columns are multiplied by.
  public let multiplyBy: Factor

  private var fitted: (divisors: Scaler, multipliers: Scaler)?

  /// A scaler to be fitted.
  public init(divideBy: Factor = .number(1), multiplyBy: Factor = .number(1)) {
    self.divideBy = divideBy
    self.multiplyBy = multiplyBy
  }

  /// What each column of each geo is divided by, `[column, geo]`, row-major; nil before ``fit(_:)``.
  public var divisors: [Double]? { fitted?.divisors.divisors }

  /// What each column of each geo is multiplied by, `[column, geo]`, row-major; nil before
  /// ``fit(_:)``.
  public var multipliers: [Double]? { fitted?.multipliers.divisors }

  /// Finds the numbers for panels of this shape, operations from its values.
  ///
  /// - Parameter panel: `[time, column, geo]`, training data as a rule.
  /// - Throws: ``CustomScalerError`` if the numbers given are not as many as the panel has columns and
  ///   geos, or one is 0 or not finite, which could not be undone. The scaler then is as it was.
  public mutating func fit(_ panel: Panel) throws(CustomScalerError) {
    fitted = (
      divisors: try divideBy.scaler(for: panel, role: .divisor),
      multipliers: try multiplyBy.scaler(for: panel, role: .multiplier)
    )
  }

  /// multiplier · x / divisor.
  ///
  /// - Parameter panel: `[time, column, geo]`, of any number of periods.
  /// - Throws: ``CustomScalerError`` before ``fit(_:)``, or if the panel has other columns or geos
  ///   than the one that was fitted.
  public func transform(_ panel: Panel) throws(CustomScalerError) -> Panel {
    let (divisors, multipliers) = try usable(for: panel)
    return divisors.transform(multipliers.inverse(panel))
  }

  /// Fits the panel and transforms it.
  ///
  /// - Parameter panel: `[time, column, geo]`.
  /// - Throws: ``CustomScalerError`` as ``fit(_:)`` does.
  public mutating func fitTransform(_ panel: Panel) throws(CustomScalerError) -> Panel {
    try fit(panel)
    return try transform(panel)
  }

  /// divisor · x / multiplier: undoes ``transform(_:)``.
  ///
  /// - Parameter panel: `[time, column, geo]`, of any number of periods.
  /// - Throws: ``CustomScalerError`` as ``transform(_:)`` does.
  public func inverseTransform(_ panel: Panel) throws(CustomScalerError) -> Panel {
    let (divisors, multipliers) = try usable(for: panel)
    return multipliers.transform(divisors.inverse(panel))
  }

  /// The numbers, if they are known and are for panels of this shape.
  private func usable(
    for panel: Panel
  ) throws(CustomScalerError) -> (divisors: Scaler, multipliers: Scaler) {
    guard let fitted else { throw .notFitted }
    let scaler = fitted.divisors
    guard panel.columnCount == scaler.columnCount && panel.geoCount == scaler.geoCount else {
      throw .otherShape(
        columns: panel.columnCount, geos: panel.geoCount, fittedColumns: scaler.columnCount,
        fittedGeos: scaler.geoCount)
    }
    return fitted
  }
}

/// Why a ``CustomScaler`` could not be fitted or used.
public enum CustomScalerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What a number is for.
  public enum Role: String, Sendable, Hashable {
    /// Columns are divided by it.
    case divisor
    /// Columns are multiplied by it.
    case multiplier
  }

  /// The scaler was not fitted.
  case notFitted
  /// The panel has so many columns and geos, the one that was fitted had others.
  case otherShape(columns: Int, geos: Int, fittedColumns: Int, fittedGeos: Int)
  /// So many numbers are given for that many columns, or for the geos of a column.
  case wrongCount(Role, count: Int, expected: Int, isPerGeo: Bool)
  /// The number for that column and geo, counted from 0, is 0 or not finite.
  case unusable(Role, value: Double, column: Int, geo: Int)

  /// What is wrong and what to do about it, without a full stop.
  public var description: String {
    switch self {
    case .notFitted:
      "the scaler is not fitted; call fit or fitTransform with training data first"
    case .otherShape(let columns, let geos, let fittedColumns, let fittedGeos):
      "the scaler was fitted to \(fittedColumns) columns in \(fittedGeos) geos, and the panel has "
        + "\(columns) in \(geos); give the same columns and geos, or fit a scaler of its own"
    case .wrongCount(let role, let count, let expected, let isPerGeo):
      "\(count) \(role.rawValue)s for \(expected) \(isPerGeo ? "geos of a column" : "columns"); "
        + "give one for each"
    case .unusable(let role, let value, let column, let geo):
      "the \(role.rawValue) of column \(column) in geo \(geo) is \(value); it must be a finite "
        + "number other than 0"
    }
  }
}

extension CustomScaler.Factor {
  /// A scaler that divides by these numbers, for panels of the shape of `panel`.
  fileprivate func scaler(
    for panel: Panel, role: CustomScalerError.Role
  ) throws(CustomScalerError) -> Scaler {
    let numbers = try numbers(for: panel, role: role)
    // The reciprocal of a subnormal number may be infinite.
    if let index = numbers.firstIndex(where: { !$0.isNormal }) {
      throw .unusable(
        role, value: numbers[index], column: index / panel.geoCount, geo: index % panel.geoCount)
    }
    return Scaler(divisors: numbers, columnCount: panel.columnCount, geoCount: panel.geoCount)
  }

  /// `[column, geo]`, row-major.
  private func numbers(
    for panel: Panel, role: CustomScalerError.Role
  ) throws(CustomScalerError) -> [Double] {
    func require(_ count: Int, equals expected: Int, isPerGeo: Bool) throws(CustomScalerError) {
      guard count == expected else {
        throw .wrongCount(role, count: count, expected: expected, isPerGeo: isPerGeo)
      }
    }
    switch self {
    case .number(let number):
      return Array(repeating: number, count: panel.columnCount * panel.geoCount)
    case .columns(let numbers):
      try require(numbers.count, equals: panel.columnCount, isPerGeo: false)
      return numbers.flatMap { Array(repeating: $0, count: panel.geoCount) }
    case .columnsAndGeos(let numbers):
      try require(numbers.count, equals: panel.columnCount, isPerGeo: false)
      for row in numbers { try require(row.count, equals: panel.geoCount, isPerGeo: true) }
      return numbers.flatMap(\.self)
    case .operation(let operation):
      return (0..<panel.columnCount).flatMap { column in
        (0..<panel.geoCount).map { operation(panel.series(column: column, geo: $0)) }
      }
    }
  }
}
