#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What kind of thing a path leads to, and how large it is.
struct FileStatus {
  enum Kind { case file, folder, symbolicLink, other }

  let kind: Kind
  /// Bytes, for a file.
  let size: Int
  let permissions: mode_t

  init(_ record: stat) {
    kind =
      switch record.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .symbolicLink
      default: .other
      }
    size = Int(record.st_size)
    permissions = record.st_mode & 0o777
  }

  /// What is at `path`, without following a symbolic link at its end; nil if nothing is.
  static func at(_ path: String) throws(ArchiveError) -> FileStatus? {
    var record = stat()
    return try lstat(path, &record) == 0 ? FileStatus(record) : nothing(at: path)
  }

  /// What `path` leads to in the end; nil if nothing.
  static func following(_ path: String) throws(ArchiveError) -> FileStatus? {
    var record = stat()
    return try stat(path, &record) == 0 ? FileStatus(record) : nothing(at: path)
  }

  /// Nil if the system call that has just failed did so because nothing is there.
  private static func nothing(at path: String) throws(ArchiveError) -> FileStatus? {
    if errno == ENOENT || errno == ENOTDIR { return nil }
    throw .lastFailure("examine it", path)
  }
}
