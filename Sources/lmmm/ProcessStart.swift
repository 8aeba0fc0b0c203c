#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What the process inherits from whoever started it, made safe before any file is opened.
enum ProcessStart {
  /// Sees to it that no file can take the place of a standard stream, and that a file which grows
  /// beyond the limit of sizes is an error with a message instead of the end.
  static func prepare() {
    signal(SIGXFSZ, SIG_IGN)
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where isClosed(stream) {
      // The lowest number that is free is taken, so this one. What is closed stays unusable: one
      // cannot read from what is open for writing, or the other way round.
      _ = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  private static func isClosed(_ descriptor: Int32) -> Bool {
    fcntl(descriptor, F_GETFD) < 0 && errno == EBADF
  }
}
