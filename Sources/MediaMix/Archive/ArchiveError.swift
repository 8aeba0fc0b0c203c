/// Why a file or a saved model could not be written or read.
///
/// `description` is one line for people: the path, then what is wrong and what to do about it.
public struct ArchiveError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What sort of trouble it is, for programs that react differently to each.
  public enum Kind: Sendable, Hashable {
    /// Nothing exists at the path.
    case missing
    /// The content contradicts itself: truncated, altered, or with parts missing.
    case damaged
    /// The content may be sound, but is not what this library writes.
    case unsupported
    /// The path to write to holds something that must not be replaced.
    case occupied
    /// What was to be written cannot be represented.
    case invalid
    /// The operating system refused: permissions, a full disk, a missing folder.
    case system
  }

  /// What sort of trouble it is.
  public let kind: Kind

  /// The file or folder concerned.
  public let path: String

  /// What is wrong there, without the path.
  public let reason: String

  /// An error of that kind about the file or folder at `path`.
  public init(_ kind: Kind, path: String, reason: String) {
    self.kind = kind
    self.path = path
    self.reason =
      reason.count > Self.longestReason ? reason.prefix(Self.longestReason) + "…" : reason
  }

  /// Reasons quote names, and hostile ones have no end.
  private static let longestReason = 1000

  /// The path, then the reason, control characters of either escaped.
  public var description: String { "\(path): \(reason)".escapingControls }
}
