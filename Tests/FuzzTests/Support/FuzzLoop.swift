import Foundation
import MediaMixInference
import Synchronization
import Testing

/// What must not happen with any input.
struct Finding: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// What became of an input.
enum Outcome: Hashable {
  /// A message said what is wrong.
  case refused
  /// Everything was computed from it.
  case accepted
}

/// Tries inputs of one kind one after the other, and says which of them broke a rule.
struct FuzzLoop {
  /// Names the kind, in messages and as a source of random numbers.
  let kind: String
  /// Inputs of the short run.
  let short: Int
  /// The part of a long run's inputs, out of 100.
  let share: Int

  /// Seconds of the processor that one input may take.
  private static let longestInput = 1.0
  /// Seconds by the clock without a next input after which the process gives up.
  private static let hang = 60
  private static let block = 50_000

  private var count: Int {
    FuzzPlan.inputs.map { $0 == 1 ? 1 : max(1, $0 * share / 100) } ?? short
  }

  /// Tries every input, which `body` makes from the generator and takes through the path of a command.
  ///
  /// A crash ends the process: the number of the input is then in the file that the first line names.
  func run(_ body: (inout SplitMix64) throws -> Outcome) throws {
    let progress = try ProgressFile(kind: kind)
    let guardian = HangGuard(kind: kind, seconds: Self.hang)
    defer { guardian.end() }
    var outcomes: [Outcome: Int] = [:]
    var findings = 0
    var slowest = (seconds: 0.0, index: 0)
    var memory: Int?
    for index in FuzzPlan.first..<FuzzPlan.first + count {
      if (index - FuzzPlan.first).isMultiple(of: Self.block) {
        print("fuzz \(kind): seed \(FuzzPlan.seed), inputs from \(index), see \(progress.path)")
      }
      progress.write(index)
      guardian.begin(index)
      let start = Self.processorSeconds()
      do {
        var random = SplitMix64(kind: kind, index: index)
        outcomes[try body(&random), default: 0] += 1
      } catch let finding as Finding {
        findings += 1
        Issue.record("\(kind), seed \(FuzzPlan.seed), input \(index): \(finding)")
      }
      let seconds = Self.processorSeconds() - start
      if seconds > slowest.seconds { slowest = (seconds, index) }
      if seconds > Self.longestInput {
        findings += 1
        Issue.record("\(kind), seed \(FuzzPlan.seed), input \(index): took \(seconds) s")
      }
      if findings >= 20 { break }
      if index == FuzzPlan.first + min(count / 4, 20_000) { memory = Self.peakMegabytes() }
    }
    let peak = Self.peakMegabytes()
    let (refused, accepted) = (outcomes[.refused] ?? 0, outcomes[.accepted] ?? 0)
    print(
      "fuzz \(kind): \(refused) refused, \(accepted) accepted, \(findings) findings; the slowest, "
        + "\(slowest.index), took \(slowest.seconds) s; peak of the memory \(peak) MB")
    if count > 1000, findings == 0 {
      #expect(refused > count / 100 && accepted > count / 1000, "\(kind): one-sided inputs")
    }
    // In the short run, other tests use memory of the same process.
    if FuzzPlan.inputs != nil, let memory {
      #expect(peak - memory < 256, "\(kind): memory rose from \(memory) to \(peak) MB")
    }
  }

  /// Seconds that this thread has computed.
  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  /// The most memory that the process has held so far.
  private static func peakMegabytes() -> Int {
    var usage = rusage()
    #if canImport(Darwin)
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss >> 20
    #else
      getrusage(RUSAGE_SELF.rawValue, &usage)
      return usage.ru_maxrss >> 10
    #endif
  }
}

/// The number of the input that is being tried, in a file that outlives a crash.
private struct ProgressFile: ~Copyable {
  let path: String
  private let descriptor: Int32

  init(kind: String) throws {
    path = FuzzPlan.scratch + "/lmmm-fuzz-\(kind)-\(getpid())"
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else { throw POSIXError(.EACCES) }
  }

  deinit {
    close(descriptor)
    unlink(path)
  }

  func write(_ index: Int) {
    let text = "\(index)          \n"
    pwrite(descriptor, text, text.utf8.count, 0)
  }
}

/// Ends the process, with a message, if an input takes so long that it may never end.
private final class HangGuard: Sendable {
  private let current = Mutex<(index: Int, since: ContinuousClock.Instant)?>(nil)

  init(kind: String, seconds: Int) {
    Thread.detachNewThread { [weak self] in
      while let guardian = self, !guardian.ended.load(ordering: .relaxed) {
        let waiting = guardian.current.withLock { $0 }
        if let waiting, ContinuousClock.now - waiting.since > .seconds(seconds) {
          fatalError("\(kind), seed \(FuzzPlan.seed), input \(waiting.index): does not end")
        }
        sleep(1)
      }
    }
  }

  private let ended = Atomic(false)

  func begin(_ index: Int) { current.withLock { $0 = (index, ContinuousClock.now) } }

  func end() { ended.store(true, ordering: .relaxed) }
}
