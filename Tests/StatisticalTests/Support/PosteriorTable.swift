import Foundation
import MediaMixInference

/// Moments of every scalar of a posterior, as somebody else found them.
struct PosteriorTable: Decodable {
  /// One scalar.
  struct Row: Decodable {
    let mean, sd: Double
    /// The Monte Carlo standard error of the mean.
    let error: Double
    /// The effective sample size of the bulk.
    let effectiveSampleSize: Double

    private enum CodingKeys: String, CodingKey {
      case mean, sd
      case error = "mcse_mean"
      case effectiveSampleSize = "ess_bulk"
    }
  }

  /// By names as ArviZ writes them: "expo_trend", "coef_media[0]", "gamma_seasonality[0, 1]".
  let rows: [String: Row]

  /// The table in the fixture of that name, "truth/demo_weekly_adstock" say.
  init(fixture: String) throws {
    self = try Fixture.decode(Self.self, from: fixture)
  }
}

/// JSON among the fixtures of these tests.
enum Fixture {
  static func decode<Value: Decodable>(_ type: Value.Type, from name: String) throws -> Value {
    let folder = Bundle.module.bundleURL.appendingPathComponent("Fixtures")
    let data = try Data(contentsOf: folder.appendingPathComponent(name + ".json"))
    return try JSONDecoder().decode(type, from: data)
  }
}

/// The place of one scalar of a table: its parameter and its index there.
struct RowName {
  let parameter: String
  let indices: [Int]

  init(_ text: String) {
    let parts = text.split(separator: "[")
    parameter = String(parts[0])
    indices =
      parts.count == 1
      ? []
      : parts[1].dropLast().split(separator: ",").compactMap {
        Int($0.trimmingCharacters(in: .whitespaces))
      }
  }

  /// The names of all scalars of a parameter.
  static func all(of parameter: Parameter) -> [String] {
    let shape = parameter.shape
    guard !shape.isEmpty else { return [parameter.name] }
    return (0..<parameter.count).map { element in
      var rest = element
      let indices = shape.reversed().map { length in
        defer { rest /= length }
        return rest % length
      }
      return "\(parameter.name)\(Array(indices.reversed()))"
    }
  }

  /// The place in a flat vector; nil if the layout has no such parameter. Tables may index a
  /// parameter by all its axes or through all its elements.
  func offset(in layout: ParameterLayout) -> Int? {
    guard let range = layout.range(of: parameter),
      let shape = layout.parameters.first(where: { $0.name == parameter })?.shape
    else { return nil }
    let index =
      indices.count == shape.count
      ? zip(shape, indices).reduce(0) { $0 * $1.0 + $1.1 } : indices.reduce(0) { $0 + $1 }
    return range.count > index ? range.lowerBound + index : nil
  }
}
