#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension JSONValue: Codable {
  /// Reads any value. Decoders that do not tell `1.0` from `1` yield an integer for both, which
  /// ``doubleValue`` makes up for; ``init(parsing:)`` does tell them apart.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .int(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .int(let value): try container.encode(value)
    case .number(let value) where value.isFinite: try container.encode(value)
    case .number(let value): try container.encode(Self.nameOfNonFinite(value))
    case .string(let value): try container.encode(value)
    case .array(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }

  /// The JSON form of any encodable value, NaN and infinities as described at ``JSONValue``.
  package init(encoding value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: Self.nameOfNonFinite(.infinity),
      negativeInfinity: Self.nameOfNonFinite(-.infinity),
      nan: Self.nameOfNonFinite(.nan))
    self = try JSONValue(parsing: [UInt8](encoder.encode(value)))
  }

  /// The value that ``init(encoding:)`` was given.
  package func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: Self.nameOfNonFinite(.infinity),
      negativeInfinity: Self.nameOfNonFinite(-.infinity),
      nan: Self.nameOfNonFinite(.nan))
    return try decoder.decode(type, from: Data(text.utf8))
  }
}
