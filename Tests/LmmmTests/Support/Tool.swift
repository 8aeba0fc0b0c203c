import Foundation

/// A finished run of a program.
struct FinishedRun {
  /// The exit status; nil if a signal ended it.
  let status: Int32?
  let output: String
  let errors: String
}

/// The tool as a child process.
struct Tool {
  /// Where standard error leads.
  enum Errors { case file, terminal }

  /// The built tool, which lies beside the tests.
  private static let path: String = {
    #if canImport(Darwin)
      let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? .main
      return bundle.bundleURL.deletingLastPathComponent().appendingPathComponent("lmmm").path
    #else
      return URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("lmmm").path
    #endif
  }()

  /// Runs the tool to its end.
  ///
  /// - Parameter environment: variables beside those of this process.
  static func run(
    _ arguments: [String], errors: Errors = .file, environment: [String: String] = [:]
  ) throws -> FinishedRun {
    try ChildProcess(path, arguments, errors: errors, environment: environment).wait()
  }

  /// Runs the tool in the lines of a shell script, where it is `"$@"`.
  ///
  /// - Parameter privately: whether the script sees file systems of its own and may mount others.
  static func run(
    _ arguments: [String], in script: String, privately: Bool = false
  ) throws -> FinishedRun {
    let shell = ["sh", "-c", script, "sh", path] + arguments
    return try ChildProcess(
      "/usr/bin/env", privately ? ["unshare", "--map-root-user", "--mount"] + shell : shell
    ).wait()
  }

  /// Starts the tool.
  static func start(_ arguments: [String]) throws -> ChildProcess {
    try ChildProcess(path, arguments, errors: .file)
  }
}

/// A run of a program that may be ended from outside.
final class ChildProcess {
  private let process: pid_t
  private let folder: TemporaryFolder
  private let terminal: Terminal?

  /// Starts the program at `path`.
  init(
    _ path: String, _ arguments: [String], errors: Tool.Errors = .file,
    environment: [String: String] = [:]
  ) throws {
    folder = try TemporaryFolder()
    terminal = errors == .terminal ? try Terminal() : nil
    process = try Self.spawn(
      path, arguments, environment: environment, output: folder["output"],
      errors: terminal?.path ?? folder["errors"])
  }

  /// Ends the process with a signal that it cannot handle.
  func kill() { _ = Foundation.kill(process, SIGKILL) }

  /// Whether the process has neither ended nor been waited for.
  var isRunning: Bool {
    var information = siginfo_t()
    let result = waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
    return result == 0 && information.si_signo == 0
  }

  /// Waits for the end.
  func wait() -> FinishedRun {
    var state: Int32 = 0
    while waitpid(process, &state, 0) < 0 && errno == EINTR {}
    let hasExited = state & 0x7F == 0
    return FinishedRun(
      status: hasExited ? (state >> 8) & 0xFF : nil,
      output: (try? folder.text("output")) ?? "",
      errors: terminal?.readAll() ?? (try? folder.text("errors")) ?? "")
  }

  private static func spawn(
    _ path: String, _ arguments: [String], environment: [String: String], output: String,
    errors: String
  ) throws -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(
      &actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_NOCTTY, 0o600)
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    let inherited = ProcessInfo.processInfo.environment
    let variables = inherited.merging(environment) { _, own in own }
    var assignments = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + assignments { free(text) } }
    var process: pid_t = 0
    let failure = posix_spawn(&process, path, &actions, nil, &words, &assignments)
    guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EINVAL) }
    return process
  }
}

/// A terminal that nobody sits at.
private final class Terminal {
  private let descriptor: Int32
  /// Kept open, so that reading does not fail before the child has opened it.
  private let far: Int32
  let path: String

  init() throws {
    descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    #if canImport(Darwin)
      guard grantpt(descriptor) == 0, unlockpt(descriptor) == 0, let name = ptsname(descriptor)
      else { throw POSIXError(.ENODEV) }
      path = String(cString: name)
    #else
      // TIOCSPTLCK and TIOCGPTN: the C library's functions for it are not imported.
      var (locked, number): (Int32, Int32) = (0, 0)
      guard ioctl(descriptor, 0x4004_5431, &locked) == 0,
        ioctl(descriptor, 0x8004_5430, &number) == 0
      else { throw POSIXError(.ENODEV) }
      path = "/dev/pts/\(number)"
    #endif
    far = open(path, O_RDWR | O_NOCTTY)
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
  }

  deinit {
    close(descriptor)
    close(far)
  }

  /// What was written so far; the terminal holds a few thousand characters.
  func readAll() -> String {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 4096)
    while case let count = read(descriptor, &part, part.count), count > 0 {
      bytes += part[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
