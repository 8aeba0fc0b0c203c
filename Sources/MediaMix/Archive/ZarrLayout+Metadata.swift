extension ZarrLayout {
  /// The content of `.zarray`.
  ///
  /// The fill value is null because every chunk is written, and because xarray would take any
  /// other for the mark of a missing value and turn integers that equal it into NaN.
  var metadata: JSONValue {
    [
      "zarr_format": 2,
      "shape": Self.json(shape),
      "chunks": Self.json(chunkShape),
      "dtype": .string(type.name),
      "compressor": nil,
      "filters": nil,
      "fill_value": nil,
      "order": "C",
      "dimension_separator": ".",
    ]
  }

  /// The layout that `.zarray` describes; the reason, naming the key, if it is not one that this
  /// library writes.
  static func parse(_ metadata: JSONValue) throws(Refusal) -> ZarrLayout {
    guard let members = metadata.objectValue else { throw Refusal("is not a JSON object") }
    let fixed: [(key: String, value: JSONValue)] = [
      ("zarr_format", 2), ("compressor", nil), ("filters", nil), ("fill_value", nil),
      ("order", "C"), ("dimension_separator", "."),
    ]
    for (key, expected) in fixed {
      guard let value = members[key] else { throw Refusal("has no key \(key)") }
      if value != expected {
        throw Refusal("key \(key) is \(inline(value)); only \(inline(expected)) is supported")
      }
    }
    let known = Set(fixed.map(\.key) + ["shape", "chunks", "dtype"])
    if let key = members.keys.sorted().first(where: { !known.contains($0) }) {
      throw Refusal("has the unknown key \(key)")
    }
    guard let dtype = members["dtype"] else { throw Refusal("has no key dtype") }
    guard let type = dtype.stringValue.flatMap(ZarrElementType.init(name:)) else {
      throw Refusal("key dtype is \(inline(dtype)); only <f8, <i8, |b1 and <U… are supported")
    }
    let shape = try lengths("shape", of: members, minimum: 0)
    let chunks = try lengths("chunks", of: members, minimum: 1)
    guard let layout = ZarrLayout(shape: shape, type: type, rowsPerChunk: chunks.first ?? 1) else {
      throw Refusal("key shape claims more than any machine holds: \(shape)")
    }
    if chunks != layout.chunkShape {
      throw Refusal("key chunks is \(chunks); only the first dimension may be cut")
    }
    return layout
  }

  /// Why metadata is not acceptable.
  struct Refusal: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
  }

  private static func lengths(
    _ key: String, of members: [String: JSONValue], minimum: Int
  ) throws(Refusal) -> [Int] {
    guard let value = members[key] else { throw Refusal("has no key \(key)") }
    // 32 dimensions are the most that NumPy 1 can open.
    guard let elements = value.arrayValue, elements.count <= 32 else {
      throw Refusal("key \(key) is not a list of at most 32 lengths")
    }
    let lengths = elements.compactMap(\.intValue).filter { $0 >= minimum }
    if lengths.count != elements.count {
      throw Refusal("key \(key) is \(inline(value)); expected integers of at least \(minimum)")
    }
    return lengths
  }

  private static func json(_ lengths: [Int]) -> JSONValue {
    .array(lengths.map { .int(Int64($0)) })
  }

  /// The value on one line and short enough to quote.
  private static func inline(_ value: JSONValue) -> String {
    let words = value.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count > 60 ? words.prefix(60) + "…" : words
  }
}
