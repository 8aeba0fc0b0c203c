import MediaMix
import Synchronization
import Testing

@Suite("Waiting for the disk")
struct DiskFlushTests {
  private final class Flushed: Sendable {
    let indices = Mutex([Int]())
  }

  @Test("Each is flushed once", arguments: [0, 1, 5, 300])
  func each(count: Int) throws {
    let flushed = Flushed()
    try DiskFlush.all(count) { index in flushed.indices.withLock { $0.append(index) } }
    #expect(flushed.indices.withLock { $0.sorted() } == Array(0..<count))
  }

  @Test("The first that fails is named, and all others are flushed", arguments: [0, 7, 20])
  func failure(first: Int) throws {
    let flushed = Flushed()
    let error = try #require(throws: ArchiveError.self) {
      try DiskFlush.all(40) { index throws(ArchiveError) in
        flushed.indices.withLock { $0.append(index) }
        if index >= first { throw ArchiveError(.system, path: "\(index)", reason: "failed") }
      }
    }
    #expect(error.path == "\(first)")
    #expect(flushed.indices.withLock { $0.count } == 40)
  }
}
