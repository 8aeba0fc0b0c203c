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

/// A path to be given new content all at once.
///
/// The content is made in a hidden sibling, `.NAME.lmmm-PID-RANDOM.tmp`, flushed to the disk, and
/// moved into place. So whenever the process is killed, the path holds what was there before or
/// all of the new content.
package struct AtomicDestination: Sendable {
  /// The folder that holds it.
  package let parent: String
  /// Its name in that folder.
  package let name: String

  /// The path itself.
  package var path: String { Self.join(parent, name) }

  /// The destination for `path`. If a symbolic link is there, the destination is what the link
  /// leads to.
  package init(_ path: String) throws(ArchiveError) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    if try FileStatus.at(path)?.kind == .symbolicLink {
      guard let resolved = realpath(path, nil) else {
        throw .lastFailure("follow the symbolic link", path)
      }
      path = String(cString: resolved)
      free(resolved)
    }
    let slash = path.lastIndex(of: "/")
    name = String(slash.map { path[path.index(after: $0)...] } ?? path[...])
    parent = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    if ["", ".", ".."].contains(name) || name.contains("\0") {
      throw ArchiveError(.invalid, path: path, reason: "is not a name to write to")
    }
    guard try FileStatus.following(parent)?.kind == .folder else {
      throw ArchiveError(
        .missing, path: path, reason: "the folder \(parent) does not exist; create it first")
    }
  }

  /// A fresh path beside the destination.
  package func temporaryPath() -> String {
    let random = String(UInt64.random(in: .min ... .max), radix: 16)
    return Self.join(parent, "\(temporaryPrefix)\(getpid())-\(random)\(Self.temporarySuffix)")
  }

  /// Removes what writes to this destination left beside it when they were killed: siblings with
  /// the name of our temporary ones whose process is dead and that nobody has locked.
  ///
  /// This is housekeeping: what cannot be removed stays.
  package func removeAbandoned() {
    let siblings = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for sibling in siblings where isOfDeadProcess(sibling) {
      let path = Self.join(parent, sibling)
      if let descriptor = try? FileDescriptor.openExisting(path), descriptor.lock() {
        Self.remove(path)
      }
    }
  }

  /// Throws where the folder that holds the destination cannot be written to.
  package func requireWritable() throws(ArchiveError) {
    guard access(parent, W_OK | X_OK) == 0 else {
      throw ArchiveError(
        .system, path: path,
        reason: "the folder \(parent) cannot be written to: \(String(cString: strerror(errno))); "
          + "choose another, or change its permissions")
    }
  }

  /// Moves the finished file or folder at `temporary` to the destination, and deletes what was
  /// there.
  ///
  /// - Parameter replacesFolder: whether a folder is there, to be exchanged with the new one; asked
  ///   again where another process has put something there, or taken it away, in the meantime.
  ///   Throws if what is there must stay.
  func put(
    _ temporary: String, replacesFolder: () throws(ArchiveError) -> Bool
  ) throws(ArchiveError) {
    for attempt in 1... {
      let replaces = try replacesFolder()
      let code =
        replaces
        ? AtomicExchange.exchange(temporary, path) : rename(temporary, path) == 0 ? 0 : errno
      if code == 0 { break }
      let isOvertaken =
        replaces ? code == ENOENT : code == ENOTEMPTY || code == EEXIST || code == EISDIR
      if isOvertaken, attempt < Self.mostAttempts { continue }
      if replaces, [EINVAL, ENOSYS, ENOTSUP, EOPNOTSUPP].contains(code) {
        try replaceInTwoSteps(with: temporary)
        break
      }
      errno = code
      throw .lastFailure("put the new one in its place", path)
    }
    // A folder that may be written to but not listed cannot be opened, and so not be flushed.
    if access(parent, R_OK) == 0 { try FileDescriptor.openExisting(parent).flush() }
    Self.remove(temporary)
  }

  /// Replaces the folder at the destination where the file system cannot exchange two paths: the
  /// old one steps aside, the new one takes its place, and the old one is at `temporary` after.
  ///
  /// A process killed between the steps leaves nothing at the destination and the old content
  /// under its temporary name, where it stays until another write has succeeded.
  package func replaceInTwoSteps(with temporary: String) throws(ArchiveError) {
    let aside = temporaryPath()
    if rename(path, aside) != 0 { throw .lastFailure("move the old one aside", path) }
    if rename(temporary, path) != 0 {
      let failure = ArchiveError.lastFailure("put the new one in its place", path)
      _ = rename(aside, path)
      throw failure
    }
    if rename(aside, temporary) != 0 { Self.remove(aside) }
  }

  /// Deletes a file, or a folder with everything in it, if it is there and can be deleted.
  static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

  static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// How often another process may be faster.
  private static let mostAttempts = 20

  private var temporaryPrefix: String { ".\(name).lmmm-" }
  private static let temporarySuffix = ".tmp"

  private func isOfDeadProcess(_ sibling: String) -> Bool {
    guard sibling.hasPrefix(temporaryPrefix), sibling.hasSuffix(Self.temporarySuffix) else {
      return false
    }
    let middle = sibling.dropFirst(temporaryPrefix.count).dropLast(Self.temporarySuffix.count)
    let parts = middle.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let process = pid_t(parts[0]), process > 0,
      UInt64(parts[1], radix: 16) != nil
    else { return false }
    return kill(process, 0) != 0 && errno == ESRCH
  }
}
