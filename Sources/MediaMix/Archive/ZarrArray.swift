/// An array of a Zarr store: values in C order (the last dimension varies fastest), a name for
/// every dimension, and attributes.
package struct ZarrArray: Sendable, Hashable {
  /// The elements, in one of the four types that a store holds.
  package enum Values: Sendable {
    /// 64-bit floating point (`<f8`); NaN and infinities keep every bit.
    case float64([Double])
    /// 64-bit signed integers (`<i8`).
    case int64([Int64])
    /// Truth values (`|b1`).
    case bool([Bool])
    /// Text (`<U…`): as wide as the longest string, 4 bytes per Unicode scalar. A string that
    /// ends in U+0000 cannot be stored, because padding is U+0000 too.
    case string([String])
  }

  /// The name of each dimension, outermost first; empty for a single value.
  package var dimensions: [String]

  /// The length of each dimension; 0 is all right.
  package var shape: [Int]

  /// The elements: as many as the product of `shape`.
  package var values: Values

  /// Everything else there is to say, such as units. `_ARRAY_DIMENSIONS` and `checksum` are the
  /// store's own.
  package var attributes: [String: JSONValue]

  /// An array; ``ZarrStore/write(_:to:)`` checks that its parts agree.
  package init(
    dimensions: [String], shape: [Int], values: Values, attributes: [String: JSONValue] = [:]
  ) {
    self.dimensions = dimensions
    self.shape = shape
    self.values = values
    self.attributes = attributes
  }

  /// A one-dimensional array, such as the labels of a dimension.
  package init(
    dimension: String, values: Values, attributes: [String: JSONValue] = [:]
  ) {
    self.init(
      dimensions: [dimension], shape: [values.count], values: values, attributes: attributes)
  }
}

extension ZarrArray.Values: Hashable {
  /// Whether both have the same type and would be stored as the same bytes: a NaN equals itself,
  /// and −0 is not +0.
  package static func == (a: Self, b: Self) -> Bool {
    switch (a, b) {
    case (.float64(let a), .float64(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern }
    case (.int64(let a), .int64(let b)): a == b
    case (.bool(let a), .bool(let b)): a == b
    case (.string(let a), .string(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
    default: false
    }
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    switch self {
    case .float64(let values): for value in values { hasher.combine(value.bitPattern) }
    case .int64(let values): hasher.combine(values)
    case .bool(let values): hasher.combine(values)
    case .string(let values): hasher.combine(values)
    }
  }

  /// How many elements there are.
  package var count: Int {
    switch self {
    case .float64(let values): values.count
    case .int64(let values): values.count
    case .bool(let values): values.count
    case .string(let values): values.count
    }
  }
}

extension ZarrArray {
  /// The elements, if they are floating-point numbers.
  package var float64: [Double]? {
    guard case .float64(let values) = values else { return nil }
    return values
  }

  /// The elements, if they are integers.
  package var int64: [Int64]? {
    guard case .int64(let values) = values else { return nil }
    return values
  }

  /// The elements, if they are truth values.
  package var bool: [Bool]? {
    guard case .bool(let values) = values else { return nil }
    return values
  }

  /// The elements, if they are text.
  package var string: [String]? {
    guard case .string(let values) = values else { return nil }
    return values
  }
}
