#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A whole file of UTF-8 text.
enum TextFile {
  /// Why a file has no text for us.
  struct Unreadable: Error {
    let reason: String
    let advice: String
  }

  /// The text of the file at `path`, without a byte order mark.
  static func contents(atPath path: String) throws(Unreadable) -> String {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      let exists = FileManager.default.fileExists(atPath: path)
      throw Unreadable(
        reason: exists ? "the file cannot be read" : "there is no such file",
        advice: exists ? "Check that it is a file and its permissions." : "Check the path.")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Unreadable(
        reason: "the file is not UTF-8 text",
        advice: "Save it as UTF-8; in a spreadsheet choose the format \"CSV UTF-8\".")
    }
    return text.hasPrefix(byteOrderMark) ? String(text.dropFirst()) : text
  }

  static let byteOrderMark = "\u{FEFF}"
}
