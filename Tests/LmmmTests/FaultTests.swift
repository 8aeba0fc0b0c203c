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

  /// A model that no command writes: of another seed.
  private func otherModel() throws -> String {
    let path = folder["other.zarr"]
    if !FileManager.default.fileExists(atPath: path) {
      let run = try Tool.run(example.fitArguments(["--seed", "77"], output: path))
      try #require(run.status == 0, "\(run.errors)")
    }
    return path
  }

  /// Puts something else at every output of a command.
  private func putOthers(for command: WritingCommand) throws -> WrittenFiles {
    try WrittenFiles.putOthers(for: command, in: out, model: try otherModel())
  }

  /// Runs a command to its end in a fresh folder; the files, and how long it took.
  private func whole(_ command: WritingCommand) throws -> (files: WrittenFiles, seconds: Double) {
    try emptyFolder()
    let start = ContinuousClock.now
    let run = try Tool.run(command.arguments(writingTo: out))
    try #require(run.status == 0, "\(command.testDescription): \(run.errors)")
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let files = try WrittenFiles(of: command, in: out)
    #expect(files.contents.count == command.outputs.count, "\(command.testDescription)")
    #expect(try WrittenFiles.names(in: out) == command.outputs.sorted())
    return (files, seconds)
  }

  /// Checks that each output is as in one of `states`, or missing if it may be, and that there is
  /// nothing else but what is being written, if something may be.
  private func expect(
    _ command: WritingCommand, asIn states: [WrittenFiles], orMissing mayBeMissing: Bool = false,
    orBeingWritten mayBeWritten: Bool = false, _ when: String
  ) throws {
    let found = try WrittenFiles(of: command, in: out).contents
    for name in command.outputs where !(mayBeMissing && found[name] == nil) {
      #expect(
        states.contains { $0.contents[name] == found[name] },
        "\(command.testDescription), \(when): \(name) is \(found[name]?.count ?? -1) bytes")
    }
    let others = try WrittenFiles.names(in: out).filter { name in
      !command.outputs.contains(name) && !(mayBeWritten && Self.isTemporary(name))
    }
    #expect(others.isEmpty, "\(command.testDescription), \(when)")
  }

  /// Whether a path leads to, or into, a hidden sibling that something is written to.
  private static func isTemporary(_ path: String) -> Bool {
    path.split(separator: "/").contains { $0.hasPrefix(".") && $0.hasSuffix(".tmp") }
  }

  @Test("Killed at any moment, every command leaves whole files, the old ones or its own")
  func killed() throws {
    for (index, command) in try commands().enumerated() {
      let (new, seconds) = try whole(command)
      // The moments are the same in every run.
      var moments = SplitMix64(state: UInt64(index))
      for round in 0..<6 {
        // At first there is nothing at the outputs.
        if round < 2 { try emptyFolder() }
        let old = round < 2 ? [] : [try putOthers(for: command)]
        let before = WrittenFiles.sizes(in: out)
        let process = try Tool.start(command.arguments(writingTo: out))
        if round.isMultiple(of: 2) {
          usleep(UInt32(1e6 * seconds * Double.random(in: 0...1.1, using: &moments)))
        } else {
          // As soon as something is being written, or a little later.
          while process.isRunning, WrittenFiles.sizes(in: out) == before { usleep(100) }
          usleep(UInt32.random(in: 0...3000, using: &moments))
        }
        process.kill()
        _ = process.wait()
        try expect(
          command, asIn: old + [new], orMissing: old.isEmpty, orBeingWritten: true,
          "killed in round \(round)")
      }
      let run = try Tool.run(command.arguments(writingTo: out))
      #expect(run.status == 0, "\(command.testDescription): \(run.errors)")
      try expect(command, asIn: [new], "after a kill")
    }
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

  /// Runs every command on a disk with something else at its outputs and checks that it fails with
  /// `message`, and that all is as it was.
  private func failing(_ setting: String, _ message: String) throws {
    for command in try commands() {
      try emptyFolder()
      let old = try putOthers(for: command)
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
      try expect(command, asIn: [old], message)
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
      try emptyFolder()
      let old = try putOthers(for: command)
      // Standard streams are files too, unless they lead into a pipe.
      let run = try Tool.run(
        command.arguments(writingTo: out),
        in: "{ (ulimit -f 0; \"$@\"); echo \"status $?\"; } 2>&1 | cat")
      let name = command.testDescription
      #expect(run.output.hasSuffix("status 1\n"), "\(name): \(run.output)")
      #expect(run.output.contains("File too large"), "\(name): \(run.output)")
      try expect(command, asIn: [old], "limited")
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
      let (new, _) = try whole(command)
      _ = try putOthers(for: command)
      let run = try Tool.run(command.arguments(writingTo: out))
      #expect(run.status == 0, "\(command.testDescription): \(run.errors)")
      try expect(command, asIn: [new], "again")
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
