/// An argument of a custom prior: a number, or an array of numbers of any shape.
///
/// ```swift
/// let scales: PriorArgument = [[0.1, 0.2], [0.3, 0.4]]  // shape [2, 2]
/// ```
public struct PriorArgument: Sendable, Hashable {
  /// The lengths of the array's axes; empty for a number.
  public let shape: [Int]
  /// The numbers, row-major.
  public let values: [Double]

  /// A number.
  public init(_ value: Double) {
    shape = []
    values = [value]
  }

  /// A list of numbers.
  public init(_ values: [Double]) {
    shape = [values.count]
    self.values = values
  }

  /// An array whose rows are `rows`; nil if they differ in shape or there are none.
  public init?(rows: [PriorArgument]) {
    guard let first = rows.first, rows.allSatisfy({ $0.shape == first.shape }) else { return nil }
    shape = [rows.count] + first.shape
    values = rows.flatMap(\.values)
  }

  /// What the array's first axis runs over; the number itself if it is one.
  var rows: [PriorArgument] {
    guard let count = shape.first else { return [self] }
    let size = values.count / count
    return (0..<count).map {
      PriorArgument(
        shape: Array(shape.dropFirst()), values: Array(values[$0 * size..<($0 + 1) * size]))
    }
  }

  private init(shape: [Int], values: [Double]) {
    self.shape = shape
    self.values = values
  }

  /// One number per element of a parameter of that shape, row-major; nil if it does not fit.
  ///
  /// Axes are aligned from the last one, and an axis of length 1, or a missing one, is repeated
  /// (the broadcasting rule of NumPy). A list may also hold one number per element, row by row.
  func broadcast(to target: [Int]) -> [Double]? {
    let count = target.reduce(1, *)
    if shape.count == 1 && values.count == count { return values }
    guard shape.count <= target.count else { return nil }
    let padded = Array(repeating: 1, count: target.count - shape.count) + shape
    guard zip(padded, target).allSatisfy({ $0 == 1 || $0 == $1 }) else { return nil }
    return (0..<count).map { element in
      var rest = element
      var (source, stride) = (0, 1)
      for axis in target.indices.reversed() {
        if padded[axis] > 1 { source += rest % target[axis] * stride }
        rest /= target[axis]
        stride *= padded[axis]
      }
      return values[source]
    }
  }
}

extension PriorArgument: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// A number.
  public init(floatLiteral value: Double) { self.init(value) }

  /// A number.
  public init(integerLiteral value: Int) { self.init(Double(value)) }
}

extension PriorArgument: ExpressibleByArrayLiteral {
  /// An array.
  ///
  /// - Precondition: there is an element, and all elements have one shape.
  public init(arrayLiteral elements: PriorArgument...) {
    guard let argument = PriorArgument(rows: elements) else {
      preconditionFailure("an array with rows of one shape")
    }
    self = argument
  }
}
