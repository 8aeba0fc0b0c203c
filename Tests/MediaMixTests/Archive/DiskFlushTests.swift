import MediaMix
import Testing

@Suite("Waiting for the disk")
struct DiskFlushTests {
  @Test("Any number of files and folders", arguments: [0, 1, 5, 300])
  func files(count: Int) throws {
    let scratch = try ScratchFolder()
    for index in 0..<count { try scratch.put("\(index)", "\(index)") }
    try DiskFlush.wait(for: (0..<count).map { scratch["\($0)"] } + [scratch[""]])
  }

  @Test("One that is not there is named", arguments: [0, 7, 40])
  func missing(place: Int) throws {
    let scratch = try ScratchFolder()
    var paths = (0..<40).map { scratch["\($0)"] }
    for index in 0..<40 { try scratch.put("", "\(index)") }
    paths.insert(scratch["gone"], at: place)
    let error = try #require(throws: ArchiveError.self) { try DiskFlush.wait(for: paths) }
    #expect(error.kind == .missing && error.path == scratch["gone"])
  }
}
