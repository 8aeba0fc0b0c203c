/// A number in JSON, which knows no NaN and no infinities: those become null.
struct JSONNumber: Sendable, Hashable, Encodable {
  private let value: Double

  init(_ value: Double) { self.value = value }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if value.isFinite {
      try container.encode(value)
    } else {
      try container.encodeNil()
    }
  }
}
