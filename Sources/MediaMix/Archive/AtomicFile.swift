/// Writing a single file all at once.
package enum AtomicFile {
  /// Whether a device or a pipe is at `path`: what takes all that it is given, and holds nothing.
  package static func isStream(_ path: String) throws(ArchiveError) -> Bool {
    try FileStatus.following(path)?.kind == .other
  }

  /// Throws where no file could be written to `path`, as far as that can be known before.
  package static func checkDestination(_ path: String) throws(ArchiveError) {
    let status = try FileStatus.following(path)
    if status?.kind == .folder {
      throw ArchiveError(.occupied, path: path, reason: "is a folder; name a file")
    }
    if status?.kind != .other { try AtomicDestination(path).requireWritable() }
  }

  /// Gives the file at `path` that content, creating or replacing it.
  ///
  /// Whenever the process is killed, the path holds the old content or all of the new. A replaced
  /// file keeps its permissions; a symbolic link stays, and the file it leads to is replaced. A
  /// device or pipe, such as `/dev/stdout`, is written into as it is.
  package static func write(_ bytes: [UInt8], to path: String) throws(ArchiveError) {
    if try isStream(path) {
      try FileDescriptor.openStream(path).append(bytes)
      return
    }
    let destination = try AtomicDestination(path)
    let existing = try FileStatus.at(destination.path)
    if existing?.kind == .folder {
      throw ArchiveError(.occupied, path: path, reason: "is a folder; name a file")
    }
    destination.removeAbandoned()
    let temporary = destination.temporaryPath()
    do throws(ArchiveError) {
      let file = try FileDescriptor.create(temporary)
      _ = file.lock()
      if let existing { try file.copyPermissions(of: existing) }
      try file.append(bytes)
      try file.flush()
      // Renaming replaces a file in one step on every file system.
      try destination.put(temporary) { false }
    } catch {
      AtomicDestination.remove(temporary)
      throw ArchiveError(error.kind, path: path, reason: error.reason)
    }
  }

  /// Gives the file at `path` that text as UTF-8; see ``write(_:to:)-([UInt8],_)``.
  package static func write(_ text: String, to path: String) throws(ArchiveError) {
    try write([UInt8](text.utf8), to: path)
  }
}
