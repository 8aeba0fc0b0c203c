import Foundation
import MediaMix
import MediaMixInference
import Testing

/// The same seed, data and configuration give the same model files, byte for byte, however the tool
/// was run.
@Suite("The same bits")
struct SameBitsTests {
  /// What is fitted.
  enum Subject: String, CaseIterable {
    case national, geo, experiment

    var arguments: [String] { self == .geo ? ["--geos", "2"] : [] }

    /// Draws that miss their goal, so that chains learn from them and draw again; the refit without
    /// experiments has all that as well.
    var configuration: String {
      let experiment = """
        experiments:
          - {channel: media_0, first: 2022-05-02, last: 2022-05-23, kpi: 20, standard_error: 10}

        """
      return (self == .experiment ? experiment : "") + """
        sampler: {chains: 4, warmup: 60, draws: 30, goal: {ess: 1000, max_thinning: 2}, seed: 3}

        """
    }
  }

  @Test(
    "Any number of threads, any instruction set, any run", arguments: Subject.allCases,
    MediaTransform.allCases)
  func files(_ subject: Subject, _ transform: MediaTransform) throws {
    let folder = try TemporaryFolder()
    try simulate(subject, in: folder)
    let first = try model(in: folder, transform, threads: 1)
    #expect(first.names.count > 50)
    var others = try [1, 2, 4].map { threads in
      (name: "\(threads) threads", try model(in: folder, transform, threads: threads))
    }
    for level in VectorLevel.allCases where level <= .machine {
      others.append((level.rawValue, try model(in: folder, transform, threads: 2, level: level)))
    }
    for (name, other) in others {
      #expect(other.names == first.names, "\(name)")
      #expect(first.differences(from: other) == [], "\(name)")
    }
  }

  @Test("Another seed gives other draws, which the comparison sees")
  func otherSeed() throws {
    let folder = try TemporaryFolder()
    try simulate(.national, in: folder)
    let first = try model(in: folder, .adstock, threads: 2)
    let other = try model(in: folder, .adstock, threads: 2, more: ["--seed", "4"])
    #expect(first.differences(from: other).contains("posterior/sigma/0.0.0"))
  }

  @Test("An instruction set that is not known, or that the machine lacks, is an error: 64")
  func unknownLevel() throws {
    let unknown = try Tool.run(["--version"], environment: ["LMMM_VECTOR": "sse9"])
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("LMMM_VECTOR is \"sse9\"; it must be one of baseline, avx2"))
    for level in VectorLevel.allCases {
      let run = try Tool.run(["--version"], environment: ["LMMM_VECTOR": level.rawValue])
      #expect(run.status == (level <= .machine ? 0 : 64))
      #expect(level <= .machine || run.errors.contains("which this machine cannot run"))
    }
  }

  private func simulate(_ subject: Subject, in folder: TemporaryFolder) throws {
    let run = try Tool.run(
      ["simulate", "--periods", "40", "--channels", "2", "--output", folder["data.csv"]]
        + ["--with-config"] + subject.arguments)
    try #require(run.status == 0, "\(run.errors)")
    let yaml = try folder.text("data.yaml")
    let end = try #require(yaml.range(of: "sampler:")).lowerBound
    try folder.put(yaml[..<end] + subject.configuration, "data.yaml")
  }

  private func model(
    in folder: TemporaryFolder, _ transform: MediaTransform, threads: Int,
    level: VectorLevel? = nil, more: [String] = []
  ) throws -> ModelFiles {
    let path = folder["model.zarr"]
    let run = try Tool.run(
      ["fit", folder["data.csv"], "--config", folder["data.yaml"], "--output", path]
        + ["--transform", transform.rawValue, "--threads", "\(threads)"] + more,
      environment: level.map { ["LMMM_VECTOR": $0.rawValue] } ?? [:])
    try #require(run.status == 0, "\(run.errors)")
    return try ModelFiles(at: path)
  }
}

/// What the files of a saved model say, but for how long the fit took.
private struct ModelFiles {
  private var contents: [String: Data] = [:]

  init(at path: String) throws {
    for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
      let url = URL(fileURLWithPath: path).appendingPathComponent(name)
      guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
        continue
      }
      contents[name] = try Data(contentsOf: url)
    }
    // The attributes of the whole, and their copy in the metadata of everything: there is no other
    // place that knows a clock.
    for name in [".zattrs", ".zmetadata"] {
      contents[name] = try Self.withoutTimes(#require(contents[name]))
    }
  }

  var names: [String] { contents.keys.sorted() }

  /// The files whose bytes differ.
  func differences(from other: ModelFiles) -> [String] {
    names.filter { contents[$0] != other.contents[$0] }
  }

  /// Without the three seconds of `effort`, and without checksums: that of all metadata covers the
  /// seconds, and those of arrays are in files of their own too.
  private static func withoutTimes(_ json: Data) throws -> Data {
    let text = String(decoding: json, as: UTF8.self)
    let times = /"(?:warmup|sampling|wall)Seconds": *[-+.0-9eE]+/
    #expect(text.matches(of: times).count == 3)
    let checksums = /"checksum": *"[^"]*"/
    #expect(!text.matches(of: checksums).isEmpty)
    return Data(text.replacing(times, with: "").replacing(checksums, with: "").utf8)
  }
}
