import Foundation
import MediaMix
import Testing

/// A folder of its own for one test, deleted with the value.
final class ScratchFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/media-mix-archive-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of something in the folder.
  subscript(name: String) -> String { path + "/" + name }

  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: self[name])))
  }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  func put(_ bytes: [UInt8], _ name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: self[name]))
  }

  func put(_ text: String, _ name: String) throws { try put([UInt8](text.utf8), name) }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: self[name], withIntermediateDirectories: true)
  }

  /// Every regular file below the folder, by path relative to it.
  func files(below name: String = "") throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for child in try FileManager.default.subpathsOfDirectory(atPath: self[name]) {
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: self[name] + "/" + child, isDirectory: &isFolder)
      if !isFolder.boolValue { files[child] = try bytes(name + "/" + child) }
    }
    return files
  }
}

/// The error that `body` throws, or nil.
func archiveError(_ body: () throws -> Void) -> ArchiveError? {
  do {
    try body()
  } catch let error as ArchiveError {
    return error
  } catch {
    Issue.record("not an ArchiveError: \(error)")
  }
  return nil
}

extension ZarrGroup {
  /// A small store with every element type, awkward values and two levels of groups.
  static var sample: ZarrGroup {
    let posterior = ZarrGroup(
      attributes: ["sampler": "nuts"],
      arrays: [
        "coef_media": ZarrArray(
          dimensions: ["chain", "draw", "channel"], shape: [2, 3, 2],
          values: .float64([
            0.1, -0.0, .infinity, -.infinity, Double(bitPattern: 0x7FF8_0000_DEAD_BEEF),
            .leastNonzeroMagnitude,
            1e308, 1, 2, 3, 4, .pi,
          ])),
        "channel": ZarrArray(dimension: "channel", values: .string(["tv", "Zürich 🎯"])),
      ])
    let data = ZarrGroup(
      arrays: [
        "time": ZarrArray(
          dimension: "time", values: .int64([19_000, 19_007, .min]),
          attributes: ["units": "days since 1970-01-01", "calendar": "proleptic_gregorian"]),
        "observed": ZarrArray(dimension: "time", values: .bool([true, false, true])),
        "scale": ZarrArray(dimensions: [], shape: [], values: .float64([2.5])),
      ],
      groups: [
        "empty": ZarrGroup(arrays: [
          "nothing": ZarrArray(dimensions: ["a", "b"], shape: [0, 4], values: .float64([])),
          "no_text": ZarrArray(dimension: "c", values: .string([])),
          "blank": ZarrArray(dimension: "d", values: .string(["", "a\0b"])),
        ])
      ])
    return ZarrGroup(
      attributes: ["version": 1, "scalers": ["mean": [0.1, 2.0]], "note": nil],
      groups: ["posterior": posterior, "constant_data": data])
  }
}
