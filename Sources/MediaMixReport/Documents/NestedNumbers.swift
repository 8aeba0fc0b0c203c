/// An array of any depth of numbers, as JSON holds it.
public indirect enum NestedNumbers: Sendable, Hashable, Codable {
  /// One number.
  case number(Double)
  /// An array, of arrays or numbers.
  case array([NestedNumbers])

  /// Numbers in row-major order, nested in `shape`.
  ///
  /// - Precondition: there are as many as the shape holds.
  public init(_ values: some RandomAccessCollection<Double>, shape: [Int]) {
    guard let count = shape.first else {
      precondition(values.count == 1, "numbers of another shape")
      self = .number(values[values.startIndex])
      return
    }
    let stride = shape.dropFirst().reduce(1, *)
    precondition(values.count == count * stride, "numbers of another shape")
    self = .array(
      (0..<count).map {
        NestedNumbers(
          Array(values.dropFirst($0 * stride).prefix(stride)), shape: Array(shape.dropFirst()))
      })
  }

  /// All numbers, row-major.
  public var flat: [Double] {
    switch self {
    case .number(let number): [number]
    case .array(let elements): elements.flatMap(\.flat)
    }
  }

  /// The lengths of the axes; nil if arrays beside one another differ in shape.
  public var shape: [Int]? {
    guard case .array(let elements) = self else { return [] }
    guard let first = elements.first else { return [0] }
    guard let inner = first.shape, elements.allSatisfy({ $0.shape == inner }) else { return nil }
    return [elements.count] + inner
  }

  /// Reads a number or an array.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .array(try container.decode([NestedNumbers].self))
    }
  }

  /// Writes a number or an array; a number that is not finite becomes null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(JSONNumber(number))
    case .array(let elements): try container.encode(elements)
    }
  }
}
