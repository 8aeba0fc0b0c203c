import MediaMixReport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A file that cannot be used.
struct InputFileError: Error, CustomStringConvertible {
  let path: String
  let reason: String

  var description: String { "\(path): \(reason)" }
}

/// Values of parameters by name, as `lmmm evaluate` reads them.
enum ParameterFile {
  /// The values in the JSON file at `path`.
  static func read(_ path: String) throws -> [String: NestedNumbers] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw InputFileError(path: path, reason: "no such file, or it cannot be read")
    }
    do {
      return try JSONDecoder().decode([String: NestedNumbers].self, from: data)
    } catch {
      throw InputFileError(
        path: path,
        reason: "must be a JSON object of numbers and arrays of numbers by parameter name, such as "
          + "{\"sigma\": [0.1], \"expo_trend\": 1}")
    }
  }
}

/// JSON as the tool prints it.
enum JSONOutput {
  /// The document, indented, keys in alphabetical order.
  static func text(_ document: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(document), as: UTF8.self)
  }
}
