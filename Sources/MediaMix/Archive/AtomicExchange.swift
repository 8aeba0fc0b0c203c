#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Exchanging what two paths lead to, as one step that no crash can divide.
enum AtomicExchange {
  /// Exchanges two existing paths on the same file system.
  ///
  /// Returns 0, or the error code: `ENOSYS`, `EINVAL` or `ENOTSUP` where the system, the file
  /// system or the C library cannot do it.
  static func exchange(_ a: String, _ b: String) -> Int32 {
    #if canImport(Darwin)
      return renamex_np(a, b, UInt32(RENAME_SWAP)) == 0 ? 0 : errno
    #else
      guard let renameat2 else { return ENOSYS }
      let exchangeFlag: UInt32 = 1 << 1
      return renameat2(AT_FDCWD, a, AT_FDCWD, b, exchangeFlag) == 0 ? 0 : errno
    #endif
  }

  #if !canImport(Darwin)
    private typealias RenameAt2 =
      @convention(c) (
        Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
      ) -> Int32

    /// The C library declares `renameat2` only to programs that define `_GNU_SOURCE`, which
    /// Swift's importer does not, so it is looked up by name.
    private static let renameat2: RenameAt2? = dlsym(dlopen(nil, RTLD_NOW), "renameat2").map {
      unsafeBitCast($0, to: RenameAt2.self)
    }
  #endif
}
