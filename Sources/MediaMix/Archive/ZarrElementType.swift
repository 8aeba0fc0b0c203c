#if _endian(big)
  #error("Stored arrays are little-endian and copied as they are in memory.")
#endif

/// The type of an array's elements, and how they become bytes.
enum ZarrElementType: Hashable {
  case float64
  case int64
  case bool
  /// Strings of up to `width` Unicode scalars (at least 1), padded with U+0000.
  case string(width: Int)

  /// The type that holds those values.
  init(of values: ZarrArray.Values) {
    switch values {
    case .float64: self = .float64
    case .int64: self = .int64
    case .bool: self = .bool
    case .string(let strings):
      self = .string(width: max(1, strings.lazy.map(\.unicodeScalars.count).max() ?? 1))
    }
  }

  /// The type with that NumPy name, if it is one of the four and its size is sensible.
  init?(name: String) {
    switch name {
    case "<f8": self = .float64
    case "<i8": self = .int64
    case "|b1": self = .bool
    default:
      guard name.hasPrefix("<U"), let width = Int(name.dropFirst(2)),
        (1...Self.maximumWidth).contains(width), name == "<U\(width)"
      else { return nil }
      self = .string(width: width)
    }
  }

  private static let maximumWidth = 1 << 24

  /// NumPy's name of the type.
  var name: String {
    switch self {
    case .float64: "<f8"
    case .int64: "<i8"
    case .bool: "|b1"
    case .string(let width): "<U\(width)"
    }
  }

  /// Bytes per element in a file.
  var size: Int {
    switch self {
    case .float64, .int64: 8
    case .bool: 1
    case .string(let width): 4 * width
    }
  }

  /// Bytes per element in memory, not counting long strings' own storage.
  var sizeInMemory: Int {
    switch self {
    case .float64, .int64, .bool: size
    case .string: size + MemoryLayout<String>.stride
    }
  }

  /// No values of this type, with room for `capacity`.
  func emptyValues(capacity: Int) -> ZarrArray.Values {
    func reserved<Element>(_ type: Element.Type) -> [Element] {
      var values: [Element] = []
      values.reserveCapacity(capacity)
      return values
    }
    return switch self {
    case .float64: .float64(reserved(Double.self))
    case .int64: .int64(reserved(Int64.self))
    case .bool: .bool(reserved(Bool.self))
    case .string: .string(reserved(String.self))
    }
  }
}

extension ZarrArray.Values {
  /// The bytes of the elements at `range`, as elements of `type`, followed by zeros up to
  /// `byteCount` bytes.
  func bytes(of range: Range<Int>, as type: ZarrElementType, byteCount: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount)
    switch self {
    case .float64(let values):
      values[range].withUnsafeBytes { bytes.append(contentsOf: $0) }
    case .int64(let values):
      values[range].withUnsafeBytes { bytes.append(contentsOf: $0) }
    case .bool(let values):
      bytes.append(contentsOf: values[range].lazy.map { $0 ? 1 : 0 })
    case .string(let values):
      for (index, string) in values[range].enumerated() {
        for scalar in string.unicodeScalars {
          withUnsafeBytes(of: scalar.value) { bytes.append(contentsOf: $0) }
        }
        bytes.append(contentsOf: repeatElement(0, count: (index + 1) * type.size - bytes.count))
      }
    }
    bytes.append(contentsOf: repeatElement(0, count: byteCount - bytes.count))
    return bytes
  }

  /// Appends the first `count` elements of `bytes`, which holds elements of `type`.
  ///
  /// Returns what is wrong if bytes are no truth value or no text, else nil.
  mutating func append(
    _ count: Int, from bytes: [UInt8], as type: ZarrElementType
  ) -> String? {
    switch (self, type) {
    case (.float64(var values), .float64):
      self = .float64([])
      values.append(elements: count, from: bytes)
      self = .float64(values)
    case (.int64(var values), .int64):
      self = .int64([])
      values.append(elements: count, from: bytes)
      self = .int64(values)
    case (.bool(var values), .bool):
      guard bytes.prefix(count).allSatisfy({ $0 <= 1 }) else { return "a truth value above 1" }
      self = .bool([])
      values.append(contentsOf: bytes.prefix(count).lazy.map { $0 == 1 })
      self = .bool(values)
    case (.string(var values), .string(let width)):
      self = .string([])
      for index in 0..<count {
        guard let string = String(ucs4: bytes, element: index, width: width) else {
          return "text that is not Unicode"
        }
        values.append(string)
      }
      self = .string(values)
    default: preconditionFailure("values of another type")
    }
    return nil
  }
}

extension Array where Element: BitwiseCopyable {
  fileprivate mutating func append(elements count: Int, from bytes: [UInt8]) {
    bytes.withUnsafeBytes { bytes in
      append(
        contentsOf: (0..<count).lazy.map {
          bytes.loadUnaligned(
            fromByteOffset: $0 * MemoryLayout<Element>.stride, as: Element.self)
        })
    }
  }
}

extension String {
  fileprivate init?(ucs4 bytes: [UInt8], element: Int, width: Int) {
    var scalars = UnicodeScalarView()
    var padding = 0
    for position in element * width..<(element + 1) * width {
      let value = bytes.withUnsafeBytes {
        $0.loadUnaligned(fromByteOffset: 4 * position, as: UInt32.self)
      }
      if value == 0 {
        padding += 1
        continue
      }
      guard let scalar = Unicode.Scalar(value) else { return nil }
      // Zeros before another scalar were part of the text.
      for _ in 0..<padding { scalars.append("\0") }
      padding = 0
      scalars.append(scalar)
    }
    self.init(scalars)
  }
}
