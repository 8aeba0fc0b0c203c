import Foundation
import MediaMix
import Testing

/// Numbers of the reference, from Fixtures.
enum ReferenceFixture {
  /// The JSON file of that name.
  static func load(_ name: String) throws -> JSONValue {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures"))
    return try JSONValue(parsing: [UInt8](Data(contentsOf: url)))
  }
}

extension JSONValue {
  /// All numbers of a nested array, row-major.
  var numbers: [Double] {
    if let array = arrayValue { return array.flatMap(\.numbers) }
    return doubleValue.map { [$0] } ?? []
  }

  /// The lengths of a nested array's axes.
  var shape: [Int] {
    guard let array = arrayValue else { return [] }
    return [array.count] + (array.first?.shape ?? [])
  }

  /// A nested array `[time, column]` or `[time, column, geo]` as a panel.
  var panel: Panel {
    let shape = shape
    return Panel(
      timeCount: shape[0], columnCount: shape[1], geoCount: shape.count > 2 ? shape[2] : 1,
      values: numbers)
  }
}

/// The largest difference of two vectors, relative to `floor` or the second where that is larger.
func relativeError(_ a: [Double], _ b: [Double], floor: Double = 1e-3) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { worst, pair in
    let error = abs(pair.0 - pair.1) / max(abs(pair.1), floor)
    return error.isNaN ? .infinity : max(worst, error)
  }
}
