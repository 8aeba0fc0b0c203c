import Foundation
import MediaMix
import MediaMixInference
import Testing

/// What may happen while a command writes: each writes all of a file or leaves what was there, and
/// says what happened.
@Suite("Faults while writing")
struct FaultTests {
  private let example: Example
  private let folder: TemporaryFolder

  init() throws {
    example = try Example.fitted.get()
    folder = try TemporaryFolder()
  }

  private var out: String { folder["out"] }

  private func commands() throws -> [WritingCommand] { try WritingCommand.all(of: example) }

  private func emptyFolder() throws {
    try? FileManager.default.removeItem(atPath: out)
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
  }

  /// Runs a command to its end in a fresh folder; the files, and how long it took.
  private func whole(_ command: WritingCommand) throws -> (files: WrittenFiles, seconds: Double) {
    try emptyFolder()
    let start = ContinuousClock.now
    let run = try Tool.run(command.arguments(writingTo: out))
    try #require(run.status == 0, "\(command.testDescription): \(run.errors)")
    let files = try WrittenFiles(of: command, in: out)
    #expect(files.contents.count == command.outputs.count, "\(command.testDescription)")
    #expect(try WrittenFiles.names(in: out) == command.outputs.sorted())
    return (files, (ContinuousClock.now - start) / .seconds(1))
  }

  /// Checks that what is there is as in `expected`, and models are whole.
  private func expectWhole(
    _ command: WritingCommand, _ expected: WrittenFiles, _ when: String
  ) throws {
    for (name, content) in try WrittenFiles(of: command, in: out).contents {
      if name.hasSuffix(".zarr") {
        let run = try Tool.run(["summary", out + "/" + name])
        #expect(run.status == 0, "\(command.testDescription), \(when): \(run.errors)")
      } else {
        // A report tells how long its fit took, so of pages the end is compared.
        let isPage = name.hasSuffix(".html")
        let (found, whole) = (content ?? Data(), (expected.contents[name] ?? nil) ?? Data())
        #expect(
          isPage ? found.suffix(200) == whole.suffix(200) : found == whole,
          "\(command.testDescription), \(when): half of \(name)")
      }
    }
  }

  @Test("Killed at any moment, every command leaves whole files")
  func killed() throws {
    for (index, command) in try commands().enumerated() {
      let (expected, seconds) = try whole(command)
      // The moments are the same in every run.
      var moments = SplitMix64(state: UInt64(index))
      for round in 0..<4 {
        if round < 2 { try emptyFolder() }
        let process = try Tool.start(command.arguments(writingTo: out))
        if round.isMultiple(of: 2) {
          usleep(UInt32(1e6 * seconds * Double.random(in: 0...1.1, using: &moments)))
        } else {
          // As soon as something is being written, or a little later.
          while process.isRunning, try !isWriting() { usleep(100) }
          usleep(UInt32.random(in: 0...3000, using: &moments))
        }
        process.kill()
        _ = process.wait()
        try expectWhole(command, expected, "killed in round \(round)")
      }
      let run = try Tool.run(command.arguments(writingTo: out))
      #expect(run.status == 0, "\(command.testDescription): \(run.errors)")
      try expectWhole(command, expected, "after a kill")
      #expect(try WrittenFiles.names(in: out) == command.outputs.sorted(), "remnants")
    }
  }

  private func isWriting() throws -> Bool {
    try WrittenFiles.names(in: out).contains { $0.hasSuffix(".tmp") }
  }

  /// Whether this machine lets us mount file systems that only we see; says so where it does not.
  private static let canMount: Bool = {
    let probe = "mount -t tmpfs -o size=64k none /mnt && touch /mnt/x"
    let run = try? Tool.run([], in: probe, privately: true)
    if run?.status == 0 { return true }
    print(
      "SKIPPED: no private file systems here, so full disks and read-only folders are not tried")
    return false
  }()

  /// What a script does first: `out` on a small disk, with what a run before has left there.
  private func smallDisk() throws -> String {
    """
    mount -t tmpfs -o size=8m none '\(out)' && cp -R '\(folder["before"])/.' '\(out)/' || exit 99

    """
  }

  /// What a script does last: says what is in `out`, and copies it to where we see it.
  private var afterwards: String {
    """

    status=$?; rm -f '\(out)/fill'; cp -R '\(out)/.' '\(folder["after"])/'; exit $status
    """
  }

  /// Runs every command on a disk with the files of a run before and checks that it fails with
  /// `message`, and that all files are as they were.
  private func failing(_ setting: String, _ message: String) throws {
    for command in try commands() {
      let (expected, _) = try whole(command)
      for name in ["before", "after"] {
        try? FileManager.default.removeItem(atPath: folder[name])
      }
      try FileManager.default.moveItem(atPath: out, toPath: folder["before"])
      try FileManager.default.createDirectory(
        atPath: folder["after"], withIntermediateDirectories: true)
      try emptyFolder()
      let run = try Tool.run(
        command.arguments(writingTo: out), in: try smallDisk() + setting + "\"$@\"" + afterwards,
        privately: true)
      let name = command.testDescription
      #expect(run.status == 1, "\(name): status \(run.status ?? -1), \(run.errors)")
      #expect(run.errors.contains(message), "\(name): \(run.errors)")
      #expect(run.errors.contains("Error: \(out)"), "\(name): \(run.errors)")
      try FileManager.default.removeItem(atPath: out)
      try FileManager.default.moveItem(atPath: folder["after"], toPath: out)
      #expect(try WrittenFiles.names(in: out) == command.outputs.sorted(), "\(name)")
      try expectWhole(command, expected, message)
      #expect(try WrittenFiles(of: command, in: out).contents.count == command.outputs.count)
    }
  }

  @Test("A full disk is an error that says so, and what was there stays")
  func fullDisk() throws {
    guard Self.canMount else { return }
    try failing("dd if=/dev/zero of='\(out)/fill' bs=4k 2>/dev/null; ", "No space left on device")
  }

  @Test("A folder that cannot be written to is an error that says so, and what was there stays")
  func readOnly() throws {
    guard Self.canMount else { return }
    try failing("mount -o remount,ro '\(out)' || exit 98; ", "Read-only file system")
  }

  @Test("A fit that cannot be saved is printed nevertheless")
  func unsaved() throws {
    guard Self.canMount else { return }
    try emptyFolder()
    let run = try Tool.run(
      example.fitArguments(output: out + "/m.zarr"),
      in: "mount -t tmpfs -o size=16k none '\(out)' || exit 99; \"$@\"; status=$?; ls -A '\(out)'; "
        + "exit $status", privately: true)
    #expect(run.status == 1)
    #expect(run.output.contains("coef_media[media_0]"))
    #expect(!run.output.contains("m.zarr"), "\(run.output)")
    #expect(run.errors.contains("m.zarr: could not write to it: No space left on device"))
  }

  @Test("A limit on the size of files is an error that says so, and no end by a signal")
  func fileSizeLimit() throws {
    for command in try commands() {
      let (expected, _) = try whole(command)
      // Standard streams are files too, unless they lead into a pipe.
      let run = try Tool.run(
        command.arguments(writingTo: out),
        in: "{ (ulimit -f 0; \"$@\"); echo \"status $?\"; } 2>&1 | cat")
      let name = command.testDescription
      #expect(run.output.hasSuffix("status 1\n"), "\(name): \(run.output)")
      #expect(run.output.contains("File too large"), "\(name): \(run.output)")
      try expectWhole(command, expected, "limited")
      #expect(try WrittenFiles.names(in: out) == command.outputs.sorted(), "\(name)")
    }
  }

  @Test("Two fits to one path at once: both say that they are saved, and one of them is there")
  func twoFits() throws {
    try emptyFolder()
    let path = out + "/m.zarr"
    for round in 0..<6 {
      if round < 4 { try? FileManager.default.removeItem(atPath: path) }
      let processes = try (1...3).map {
        try Tool.start(example.fitArguments(["--seed", "\($0)"], output: path))
      }
      for process in processes {
        let run = process.wait()
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("Saved \(path)"))
      }
      #expect((1...3).contains(try FittedModel(contentsOf: path).sampler.seed))
      #expect(try FileManager.default.contentsOfDirectory(atPath: out) == ["m.zarr"])
    }
  }

  @Test("What exists is replaced where it is of the same kind, and nothing else ever is")
  func existing() throws {
    for command in try commands() {
      let (expected, _) = try whole(command)
      let run = try Tool.run(command.arguments(writingTo: out))
      #expect(run.status == 0, "\(command.testDescription): \(run.errors)")
      try expectWhole(command, expected, "again")
      for output in command.outputs {
        _ = try whole(command)
        // A file where there should be a model, a folder where there should be a file.
        try FileManager.default.removeItem(atPath: out + "/" + output)
        let isModel = output.hasSuffix(".zarr")
        let precious = isModel ? out + "/" + output : out + "/" + output + "/precious"
        if !isModel {
          try FileManager.default.createDirectory(
            atPath: out + "/" + output, withIntermediateDirectories: false)
        }
        try Data("precious".utf8).write(to: URL(fileURLWithPath: precious))
        let run = try Tool.run(command.arguments(writingTo: out))
        #expect(run.status == 1, "\(command.testDescription), \(output): \(run.errors)")
        #expect(run.errors.contains(output), "\(command.testDescription): \(run.errors)")
        #expect(try String(contentsOfFile: precious, encoding: .utf8) == "precious")
      }
    }
  }
}
