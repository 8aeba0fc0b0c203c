import Foundation
import MediaMix
import MediaMixInference

/// A saved model on disk that is spoilt and mended again and again.
final class ModelFolder {
  let path: String
  let fit: FittedModel
  let content: ZarrGroup
  private let files: [String: [UInt8]]
  private let names: [String]
  private let arrays: [String]
  private let bytes = ByteMutation(
    tokens: Tokens.json + Tokens.numbers + Tokens.texts + ["\"shape\": [4611686018427387904]"])
  /// Files that differ from what was saved, and names that were not there.
  private var touched: Set<String> = []
  private var rebuild = false

  init(_ fit: FittedModel, at path: String) throws {
    self.path = path
    try fit.save(to: path)
    self.fit = try FittedModel(contentsOf: path)
    content = try ZarrStore.read(from: path)
    var files: [String: [UInt8]] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isFolder)
      guard !isFolder.boolValue else { continue }
      files[name] = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
    }
    self.files = files
    names = files.keys.sorted()
    arrays = names.filter { $0.hasSuffix("/.zarray") }.map { String($0.dropLast(8)) }
  }

  /// Brings back what was saved.
  func mend() throws {
    if rebuild {
      try? FileManager.default.removeItem(atPath: path)
      for (name, content) in files {
        let folder = (path + "/" + name).split(separator: "/").dropLast().joined(separator: "/")
        try FileManager.default.createDirectory(
          atPath: "/" + folder, withIntermediateDirectories: true)
        put(content, name)
      }
    } else {
      for name in touched {
        if let content = files[name] {
          put(content, name)
        } else {
          try? FileManager.default.removeItem(atPath: path + "/" + name)
        }
      }
    }
    touched = []
    rebuild = false
  }

  /// Spoils it; says how.
  func spoil(using random: inout SplitMix64) -> String {
    (0...(random.chance(3) ? random.below(4) : 0)).map { _ in spoilOnce(using: &random) }
      .joined(separator: "; ")
  }

  private func spoilOnce(using random: inout SplitMix64) -> String {
    let name = random.pick(names)
    switch random.below(12) {
    case 0, 1:
      var content = files[name] ?? []
      bytes.apply(to: &content, splicing: [files[random.pick(names)] ?? []], using: &random)
      return change(name, content, "bytes of")
    case 2, 3: return changeMetadata(everywhere: false, using: &random)
    case 4, 5, 6: return changeMetadata(everywhere: true, using: &random)
    case 7: return changeNumbers(using: &random)
    case 8:
      let other = random.pick(names)
      _ = change(other, files[name] ?? [], "")
      return change(name, files[other] ?? [], "swapped with \(other):")
    case 9: return exchangeArrays(using: &random)
    case 10:
      rebuild = true
      unlink(path + "/" + name)
      return "without \(name)"
    default: return replaceFile(name, using: &random)
    }
  }

  private func put(_ content: [UInt8], _ name: String) {
    let file = open(
      path + "/" + name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK, 0o600)
    guard file >= 0 else { return }
    _ = write(file, content, content.count)
    close(file)
  }

  private func change(_ name: String, _ content: [UInt8], _ how: String) -> String {
    touched.insert(name)
    put(content, name)
    return "\(how) \(name)"
  }

  private func metadata(_ name: String) -> JSONValue {
    (try? JSONValue(parsing: files[name] ?? [])) ?? .null
  }

  /// Changes metadata, in one copy or in both.
  private func changeMetadata(everywhere: Bool, using random: inout SplitMix64) -> String {
    let name = random.pick(names.filter { $0.contains(".z") })
    var value = metadata(name)
    for _ in 0...random.below(2) { value = JSONMutation.apply(to: value, using: &random) }
    if everywhere, name != ".zmetadata" { consolidate([name: value]) }
    return change(name, [UInt8](value.text.utf8), everywhere ? "both copies of" : "one copy of")
  }

  private func consolidate(_ changes: [String: JSONValue]) {
    var all = metadata(".zmetadata")["metadata"]?.objectValue ?? [:]
    for (name, value) in changes { all[name] = value }
    let whole: JSONValue = ["metadata": .object(all), "zarr_consolidated_format": 1]
    _ = change(".zmetadata", [UInt8](whole.text.utf8), "")
  }

  /// Changes a chunk and gives its array the checksum that goes with it.
  private func changeNumbers(using random: inout SplitMix64) -> String {
    let array = random.pick(arrays)
    let chunks = names.filter { $0.hasPrefix(array + "/") && !$0.contains(".z") }
    guard let chunk = chunks.first, var content = files[chunk], content.count >= 8 else {
      return "nothing"
    }
    let place = 8 * random.below(content.count / 8)
    let number =
      random.chance(2)
      ? random.pick(JSONMutation.numbers).bitPattern
      : UInt64(bitPattern: random.pick(JSONMutation.integers))
    withUnsafeBytes(of: number) { content.replaceSubrange(place..<place + 8, with: $0) }
    var checksum = CRC32()
    checksum.update(content)
    var attributes = metadata(array + "/.zattrs").objectValue ?? [:]
    let digits = String(checksum.value, radix: 16)
    attributes["checksum"] = .string(
      "crc32:" + String(repeating: "0", count: 8 - digits.count) + digits)
    if random.chance(2) { consolidate([array + "/.zattrs": .object(attributes)]) }
    _ = change(array + "/.zattrs", [UInt8](JSONValue.object(attributes).text.utf8), "")
    return change(chunk, content, "numbers and checksum of")
  }

  /// Gives two arrays each other's files, in both copies of the metadata.
  private func exchangeArrays(using random: inout SplitMix64) -> String {
    let (a, b) = (random.pick(arrays), random.pick(arrays))
    var metadata: [String: JSONValue] = [:]
    for (from, to) in [(a, b), (b, a)] {
      for name in names where name.hasPrefix(from + "/") {
        let target = to + name.dropFirst(from.count)
        if name.contains(".z") { metadata[target] = self.metadata(name) }
        _ = change(target, files[name] ?? [], "")
      }
    }
    consolidate(metadata)
    return "\(a) and \(b) exchanged"
  }

  /// Puts something else where a file is, or where nothing is.
  private func replaceFile(_ name: String, using random: inout SplitMix64) -> String {
    rebuild = true
    let place = random.chance(2) ? name : random.pick(extraNames)
    let whole = path + "/" + place
    unlink(whole)
    switch random.below(6) {
    case 0: symlink(random.pick(["/etc/passwd", "/dev/zero", "..", whole, "/"]), whole)
    case 1: mkdir(whole, 0o700)
    case 2: mkfifo(whole, 0o600)
    case 3:
      put([], place)
      truncate(whole, random.pick([1 << 24, 1 << 33, 1 << 40]))
    case 4: put(files[random.pick(names)] ?? [], place)
    default: link(path + "/" + random.pick(names), whole)
    }
    return "something else at \(place)"
  }

  private let extraNames = [
    ".DS_Store", "x", "..x", "posterior/x", "posterior/sigma/1.0.0", "posterior/sigma/x",
    "zarr.json", "posterior/.zarray", ".zarray", "posterior/\u{1B}[31m", "é",
  ]
}
