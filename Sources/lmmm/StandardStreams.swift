#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Standard output, for results.
enum StandardOutput {
  /// Writes text at once, so that it keeps its place among messages.
  ///
  /// - Throws: ``OutputError`` if it cannot be written, to a full disk say.
  static func write(_ text: String) throws {
    if let reason = StandardStream.write(text, to: STDOUT_FILENO) {
      throw OutputError(path: "standard output", reason: reason)
    }
  }
}

/// Standard error, for messages and progress.
enum StandardError {
  /// Writes text as it is; where nobody can be told, nobody is.
  static func write(_ text: String) { _ = StandardStream.write(text, to: STDERR_FILENO) }

  /// Whether a person is watching.
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// The width of the terminal in characters; 80 if it does not say.
  static var terminalWidth: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}

/// Writing to the streams that every process has.
private enum StandardStream {
  /// Writes all of the text; returns why it could not.
  static func write(_ text: String, to descriptor: Int32) -> String? {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)[...]
      while !rest.isEmpty {
        let written = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest))
        if written < 0 && errno == EINTR { continue }
        if written < 0 { return String(cString: strerror(errno)) }
        rest = rest.dropFirst(written)
      }
      return nil
    }
  }

  private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Darwin)
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }
}
