internal import Dispatch
internal import Foundation
internal import Synchronization

/// Waits for the disk, many files and folders at a time.
///
/// A file system with a journal writes that out for a flush, and all who wait at the same time share it:
/// the 120 files of a model one after another take many times as long. It waits on threads of its own,
/// because the wait is the disk's, and as many as there are processors are too few.
package enum DiskFlush {
  /// How many wait at the same time at most.
  package static let mostAtOnce = 16

  /// Flushes all.
  ///
  /// - Parameters:
  ///   - count: how many there are.
  ///   - flush: waits for one, by its index; called for each, whether or not others fail.
  /// - Throws: what the first of those that fail throws, in the order of their indices.
  package static func all(
    _ count: Int, _ flush: @escaping @Sendable (_ index: Int) throws(ArchiveError) -> Void
  ) throws(ArchiveError) {
    let queue = FlushQueue(count: count, flush: flush)
    for _ in 1..<max(1, min(mostAtOnce, count)) {
      Thread.detachNewThread { queue.work() }
    }
    // This one works too, so that nothing depends on the others being started.
    queue.work()
    try queue.finish()
  }
}

/// What there is to flush, and what became of it.
private final class FlushQueue: Sendable {
  private struct State {
    var next = 0
    var failure: (index: Int, error: ArchiveError)?
  }

  private let count: Int
  private let flush: @Sendable (Int) throws(ArchiveError) -> Void
  private let state = Mutex(State())
  /// Entered for each.
  private let open = DispatchGroup()

  init(count: Int, flush: @escaping @Sendable (Int) throws(ArchiveError) -> Void) {
    (self.count, self.flush) = (count, flush)
    for _ in 0..<count { open.enter() }
  }

  /// Flushes what nobody else has taken.
  func work() {
    while let index = take() {
      do throws(ArchiveError) {
        try flush(index)
      } catch {
        state.withLock { state in
          if index < state.failure?.index ?? count { state.failure = (index, error) }
        }
      }
      open.leave()
    }
  }

  private func take() -> Int? {
    state.withLock { state in
      guard state.next < count else { return nil }
      state.next += 1
      return state.next - 1
    }
  }

  /// Waits for all.
  func finish() throws(ArchiveError) {
    open.wait()
    if let failure = state.withLock({ $0.failure }) { throw failure.error }
  }
}
