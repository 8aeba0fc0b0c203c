import ArgumentParser
import MediaMix

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Results that cannot be written where they should go.
struct OutputError: Error, CustomStringConvertible {
  let path: String
  let reason: String

  var description: String { "\(path): \(reason)" }
}

/// The places that commands write to.
enum Output {
  /// Checks, before time is spent on it, that a model could be saved at `path`.
  static func checkModel(_ path: String) throws {
    try attempt { try FittedModel.checkDestination(path) }
  }

  /// Writes a file, whole or not at all.
  static func write(_ text: String, to path: String) throws {
    try attempt { try AtomicFile.write(text, to: path) }
  }

  /// Writes files and prints results. What took many fits is printed even if a file cannot be written,
  /// which is told after it.
  static func print(_ results: String, afterWriting files: () throws -> Void) throws {
    let writing = Result(catching: files)
    try StandardOutput.write(results)
    try writing.get()
  }

  /// Whether there is a file at `path`, which may be replaced by another file alone.
  static func holdsFile(_ path: String) throws -> Bool {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      return false
    }
    if isFolder { throw OutputError(path: path, reason: "is a folder; name a file") }
    return true
  }

  /// Checks, before time is spent on it, that files could be written at `paths` without replacing one
  /// another, or one of `inputs`.
  static func checkFiles(_ paths: [String], apartFrom inputs: [String]) throws {
    var taken = Set(inputs.map(resolved))
    for path in paths {
      try attempt { try AtomicFile.checkDestination(path) }
      guard taken.insert(resolved(path)).inserted else {
        throw OutputError(
          path: path,
          reason: "is a file that this command reads, or writes something else to; name another")
      }
    }
  }

  /// The one name that a file has, whatever way leads to it.
  private static func resolved(_ path: String) -> String {
    if let whole = realPath(path) { return whole }
    // It is not there yet, and only its folder can be resolved.
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? "."
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    return "\(realPath(folder) ?? folder)/\(name)"
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Makes a folder, with those above it, unless it exists.
  static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      var isFolder = false
      let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      let code = ((error as? CocoaError)?.underlying as? POSIXError)?.code.rawValue
      let cause = code.map { " (\(String(cString: strerror($0))))" } ?? ""
      throw OutputError(
        path: path,
        reason: exists && !isFolder
          ? "is a file; name a folder"
          : "the folder cannot be made\(cause); check the path and its permissions")
    }
  }

  /// Runs `body`; trouble with what it writes is no trouble with input, whatever kind it is of.
  static func attempt(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as ArchiveError {
      throw OutputError(path: error.path, reason: error.reason)
    }
  }
}

/// JSON as the tool prints it.
enum JSONOutput {
  /// The document, indented, keys in alphabetical order, ended by a line feed.
  static func text(_ document: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
  }
}
