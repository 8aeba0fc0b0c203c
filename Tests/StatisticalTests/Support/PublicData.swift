import Foundation

/// Public example tables, which are not part of the package.
///
/// They are looked for in the folder that the environment variable LMMM_PUBLIC_DATA names, then in
/// ../shared/data beside the package.
enum PublicData {
  /// The folder of the tables; nil if there is none.
  static let folder: String? = {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../..").standardizedFileURL
    let beside = package.appendingPathComponent("../shared/data").standardizedFileURL.path
    let named = ProcessInfo.processInfo.environment["LMMM_PUBLIC_DATA"]
    return [named, beside].compactMap(\.self).first {
      FileManager.default.fileExists(atPath: $0 + "/robyn_weekly.csv")
    }
  }()
}
