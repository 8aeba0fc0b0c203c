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

/// A file that a command writes beside what it prints.
struct OutputFile {
  let path: String
  let text: String
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

  /// Writes files, prints results and tells `messages`. What took many fits is not lost where one of
  /// its places fails: all others get theirs first.
  ///
  /// - Throws: ``OutputError`` of a file that could not be written; those of others are told before.
  static func print(_ results: String, messages: String, writing files: [OutputFile?]) throws {
    var failures: [any Error] = []
    func attempt(_ body: () throws -> Void) {
      do { try body() } catch { failures.append(error) }
    }
    for file in files.compactMap(\.self) {
      attempt { try write(file.text, to: file.path) }
    }
    attempt { try StandardOutput.write(results) }
    StandardError.write(messages)
    guard let last = failures.popLast() else { return }
    for failure in failures { StandardError.write("Error: \(failure)\n") }
    throw last
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
  /// another, or anything of `inputs`, which may be saved models.
  static func checkFiles(_ paths: [String], apartFrom inputs: [String]) throws {
    try checkApart(paths, from: inputs)
    for path in paths { try attempt { try AtomicFile.checkDestination(path) } }
  }

  /// Checks that files at `paths` are none of `inputs`, in none of them, and not one and the same.
  static func checkApart(_ paths: [String], from inputs: [String]) throws {
    let inputs = inputs.map(resolved)
    var taken: Set<String> = []
    for path in paths {
      let place = resolved(path)
      if inputs.contains(where: { place.hasPrefix($0 + "/") }) {
        throw OutputError(
          path: path, reason: "is inside of what this command reads; name another place")
      }
      let isStream = (try? AtomicFile.isStream(path)) ?? false
      guard isStream || !inputs.contains(place) && taken.insert(place).inserted else {
        throw OutputError(
          path: path,
          reason: "is a file that this command reads, or writes something else to; name another")
      }
    }
  }

  /// The one name that a file has, whatever way leads to it.
  private static func resolved(_ path: String) -> String {
    if let whole = realPath(path) { return whole }
    // The folder that the process is in may be gone.
    if path == "." { return path }
    // It is not there yet: what is above it leads the way.
    var path = path[...]
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    guard let slash = path.lastIndex(of: "/") else { return resolved(".") + "/" + path }
    let folder = slash == path.startIndex ? "/" : String(path[..<slash])
    return resolved(folder) + "/" + path[path.index(after: slash)...]
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
