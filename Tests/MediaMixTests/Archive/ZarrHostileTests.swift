import Foundation
import MediaMix
import Testing

@Suite("Damaged and hostile stores")
struct ZarrHostileTests {
  let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
    try ZarrStore.write(.sample, to: scratch["m"])
  }

  private static let array = "posterior/coef_media"
  private static let chunk = "posterior/coef_media/0.0.0"

  private func readingError() -> ArchiveError? {
    archiveError { _ = try ZarrStore.read(from: scratch["m"]) }
  }

  /// Changes the metadata file `key` and, so that it stays consistent, `.zmetadata`.
  private func change(
    _ key: String, everywhere: Bool = true, _ edit: (inout [String: JSONValue]) -> Void
  ) throws {
    var members = try #require(JSONValue(parsing: scratch.bytes("m/" + key)).objectValue)
    edit(&members)
    try scratch.put(JSONValue.object(members).text, "m/" + key)
    if everywhere { try changeConsolidated { $0[key] = .object(members) } }
  }

  private func changeConsolidated(_ edit: (inout [String: JSONValue]) -> Void) throws {
    let consolidated = try JSONValue(parsing: scratch.bytes("m/.zmetadata"))
    var metadata = try #require(consolidated["metadata"]?.objectValue)
    edit(&metadata)
    let changed: JSONValue = ["metadata": .object(metadata), "zarr_consolidated_format": 1]
    try scratch.put(changed.text, "m/.zmetadata")
  }

  @Test(
    "Metadata beyond what is supported names the file and the key",
    arguments: [
      ("zarr_format", 3), ("zarr_format", "2"), ("compressor", ["id": "blosc"]),
      ("filters", [["id": "delta"]]), ("order", "F"), ("fill_value", 0),
      ("dimension_separator", "/"), ("dtype", "<f4"), ("dtype", ">f8"), ("dtype", "|O"),
      ("dtype", "<U0"), ("dtype", "<U-1"), ("dtype", "<U01"), ("dtype", "<U99999999999999999999"),
      ("dtype", [["a", "<f8"]]), ("shape", nil), ("shape", [2, 3, -2]), ("shape", [2, 3, 2.0]),
      ("shape", [1_000_000_000_000_000_000, 1_000_000_000_000_000_000, 2]),
      ("shape", [9_223_372_036_854_775_807, 3, 2]), ("chunks", [2, 3, 1]), ("chunks", [0, 3, 2]),
      ("chunks", [-1, 3, 2]), ("chunks", [2, 3]), ("chunks", [9_223_372_036_854_775_807, 3, 2]),
      ("surprise", true),
    ] as [(String, JSONValue)])
  func unsupported(_ key: String, _ value: JSONValue) throws {
    try change(Self.array + "/.zarray") { $0[key] = value }
    let error = readingError()
    #expect(error?.kind == .unsupported)
    #expect(error?.path == scratch["m/" + Self.array + "/.zarray"])
    #expect(error?.reason.contains(key) == true || error?.reason.contains("shape") == true)
  }

  @Test(
    "A missing key is named",
    arguments: ["zarr_format", "shape", "chunks", "dtype", "compressor", "filters", "order"])
  func missingKey(_ key: String) throws {
    try change(Self.array + "/.zarray") { $0[key] = nil }
    #expect(readingError()?.reason == "has no key \(key)")
  }

  @Test(
    "Sizes are checked against the files before memory is set aside",
    arguments: [
      (500_000_000_000_000_000, "expected 4000000000000000000 bytes, found 24"),
      (2_000_000_000_000_000_000, "claims more than any machine holds"),
      (4, "expected 32 bytes, found 24"), (2, "expected 16 bytes, found 24"),
    ] as [(Int64, String)])
  func sizes(_ length: Int64, _ reason: String) throws {
    try change("constant_data/time/.zarray") {
      $0["shape"] = [.int(length)]
      $0["chunks"] = [.int(length)]
    }
    #expect(readingError()?.reason.contains(reason) == true)
  }

  @Test("An array whose length was set to zero is not taken for an empty one")
  func emptied() throws {
    try change("constant_data/time/.zarray") { $0["shape"] = [0] }
    #expect(readingError()?.reason.contains("checksum") == true)
  }

  @Test("Many chunks claimed by a large shape are not believed")
  func manyChunks() throws {
    try change(Self.array + "/.zarray") { $0["shape"] = [1_000_000_000_000_000, 3, 2] }
    let error = readingError()
    #expect(error?.path == scratch["m/" + Self.array + "/1.0.0"])
    #expect(error?.reason == "is missing")
  }

  @Test("A sparse file of any size does not fill the memory")
  func sparse() throws {
    let rows: Int64 = 1 << 37
    try change("constant_data/time/.zarray") {
      $0["shape"] = [.int(rows)]
      $0["chunks"] = [.int(rows)]
    }
    guard truncate(scratch["m/constant_data/time/0"], off_t(rows) * 8) == 0 else { return }
    #expect(readingError()?.reason.contains("memory") == true)
  }

  @Test("A truncated or extended chunk is an error with both sizes")
  func truncated() throws {
    let bytes = try scratch.bytes("m/" + Self.chunk)
    for changed in [[], Array(bytes.dropLast()), bytes + [0]] {
      try scratch.put(changed, "m/" + Self.chunk)
      let error = readingError()
      #expect(error?.kind == .damaged)
      #expect(error?.path == scratch["m/" + Self.chunk])
      #expect(error?.reason == "expected 96 bytes, found \(changed.count)")
    }
  }

  @Test("Any changed byte of the data is an error")
  func flipped() throws {
    let bytes = try scratch.bytes("m/" + Self.chunk)
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1 << (index % 8)
      try scratch.put(changed, "m/" + Self.chunk)
      #expect(readingError()?.reason.contains("checksum") == true)
    }
  }

  @Test("Any deleted file is an error")
  func deleted() throws {
    for (name, bytes) in try scratch.files(below: "m") {
      try FileManager.default.removeItem(atPath: scratch["m/" + name])
      #expect(readingError() != nil, "without \(name)")
      try scratch.put(bytes, "m/" + name)
    }
    #expect(readingError() == nil)
    try FileManager.default.removeItem(atPath: scratch["m/posterior"])
    #expect(readingError()?.reason.contains("posterior/.zattrs") == true)
  }

  @Test("Metadata that disagrees with the consolidated copy is an error")
  func disagreement() throws {
    try change("posterior/.zattrs", everywhere: false) { $0["sampler"] = "hmc" }
    let error = readingError()
    #expect(error?.path == scratch["m/posterior/.zattrs"])
    #expect(error?.reason == "disagrees with .zmetadata about key sampler")
  }

  @Test("Metadata that was changed in both copies alike is an error")
  func changedEverywhere() throws {
    for key in ["posterior/.zattrs", "constant_data/time/.zattrs", ".zattrs"] {
      let bytes = try scratch.bytes("m/" + key)
      let consolidated = try scratch.bytes("m/.zmetadata")
      try change(key) { $0["title"] = "another" }
      #expect(readingError()?.path == scratch["m/.zmetadata"])
      #expect(readingError()?.reason.contains("do not match the checksum") == true)
      try scratch.put(bytes, "m/" + key)
      try scratch.put(consolidated, "m/.zmetadata")
    }
    #expect(readingError() == nil)
  }

  @Test("Arrays that were given each other's files are an error")
  func exchanged() throws {
    let names = ["constant_data/scale", "constant_data/observed"]
    let files = try names.map { try scratch.files(below: "m/" + $0) }
    for (name, content) in zip(names, files.reversed()) {
      try FileManager.default.removeItem(atPath: scratch["m/" + name])
      try scratch.makeFolder("m/" + name)
      for (file, bytes) in content { try scratch.put(bytes, "m/\(name)/\(file)") }
    }
    try changeConsolidated { metadata in
      for file in [".zarray", ".zattrs"] {
        let keys = names.map { "\($0)/\(file)" }
        let values = keys.map { metadata[$0] }
        (metadata[keys[0]], metadata[keys[1]]) = (values[1], values[0])
      }
    }
    #expect(readingError()?.reason.contains("do not match the checksum") == true)
  }

  @Test("Metadata whose checksum was removed from both copies are an error")
  func withoutChecksum() throws {
    try change(".zattrs") { $0["checksum"] = nil }
    #expect(readingError()?.reason.contains("has no checksum") == true)
  }

  @Test("Messages about metadata have no control characters")
  func controlCharacters() throws {
    try change(Self.array + "/.zarray") { $0["order"] = "\u{1B}[31m\u{9B}" }
    #expect(readingError()?.description.contains("\\u{009B}") == true)
    #expect(readingError()?.description.unicodeScalars.contains("\u{9B}") == false)
  }

  @Test("An array that the consolidated metadata does not list is an error")
  func unlisted() throws {
    try FileManager.default.copyItem(
      atPath: scratch["m/posterior/channel"], toPath: scratch["m/posterior/other"])
    #expect(readingError()?.reason == "is not listed in .zmetadata")
  }

  @Test(
    "Names in the metadata cannot lead out of the folder",
    arguments: ["../x", "/etc", "posterior/../../x", "..", "posterior//coef_media"])
  func names(_ name: String) throws {
    try changeConsolidated { $0[name + "/.zarray"] = $0[Self.array + "/.zarray"] }
    let error = readingError()
    #expect(error?.kind == .damaged)
    #expect(error?.reason.contains(name) == true)
  }

  @Test(
    "Symbolic links are refused, wherever they lead",
    arguments: ["posterior", array, array + "/.zarray", chunk, ".zmetadata", "posterior/.zgroup"])
  func links(_ name: String) throws {
    try FileManager.default.moveItem(atPath: scratch["m/" + name], toPath: scratch["moved"])
    try FileManager.default.createSymbolicLink(
      atPath: scratch["m/" + name], withDestinationPath: scratch["moved"])
    let error = readingError()
    #expect(error?.kind == .unsupported)
    #expect(error?.path == scratch["m/" + name])
  }

  @Test("Folders and pipes in place of files are refused", arguments: [chunk, ".zattrs"])
  func notFiles(_ name: String) throws {
    try FileManager.default.removeItem(atPath: scratch["m/" + name])
    #expect(mkfifo(scratch["m/" + name], 0o600) == 0)
    #expect(readingError()?.kind == .unsupported)
    try FileManager.default.removeItem(atPath: scratch["m/" + name])
    try scratch.makeFolder("m/" + name)
    #expect(readingError()?.kind == .unsupported)
  }

  @Test("Nesting bombs and huge metadata are refused")
  func bombs() throws {
    try scratch.put(String(repeating: "[", count: 1 << 20), "m/.zattrs")
    #expect(readingError()?.reason.contains("nested") == true)
    #expect(truncate(scratch["m/.zattrs"], 1 << 40) == 0)
    #expect(readingError()?.reason.contains("bytes of metadata") == true)
  }

  @Test("Bytes that are no truth value or no text are refused")
  func impossibleValues() throws {
    try scratch.put([1, 2, 0], "m/constant_data/observed/0")
    #expect(readingError()?.reason == "a truth value above 1")
    try scratch.put([1, 0, 1], "m/constant_data/observed/0")
    var text = try scratch.bytes("m/posterior/channel/0")
    text.replaceSubrange(0..<4, with: [0x00, 0xD8, 0, 0])
    try scratch.put(text, "m/posterior/channel/0")
    #expect(readingError()?.reason == "text that is not Unicode")
  }

  @Test("Paths that hold no store of this format say so")
  func otherThings() throws {
    try scratch.put("text", "file")
    try scratch.makeFolder("folder")
    try scratch.makeFolder("newer")
    try scratch.put("{}", "newer/zarr.json")
    let expected: [(String, ArchiveError.Kind)] = [
      ("absent", .missing), ("file", .unsupported), ("folder", .unsupported),
      ("newer", .unsupported), ("file/m", .missing),
    ]
    for (name, kind) in expected {
      let error = archiveError { _ = try ZarrStore.read(from: scratch[name]) }
      #expect(error?.kind == kind)
      #expect(error?.path == scratch[name])
    }
  }

  @Test("Whatever is changed at random, reading yields the same content or an error")
  func randomMutations() throws {
    var generator = SplitMix(state: 20_240_630)
    let names = try scratch.files(below: "m").keys.sorted()
    let original = try scratch.files(below: "m")
    var refused = 0
    for round in 0..<3000 {
      let name = names.randomElement(using: &generator) ?? ".zmetadata"
      var bytes = original[name] ?? []
      for _ in 0...Int.random(in: 0..<3, using: &generator) {
        Self.mutate(&bytes, using: &generator)
      }
      try scratch.put(bytes, "m/" + name)
      do {
        let back = try ZarrStore.read(from: scratch["m"])
        #expect(back == .sample, "round \(round): \(name) changed, and so did the content")
      } catch {
        refused += 1
        #expect(error.path.hasPrefix(scratch["m"]))
      }
      try scratch.put(original[name] ?? [], "m/" + name)
    }
    #expect(refused > 2000)
    #expect(readingError() == nil)
  }

  private static func mutate(_ bytes: inout [UInt8], using generator: inout SplitMix) {
    let position = Int.random(in: 0...bytes.count, using: &generator)
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: bytes.insert(.random(in: 0...255, using: &generator), at: position)
    case 1: bytes.removeSubrange(position...)
    case 2: bytes.insert(contentsOf: bytes.prefix(position), at: position)
    case 3 where position < bytes.count:
      bytes[position] = "0123456789\",:[]{}-. eE".utf8.randomElement(using: &generator) ?? 0
    default: if position < bytes.count { bytes[position] ^= 1 << UInt8(position % 8) }
    }
  }
}

/// SplitMix64, so that the mutations are the same everywhere.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
