import Foundation
import MediaMix
import Synchronization
import Testing

@Suite("Putting files and stores in place")
struct AtomicReplacementTests {
  let scratch: ScratchFolder
  init() throws { scratch = try ScratchFolder() }

  private func group(_ value: Double) -> ZarrGroup {
    ZarrGroup(arrays: ["x": ZarrArray(dimensions: [], shape: [], values: .float64([value]))])
  }

  /// The id of a process that has ended.
  private func deadProcess() throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["true"]
    try process.run()
    process.waitUntilExit()
    return process.processIdentifier
  }

  @Test("A store is replaced, and nothing of the old one stays behind")
  func replace() throws {
    try ZarrStore.write(.sample, to: scratch["m"])
    try scratch.put("", "m/.DS_Store")
    try ZarrStore.write(group(2), to: scratch["m/"])
    #expect(try ZarrStore.read(from: scratch["m"]) == group(2))
    #expect(try scratch.names() == ["m"])
    #expect(try scratch.files(below: "m").count == 6)
  }

  @Test("Where folders cannot be exchanged, replacing takes two steps")
  func twoSteps() throws {
    try ZarrStore.write(group(1), to: scratch["m"])
    try ZarrStore.write(group(2), to: scratch["new"])
    let destination = try AtomicDestination(scratch["m"])
    try destination.replaceInTwoSteps(with: scratch["new"])
    #expect(try ZarrStore.read(from: scratch["m"]) == group(2))
    #expect(try ZarrStore.read(from: scratch["new"]) == group(1))
    let error = archiveError { try destination.replaceInTwoSteps(with: scratch["absent"]) }
    #expect(error != nil)
    #expect(try ZarrStore.read(from: scratch["m"]) == group(2))
  }

  /// What a thread sees that does nothing but look whether a path exists.
  private final class Watch: Sendable {
    let looks = Atomic(0)
    let absences = Atomic(0)
    let isOver = Atomic(false)
  }

  @Test("While stores are replaced, the path is never without one")
  func neverMissing() throws {
    let path = scratch["m"]
    let groups = [group(1), group(2)]
    try ZarrStore.write(groups[0], to: path)
    let watch = Watch()
    Thread.detachNewThread {
      while !watch.isOver.load(ordering: .relaxed) {
        if access(path, F_OK) != 0 { watch.absences.add(1, ordering: .relaxed) }
        watch.looks.add(1, ordering: .relaxed)
      }
    }
    defer { watch.isOver.store(true, ordering: .relaxed) }
    while watch.looks.load(ordering: .relaxed) == 0 { usleep(100) }
    for round in 1...200 { try ZarrStore.write(groups[round % 2], to: path) }
    #expect(watch.absences.load(ordering: .relaxed) == 0)
    #expect(watch.looks.load(ordering: .relaxed) > 200)
    #expect(try ZarrStore.read(from: path) == groups[0])
    #expect(try scratch.names() == ["m"])
  }

  @Test("Something that is no store is refused and left alone")
  func occupied() throws {
    try scratch.put("precious", "file")
    try scratch.makeFolder("folder/sub")
    try scratch.put("precious", "folder/sub/file")
    try scratch.makeFolder("void")
    try ZarrStore.write(group(1), to: scratch["mixed"])
    try scratch.put("precious", "mixed/notes.txt")
    let before = try scratch.files()
    for name in ["file", "folder", "void", "mixed"] {
      let error = archiveError { try ZarrStore.write(.sample, to: scratch[name]) }
      #expect(error?.kind == .occupied)
      #expect(error?.path == scratch[name])
    }
    #expect(try scratch.files() == before)
    #expect(try scratch.names() == ["file", "folder", "mixed", "void"])
  }

  @Test("What a killed writer left is removed by the next one, and nothing else is")
  func abandoned() throws {
    let dead = try deadProcess()
    let alive = ProcessInfo.processInfo.processIdentifier
    let mine = [".m.lmmm-\(dead)-1f.tmp", ".m.lmmm-\(dead)-abc.tmp"]
    let others = [
      ".m.lmmm-\(alive)-1f.tmp", ".n.lmmm-\(dead)-1f.tmp", ".m.lmmm-\(dead)-xyz.tmp",
      ".m.lmmm-\(dead).tmp", ".m.lmmm-0-1f.tmp", ".m.lmmm--1-1f.tmp", "m.lmmm-\(dead)-1f.tmp",
      ".m.lmmm-\(dead)-1f.tmp.txt",
    ]
    for name in mine + others { try scratch.makeFolder(name + "/x") }
    try ZarrStore.write(group(1), to: scratch["m"])
    #expect(try scratch.names() == (others + ["m"]).sorted())
    for name in mine { try scratch.put("half a tab", name) }
    try AtomicFile.write("whole", to: scratch["t.csv"])
    #expect(try scratch.names().count == others.count + mine.count + 2)
    try ZarrStore.write(group(2), to: scratch["m"])
    #expect(try scratch.names() == (others + ["m", "t.csv"]).sorted())
  }

  @Test("A failed write leaves no trace, and keeps what an interrupted replacement left")
  func failure() throws {
    // The path of the innermost group is longer than any system allows.
    let name = String(repeating: "n", count: 250)
    let tooDeep = (0..<16).reduce(group(1)) { inner, _ in ZarrGroup(groups: [name: inner]) }
    let aside = ".m.lmmm-\(try deadProcess())-1.tmp"
    try ZarrStore.write(group(1), to: scratch[aside])
    let error = archiveError { try ZarrStore.write(tooDeep, to: scratch["m"]) }
    #expect(error?.kind == .system)
    #expect(error?.path == scratch["m"])
    #expect(try scratch.names() == [aside])
    try ZarrStore.write(group(2), to: scratch["m"])
    #expect(try scratch.names() == ["m"])
    #expect(archiveError { try ZarrStore.write(tooDeep, to: scratch["m"]) }?.kind == .system)
    #expect(try ZarrStore.read(from: scratch["m"]) == group(2))
    #expect(try scratch.names() == ["m"])
  }

  @Test("A symbolic link stays, and what it leads to is replaced")
  func link() throws {
    try ZarrStore.write(group(1), to: scratch["real"])
    try scratch.put("old", "real.txt")
    for (link, real) in [("link", "real"), ("link.txt", "real.txt"), ("dangling", "absent")] {
      try FileManager.default.createSymbolicLink(
        atPath: scratch[link], withDestinationPath: real)
    }
    try ZarrStore.write(group(2), to: scratch["link"])
    try AtomicFile.write("new", to: scratch["link.txt"])
    #expect(try ZarrStore.read(from: scratch["real"]) == group(2))
    #expect(try ZarrStore.read(from: scratch["link"]) == group(2))
    #expect(try scratch.text("real.txt") == "new")
    #expect(archiveError { try AtomicFile.write("new", to: scratch["dangling"]) } != nil)
    #expect(
      try scratch.names() == ["dangling", "link", "link.txt", "real", "real.txt"])
  }

  @Test("A missing or forbidden folder is an error with the path, and leaves nothing")
  func forbidden() throws {
    for path in [scratch["absent/m"], "/proc/m", "/", ".", "..", ""] {
      for error in [
        archiveError { try ZarrStore.write(.sample, to: path) },
        archiveError { try AtomicFile.write("x", to: path) },
      ] {
        #expect(error?.path == path)
        #expect(error?.reason.isEmpty == false)
      }
    }
    try scratch.makeFolder("locked")
    chmod(scratch["locked"], 0o555)
    defer { chmod(scratch["locked"], 0o755) }
    // Nothing is forbidden to the superuser.
    if getuid() != 0 {
      let error = archiveError { try ZarrStore.write(.sample, to: scratch["locked/m"]) }
      #expect(error?.kind == .system)
    }
  }

  @Test("A single file is created, replaced with its permissions kept, or refused")
  func singleFile() throws {
    try AtomicFile.write("first", to: scratch["t.csv"])
    #expect(try scratch.text("t.csv") == "first")
    chmod(scratch["t.csv"], 0o640)
    try AtomicFile.write([0, 255, 10], to: scratch["t.csv"])
    #expect(try scratch.bytes("t.csv") == [0, 255, 10])
    var status = stat()
    stat(scratch["t.csv"], &status)
    #expect(status.st_mode & 0o777 == 0o640)
    try scratch.makeFolder("folder")
    let error = archiveError { try AtomicFile.write("x", to: scratch["folder"]) }
    #expect(error?.kind == .occupied)
    try AtomicFile.write("", to: scratch["empty"])
    try AtomicFile.write("gone", to: "/dev/null")
    #expect(try scratch.names() == ["empty", "folder", "t.csv"])
  }
}
