#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// An open file or folder, closed when it goes out of use.
struct FileDescriptor: ~Copyable {
  private let raw: Int32
  private let path: String

  private init(_ path: String, flags: Int32, purpose: String) throws(ArchiveError) {
    var raw: Int32
    repeat { raw = open(path, flags | O_CLOEXEC, 0o666) } while raw < 0 && errno == EINTR
    if raw < 0 { throw .lastFailure(purpose, path) }
    self.raw = raw
    self.path = path
  }

  deinit { close(raw) }

  /// Creates a file that must not exist yet.
  static func create(_ path: String) throws(ArchiveError) -> FileDescriptor {
    try FileDescriptor(path, flags: O_WRONLY | O_CREAT | O_EXCL, purpose: "create it")
  }

  /// Opens something that exists, in order to write into it as it is: a device or a pipe.
  static func openStream(_ path: String) throws(ArchiveError) -> FileDescriptor {
    try FileDescriptor(path, flags: O_WRONLY, purpose: "open it for writing")
  }

  /// Opens something that exists: a file or folder in order to flush or lock it, or anything to read
  /// to its end.
  static func openExisting(_ path: String) throws(ArchiveError) -> FileDescriptor {
    try FileDescriptor(path, flags: O_RDONLY, purpose: "open it")
  }

  /// Opens a regular file for reading. Symbolic links are refused, and so is anything on which
  /// reading could block, such as a named pipe.
  static func openRegular(_ path: String) throws(ArchiveError) -> FileDescriptor {
    let file = try FileDescriptor(
      path, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK, purpose: "open it")
    if try file.status().kind != .file {
      throw ArchiveError(.unsupported, path: path, reason: "is not a regular file")
    }
    return file
  }

  /// The size, kind and permissions.
  func status() throws(ArchiveError) -> FileStatus {
    var record = stat()
    if fstat(raw, &record) != 0 { throw .lastFailure("examine it", path) }
    return FileStatus(record)
  }

  /// Reads the next `count` bytes, which the file must have.
  func contents(_ count: Int) throws(ArchiveError) -> [UInt8] {
    var failure: ArchiveError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count, failure == nil {
        let rest = UnsafeMutableBufferPointer(rebasing: buffer[filled..<count])
        let got = read(raw, rest.baseAddress, min(rest.count, Self.mostAtOnce))
        if got > 0 {
          filled += got
        } else if got == 0 {
          failure = ArchiveError(.damaged, path: path, reason: "became shorter while it was read")
        } else if errno != EINTR {
          failure = .lastFailure("read it", path)
        }
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Reads to the end, of a pipe too; nil if there are more than `limit` bytes.
  func contentsToEnd(limit: Int) throws(ArchiveError) -> [UInt8]? {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = read(raw, &piece, piece.count)
      if got == 0 { return bytes }
      if got < 0 {
        if errno == EINTR { continue }
        throw .lastFailure("read it", path)
      }
      guard bytes.count + got <= limit else { return nil }
      bytes += piece[..<got]
    }
  }

  /// Writes all the bytes.
  func append(_ bytes: [UInt8]) throws(ArchiveError) {
    let failed = bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.mostAtOnce))
        let written = write(raw, piece.baseAddress, piece.count)
        if written >= 0 { rest = rest.dropFirst(written) } else if errno != EINTR { return true }
      }
      return false
    }
    if failed { throw .lastFailure("write to it", path) }
  }

  /// Waits until everything written has reached the disk.
  func flush() throws(ArchiveError) {
    while fsync(raw) != 0 {
      // Some network file systems cannot flush folders, and say so with EINVAL.
      if errno == EINVAL { return }
      if errno != EINTR { throw .lastFailure("flush it to the disk", path) }
    }
  }

  /// Gives the file the permissions of another.
  func copyPermissions(of other: FileStatus) throws(ArchiveError) {
    if fchmod(raw, other.permissions) != 0 { throw .lastFailure("set its permissions", path) }
  }

  /// Takes the lock that marks a file or folder as in use until this descriptor closes; false if
  /// someone else holds it. Where the file system has no locks, everyone gets it.
  func lock() -> Bool {
    flock(raw, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK
  }

  /// Some systems refuse to transfer 2 GiB or more in one call.
  private static let mostAtOnce = 1 << 30
}

extension ArchiveError {
  /// The error for a system call on `path` that has just failed, from `errno`.
  static func lastFailure(_ purpose: String, _ path: String) -> ArchiveError {
    let code = errno
    return code == ELOOP
      ? ArchiveError(.unsupported, path: path, reason: "is a symbolic link")
      : ArchiveError(
        code == ENOENT ? .missing : .system, path: path,
        reason: "could not \(purpose): \(String(cString: strerror(code)))")
  }
}
