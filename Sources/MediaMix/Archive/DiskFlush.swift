internal import Dispatch
internal import Foundation
internal import Synchronization

/// Waits until files and folders have reached the disk, many at a time.
///
/// A file system with a journal writes that out for a flush, and all who wait at the same time share it:
/// the 120 files of a model one after another take many times as long. It waits on threads of its own,
/// because the wait is the disk's, and as many as there are processors are too few.
package enum DiskFlush {
  /// How many wait at the same time at most.
  private static let threads = 16

  /// Returns when everything written to `paths` is on the disk.
  ///
  /// - Throws: `missing` where one is not there, `system` where the system refuses one; all others are
  ///   flushed all the same.
  package static func wait(for paths: [String]) throws(ArchiveError) {
    let queue = FlushQueue(paths)
    for _ in 1..<max(1, min(threads, paths.count)) {
      Thread.detachNewThread { queue.work() }
    }
    // This one works too, so that nothing depends on the others being started.
    queue.work()
    try queue.finish()
  }
}

/// Paths to flush, and what became of them.
private final class FlushQueue: Sendable {
  private struct State {
    var next = 0
    var failure: ArchiveError?
  }

  private let paths: [String]
  private let state = Mutex(State())
  /// Entered for each path.
  private let open = DispatchGroup()

  init(_ paths: [String]) {
    self.paths = paths
    for _ in paths { open.enter() }
  }

  /// Flushes what nobody else has taken.
  func work() {
    while let path = take() {
      do throws(ArchiveError) {
        try FileDescriptor.openExisting(path).flush()
      } catch {
        state.withLock { $0.failure = $0.failure ?? error }
      }
      open.leave()
    }
  }

  private func take() -> String? {
    state.withLock { state in
      guard state.next < paths.count else { return nil }
      state.next += 1
      return paths[state.next - 1]
    }
  }

  /// Waits for all.
  func finish() throws(ArchiveError) {
    open.wait()
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }
}
