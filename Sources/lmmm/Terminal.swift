import MediaMix
import MediaMixInference
import MediaMixReport
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Standard error, for messages and progress.
enum StandardError {
  /// Writes text as it is.
  static func write(_ text: String) {
    let bytes = [UInt8](text.utf8)
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { buffer in
        buffer.baseAddress.map { writeBytes($0, buffer.count) } ?? -1
      }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }

  /// Whether a person is watching.
  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  private static func writeBytes(_ pointer: UnsafeRawPointer, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(STDERR_FILENO, pointer, count)
    #else
      Darwin.write(STDERR_FILENO, pointer, count)
    #endif
  }
}

/// Shows how far sampling has come: one line rewritten in place on a terminal, one line per tenth
/// elsewhere.
final class ProgressDisplay: Sendable {
  private let isTerminal = StandardError.isTerminal
  private let lastTenth = Mutex(0)

  /// Shows a report.
  func show(_ progress: SamplingProgress) {
    let isComplete = progress.fraction >= 1
    if isTerminal {
      StandardError.write("\r\u{1B}[2K\(bar(progress)) \(text(progress))\(isComplete ? "\n" : "")")
    } else {
      let tenth = Int(progress.fraction * 10)
      let isNew = lastTenth.withLock { last in
        defer { last = max(last, tenth) }
        return tenth > last
      }
      if isNew { StandardError.write("\(10 * tenth) % \(text(progress))\n") }
    }
  }

  private func bar(_ progress: SamplingProgress) -> String {
    let width = 24
    let filled = Int(progress.fraction * Double(width))
    return "[" + String(repeating: "█", count: filled)
      + String(repeating: "·", count: width - filled) + "]"
  }

  private func text(_ progress: SamplingProgress) -> String {
    let done = progress.completed.reduce(0, +)
    let total = progress.transitionsPerChain * progress.completed.count
    let running = progress.stepSizes.filter { $0 > 0 }
    let stepSize = running.isEmpty ? .nan : running.reduce(0, +) / Double(running.count)
    let isWarmup = progress.completed.contains { $0 < progress.warmup }
    let elapsed = progress.elapsed / .seconds(1)
    let left = elapsed / max(progress.fraction, 1e-9) - elapsed
    return
      "\(progress.completed.count) chains, \(isWarmup ? "warm-up, " : "")\(done)/\(total) draws, "
      + "\(progress.divergences) divergences, step \(NumberFormat.significant(stepSize, digits: 2)), "
      + "\(NumberFormat.fixed(left, decimals: 1)) s left"
  }
}
