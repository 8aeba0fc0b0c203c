/// A whole file of UTF-8 text.
package enum TextFile {
  /// Why a file has no text for us.
  package struct Unreadable: Error {
    package let reason: String
    package let advice: String
  }

  /// The text of the file or pipe at `path`, without a byte order mark.
  package static func contents(atPath path: String) throws(Unreadable) -> String {
    guard let text = String(validating: try bytes(atPath: path), as: UTF8.self) else {
      throw Unreadable(
        reason: "the file is not UTF-8 text",
        advice: "Save it as UTF-8; in a spreadsheet choose the format \"CSV UTF-8\".")
    }
    return text.hasPrefix(byteOrderMark) ? String(text.dropFirst()) : text
  }

  private static func bytes(atPath path: String) throws(Unreadable) -> [UInt8] {
    let bytes: [UInt8]?
    do throws(ArchiveError) {
      let file = try FileDescriptor.openExisting(path)
      guard try file.status().kind != .folder else {
        throw ArchiveError(.unsupported, path: path, reason: "it is a folder")
      }
      bytes = try file.contentsToEnd(limit: largestText)
    } catch {
      guard error.kind != .missing else {
        throw Unreadable(reason: "there is no such file", advice: "Check the path.")
      }
      throw Unreadable(
        reason: "the file cannot be read (\(error.reason))",
        advice: "Check that it is a file and its permissions.")
    }
    guard let bytes else {
      throw Unreadable(
        reason: "the file is larger than 1 GB", advice: "Leave out rows and columns.")
    }
    return bytes
  }

  static let byteOrderMark = "\u{FEFF}"
  private static let largestText = 1 << 30
}
