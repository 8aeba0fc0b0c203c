import Foundation
import MediaMix
import MediaMixInference
import Testing

@Suite("A fit that is killed")
struct KillTests {
  /// How long a fit takes, in seconds.
  private func duration(_ example: Example) throws -> Double {
    let start = ContinuousClock.now
    #expect(try Tool.run(example.fitArguments()).status == 0)
    return (ContinuousClock.now - start) / .seconds(1)
  }

  /// The seed of the whole model at the path; nil if nothing is there.
  private func seed(_ example: Example) throws -> UInt64? {
    guard FileManager.default.fileExists(atPath: example.model) else { return nil }
    let summary = try Tool.run(["summary", example.model])
    #expect(summary.status == 0, "\(summary.errors)")
    return try FittedModel(contentsOf: example.model).sampler.seed
  }

  /// The hidden siblings of the model: what is being written, or was when the writer was killed.
  private func siblings(_ example: Example) throws -> Set<String> {
    Set(try example.folder.names().filter { $0.hasPrefix(".model.zarr.") })
  }

  @Test("At any moment: no model, or a whole one", arguments: [false, true])
  func anyMoment(replacing: Bool) throws {
    let example = try Example()
    let duration = try duration(example)
    // The moments are the same in every run.
    var moments = SplitMix64(state: replacing ? 1 : 2)
    for _ in 0..<10 {
      if !replacing { try? FileManager.default.removeItem(atPath: example.model) }
      let process = try Tool.start(example.fitArguments(["--seed", "2"]))
      usleep(UInt32(1e6 * duration * Double.random(in: 0...1.1, using: &moments)))
      process.kill()
      _ = process.wait()
      let seed = try seed(example)
      #expect(replacing ? seed == 1 || seed == 2 : seed == nil || seed == 2)
    }
    try expectCleanAfterNextWrite(example)
  }

  @Test("While writing: no model, or a whole one", arguments: [false, true])
  func whileWriting(replacing: Bool) throws {
    let example = try Example()
    // The moments are the same in every run.
    var moments = SplitMix64(state: replacing ? 3 : 4)
    if replacing { #expect(try Tool.run(example.fitArguments()).status == 0) }
    var hits = 0
    for _ in 0..<6 {
      if !replacing { try? FileManager.default.removeItem(atPath: example.model) }
      let remnants = try siblings(example)
      let process = try Tool.start(example.fitArguments(["--seed", "2"]))
      while process.isRunning, try siblings(example).isSubset(of: remnants) { usleep(200) }
      hits += process.isRunning ? 1 : 0
      usleep(UInt32.random(in: 0...60_000, using: &moments))
      process.kill()
      _ = process.wait()
      let seed = try seed(example)
      #expect(replacing ? seed == 1 || seed == 2 : seed == nil || seed == 2)
    }
    #expect(hits > 0)
    try expectCleanAfterNextWrite(example)
  }

  private func expectCleanAfterNextWrite(_ example: Example) throws {
    #expect(try Tool.run(example.fitArguments(["--seed", "3"])).status == 0)
    #expect(try seed(example) == 3)
    #expect(
      try example.folder.names() == ["data.csv", "data.truth.json", "data.yaml", "model.zarr"])
  }
}
