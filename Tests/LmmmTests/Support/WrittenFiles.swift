import Foundation
import MediaMix
import MediaMixInference

/// What a command has written to a folder.
struct WrittenFiles {
  /// What tells contents apart, by path in the folder: the files, and the draws of models.
  let contents: [String: Data]

  /// The files and models of `command` in the folder at `path`, as far as they are there.
  init(of command: WritingCommand, in path: String) throws {
    var contents: [String: Data] = [:]
    for name in command.outputs where FileManager.default.fileExists(atPath: path + "/" + name) {
      contents[name] = try Self.content(of: path + "/" + name)
    }
    self.contents = contents
  }

  private static func content(of path: String) throws -> Data {
    if path.hasSuffix(".zarr") {
      do {
        return try FittedModel(contentsOf: path).draws.values.withUnsafeBytes { Data($0) }
      } catch {
        // No model, and so like none that there should be.
        return Data("\(error)".utf8)
      }
    }
    let content = try Data(contentsOf: URL(fileURLWithPath: path))
    // A report tells how long its fit took, so of pages the end is compared.
    return path.hasSuffix(".html") ? content.suffix(200) : content
  }

  /// Puts at every output of `command` in the folder at `path` what it never writes: `model` in the
  /// place of models, a line of text in that of files.
  static func putOthers(
    for command: WritingCommand, in path: String, model: String
  ) throws -> WrittenFiles {
    for name in command.outputs {
      let place = URL(fileURLWithPath: path + "/" + name)
      try? FileManager.default.removeItem(at: place)
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      if name.hasSuffix(".zarr") {
        try FileManager.default.copyItem(atPath: model, toPath: place.path)
      } else {
        try Data("what was in \(name) before\n".utf8).write(to: place)
      }
    }
    return try WrittenFiles(of: command, in: path)
  }

  /// Everything in the folder at `path` but what is within models.
  static func names(in path: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path).filter {
      !$0.contains(".zarr/") && $0 != "demo" && $0 != "draws"
    }.sorted()
  }

  /// Everything in the folder at `path` with its size: other as soon as something is being written;
  /// nil if something is moved or removed meanwhile.
  static func sizes(in path: String) -> [String: UInt64]? {
    try? names(in: path).reduce(into: [:]) { sizes, name in
      let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
      sizes[name] = attributes[.size] as? UInt64
    }
  }
}
