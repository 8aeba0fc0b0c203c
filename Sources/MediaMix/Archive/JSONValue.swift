/// Any JSON value, with integers and floating-point numbers kept apart.
///
/// JSON has no NaN or infinity. `number` values that are not finite are written as the strings
/// `"NaN"`, `"Infinity"` and `"-Infinity"` (the convention of the Zarr specification for fill
/// values), so they come back as `string`; ``doubleValue`` reads both. A NaN's payload is lost:
/// data belongs in arrays, which keep every bit.
package enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])
}

extension JSONValue {
  /// Whether this is `null`.
  package var isNull: Bool { self == .null }

  /// The truth value, if this is one.
  package var boolValue: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// The integer, if this is one; `1.0` is not.
  package var intValue: Int? {
    guard case .int(let value) = self else { return nil }
    return Int(exactly: value)
  }

  /// The number, if this is a `number`, an integer that a `Double` holds exactly, or one of the
  /// strings that stand for NaN and the infinities.
  package var doubleValue: Double? {
    switch self {
    case .number(let value): value
    case .int(let value): Double(exactly: value)
    case .string("NaN"): .nan
    case .string("Infinity"): .infinity
    case .string("-Infinity"): -.infinity
    default: nil
    }
  }

  /// The text, if this is a string.
  package var stringValue: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  /// The elements, if this is an array.
  package var arrayValue: [JSONValue]? {
    guard case .array(let value) = self else { return nil }
    return value
  }

  /// The members, if this is an object.
  package var objectValue: [String: JSONValue]? {
    guard case .object(let value) = self else { return nil }
    return value
  }

  /// The member of that name, if this is an object that has one.
  package subscript(key: String) -> JSONValue? { objectValue?[key] }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(nilLiteral: ()) { self = .null }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int64) { self = .int(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  /// The object with those members; of members with the same name, the last counts.
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object([String: JSONValue](elements, uniquingKeysWith: { _, last in last }))
  }
}
