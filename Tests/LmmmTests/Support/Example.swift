import Foundation
import MediaMix
import Testing

/// Simulated data with a configuration, and a quick fit of them.
struct Example {
  /// Settings with which a fit takes a fraction of a second.
  static let quick = ["--chains", "2", "--warmup", "60", "--draws", "40"]

  /// A fit that tests only read.
  static let fitted = Result { try Example.fit() }

  let folder: TemporaryFolder

  /// Data and configuration, no fit.
  init() throws {
    folder = try TemporaryFolder()
    let run = try Tool.run([
      "simulate", "--periods", "40", "--channels", "2", "--output", folder["data.csv"],
      "--with-config",
    ])
    try #require(run.status == 0, "\(run.errors)")
  }

  var data: String { folder["data.csv"] }
  var configuration: String { folder["data.yaml"] }
  var model: String { folder["model.zarr"] }

  /// The arguments of a quick fit.
  func fitArguments(_ more: [String] = [], output: String? = nil) -> [String] {
    ["fit", data, "--config", configuration, "--output", output ?? model] + Self.quick + more
  }

  private static func fit() throws -> Example {
    let example = try Example()
    let run = try Tool.run(example.fitArguments())
    try #require(run.status == 0, "\(run.errors)")
    return example
  }
}

/// A JSON object, as a script would read it: numbers to the last bit, which `JSONSerialization` does
/// not promise.
func json(_ text: String) throws -> [String: Any] {
  try #require(try JSONValue(parsing: [UInt8](text.utf8)).plain as? [String: Any])
}

extension JSONValue {
  /// The value in plain types.
  fileprivate var plain: Any {
    if let members = objectValue { return members.mapValues(\.plain) }
    if let elements = arrayValue { return elements.map(\.plain) }
    if let integer = intValue, case .int = self { return integer }
    if let text = stringValue { return text }
    if let number = doubleValue { return number }
    return NSNull()
  }
}
