import ArgumentParser
import MediaMixInference

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The environment variable that keeps the tool to an instruction set, to see that numbers do not
/// depend on it, or to tell a machine's defect from one of ours.
enum VectorVariable {
  static let name = "LMMM_VECTOR"

  /// Keeps to what the environment says, if it says anything.
  static func apply() throws {
    guard let text = ProcessInfo.processInfo.environment[name] else { return }
    guard let level = VectorLevel(rawValue: text) else {
      let names = VectorLevel.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("\(name) is \"\(text)\"; it must be one of \(names), or not be set")
    }
    guard level <= .machine else {
      throw ValidationError(
        "\(name) is \(text), which this machine cannot run; its highest is "
          + VectorLevel.machine.rawValue)
    }
    VectorLevel.limit(to: level)
  }
}
