import MediaMix
import MediaMixInference
import MediaMixReport
import Synchronization

/// Shows how far sampling has come: one line rewritten in place on a terminal, one line per tenth
/// elsewhere.
final class ProgressDisplay: Sendable {
  private struct State {
    var lastTenth = 0
    var extensions = 0
    var isLineOpen = false
  }

  private let isTerminal = StandardError.isTerminal
  private let state = Mutex(State())

  /// Shows how far the chains of one fit have come.
  func show(_ progress: SamplingProgress) {
    state.withLock { state in
      // Fewer are those of the next run.
      guard progress.extensions != state.extensions else { return }
      state.extensions = progress.extensions
      state.lastTenth = Int(progress.fraction * 10) - 1
    }
    show(progress.fraction, progress.text)
  }

  /// Shows how far many fits have come.
  ///
  /// - Parameter unit: what each is for, such as "window".
  func show(_ progress: FitSeriesProgress, unit: String) {
    show(progress.fraction, progress.text(unit: unit))
  }

  private func show(_ fraction: Double, _ text: @autoclosure () -> String) {
    state.withLock { state in
      if isTerminal {
        state.isLineOpen = fraction < 1
        let line = Self.bar(fraction, text(), width: StandardError.terminalWidth - 1)
        StandardError.write("\r\u{1B}[2K\(line)\(state.isLineOpen ? "" : "\n")")
      } else {
        let tenth = Int(fraction * 10)
        guard tenth > state.lastTenth else { return }
        state.lastTenth = tenth
        StandardError.write("\(10 * tenth) %: \(text())\n")
      }
    }
  }

  /// Ends a line that is still being rewritten, so that what follows begins on its own.
  func end() {
    state.withLock { state in
      if state.isLineOpen { StandardError.write("\n") }
      state.isLineOpen = false
    }
  }

  /// Text of at most `width` characters, after as much of a bar as there is room for.
  private static func bar(_ fraction: Double, _ text: String, width: Int) -> String {
    let text = "\(Int(fraction * 100)) %  \(text)"
    let room = min(24, width - text.count - 3)
    guard room >= 4 else { return String(text.prefix(width)) }
    let filled = Int(fraction * Double(room))
    return "[" + String(repeating: "█", count: filled)
      + String(repeating: "·", count: room - filled) + "] " + text
  }
}

extension SamplingProgress {
  /// Chains, draws, divergences, step size and the time that is left.
  fileprivate var text: String {
    let running = stepSizes.filter { $0 > 0 }
    let stepSize = running.isEmpty ? .nan : running.reduce(0, +) / Double(running.count)
    let isWarmup = completed.contains { $0 > 0 && $0 < warmup } || completed.allSatisfy { $0 == 0 }
    return [
      NumberFormat.counted(completed.count, "chain"),
      "\(isWarmup ? "warm-up" : extensions == 0 ? "draws" : "draws again") \(completed.reduce(0, +))/"
        + "\(transitionsPerChain * completed.count)",
      NumberFormat.counted(divergences, "divergence"),
      "step \(NumberFormat.significant(stepSize, digits: 2))",
      timeText(elapsed, fraction),
    ].joined(separator: ", ")
  }
}

extension FitSeriesProgress {
  /// How many are done, and the time that is left.
  fileprivate func text(unit: String) -> String {
    "\(finishedCount) of \(NumberFormat.counted(count, unit)), "
      + timeText(elapsed, fraction)
  }
}

/// The time that is left, or was needed when all is done.
private func timeText(_ elapsed: Duration, _ fraction: Double) -> String {
  let seconds = elapsed / .seconds(1)
  return fraction < 1
    ? "\(NumberFormat.duration(seconds / max(fraction, 1e-9) - seconds)) left"
    : NumberFormat.duration(seconds)
}
