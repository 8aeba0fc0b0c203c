import Foundation
import MediaMixInference

/// How much is tried, from the environment.
///
/// `FUZZ_INPUTS` is the number of inputs of all kinds together, `FUZZ_SEED` what they are made from, and
/// `FUZZ_FIRST` the index of the first one of each kind: with `FUZZ_INPUTS=1` and a `--filter` for the
/// kind, one input alone.
enum FuzzPlan {
  static let seed = number("FUZZ_SEED") ?? 1
  static let first = Int(number("FUZZ_FIRST") ?? 0)
  /// Nil: the short run that is part of every test.
  static let inputs = number("FUZZ_INPUTS").map { Int($0) }
  /// Folder for files that are written again and again: in memory where there is such a place.
  static let scratch =
    FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()

  private static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }
}

/// A folder of its own for one test, deleted with the value.
final class FuzzFolder {
  let path: String

  init() throws {
    path = FuzzPlan.scratch + "/lmmm-fuzz-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  subscript(name: String) -> String { path + "/" + name }

  /// Writes a file as it is, with as few system calls as possible.
  func put(_ bytes: [UInt8], _ name: String) {
    let file = open(self[name], O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    precondition(file >= 0, "\(name) cannot be written")
    precondition(write(file, bytes, bytes.count) == bytes.count, "\(name) was not written whole")
    close(file)
  }
}

extension SplitMix64 {
  /// The generator of one input: no input depends on those before it.
  init(kind: String, index: Int) {
    self.init(state: kind.utf8.reduce(FuzzPlan.seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
    self.init(state: next() ^ UInt64(index))
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// Most often 1, at most 5: every change makes it less likely that the rest is reached.
  mutating func few() -> Int { chance(3) ? 2 + below(4) : 1 }

  mutating func chance(_ oneIn: Int) -> Bool { below(oneIn) == 0 }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
