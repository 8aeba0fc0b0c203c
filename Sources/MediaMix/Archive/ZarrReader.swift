#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads a store that may be damaged or made to do harm.
struct ZarrReader {
  /// The files that describe a group or an array.
  static let metadataNames: Set = [".zgroup", ".zarray", ".zattrs", ".zmetadata"]

  private static let maximumMetadataSize = 16 << 20

  private let root: String
  /// What `.zmetadata` says, by path within the store.
  private var metadata: [String: JSONValue] = [:]
  /// That of it which has not been confirmed.
  private var unconfirmed: [String: JSONValue] = [:]
  /// How many more bytes of arrays may be read: a sparse file can claim any size at no cost.
  private var memoryLeft = Int(clamping: ProcessInfo.processInfo.physicalMemory)

  private init(root: String) { self.root = root }

  /// The group in the folder `path`; see ``ZarrStore/read(from:)``.
  static func read(from path: String) throws(ArchiveError) -> ZarrGroup {
    guard let status = try FileStatus.following(path) else {
      throw ArchiveError(.missing, path: path, reason: "does not exist")
    }
    if status.kind != .folder {
      throw ArchiveError(.unsupported, path: path, reason: "is not the folder of a saved model")
    }
    if try FileStatus.at(path + "/.zgroup") == nil {
      let isNewer = try FileStatus.at(path + "/zarr.json") != nil
      throw ArchiveError(
        .unsupported, path: path,
        reason: isNewer
          ? "is in Zarr format 3; only format 2 is supported"
          : "holds no saved model (there is no .zgroup in it)")
    }
    var reader = ZarrReader(root: path)
    try reader.readConsolidatedMetadata()
    var group = try reader.readGroup(prefix: "", depth: 0)
    if let key = reader.unconfirmed.keys.min() {
      throw ArchiveError(
        .damaged, path: path, reason: ".zmetadata lists \(key), but the folder has no such file")
    }
    try reader.verifyMetadata()
    group.attributes[ZarrLayout.checksumAttribute] = nil
    return group
  }

  /// The names in a folder, in a fixed order.
  static func names(in folder: String) throws(ArchiveError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    } catch {
      throw ArchiveError(.system, path: folder, reason: "its content cannot be listed")
    }
  }
}

extension ZarrReader {
  private func path(_ key: String) -> String {
    key.isEmpty ? root : root + "/" + key
  }

  private func damaged(_ key: String, _ reason: String) -> ArchiveError {
    ArchiveError(.damaged, path: path(key), reason: reason)
  }

  private mutating func readConsolidatedMetadata() throws(ArchiveError) {
    guard let consolidated = try parse(".zmetadata") else {
      throw damaged(".zmetadata", "is missing")
    }
    if consolidated["zarr_consolidated_format"] != 1 {
      throw ArchiveError(
        .unsupported, path: path(".zmetadata"), reason: "key zarr_consolidated_format is not 1")
    }
    guard let metadata = consolidated["metadata"]?.objectValue else {
      throw damaged(".zmetadata", "key metadata is not an object")
    }
    self.metadata = metadata
    unconfirmed = metadata
  }

  /// Compares the metadata with their checksum.
  private func verifyMetadata() throws(ArchiveError) {
    guard let checksum = metadata[".zattrs"]?[ZarrLayout.checksumAttribute] else {
      throw damaged(
        ".zattrs",
        "has no checksum of the metadata, so that nobody can tell whether they were altered; fit the "
          + "model again")
    }
    if checksum.stringValue != ZarrLayout.checksumOfMetadata(metadata) {
      throw damaged(
        ".zmetadata",
        "the metadata do not match the checksum in .zattrs, so some of them were altered")
    }
  }

  /// The content of a metadata file, nil if there is none.
  private func parse(_ key: String) throws(ArchiveError) -> JSONValue? {
    guard try FileStatus.at(path(key)) != nil else { return nil }
    let file = try FileDescriptor.openRegular(path(key))
    let size = try file.status().size
    if size > Self.maximumMetadataSize {
      throw damaged(key, "\(size) bytes of metadata; \(Self.maximumMetadataSize) are the most")
    }
    let bytes = try file.contents(size)
    do throws(JSONSyntaxError) {
      return try JSONValue(parsing: bytes)
    } catch {
      throw damaged(key, "is not valid JSON: \(error)")
    }
  }

  /// The content of a metadata file, which `.zmetadata` must agree with; nil if there is none.
  private mutating func confirm(_ key: String) throws(ArchiveError) -> JSONValue? {
    guard let value = try parse(key) else { return nil }
    guard let consolidated = unconfirmed.removeValue(forKey: key) else {
      throw damaged(key, "is not listed in .zmetadata")
    }
    if value == consolidated { return value }
    let keys = Set(value.objectValue?.keys ?? [:].keys)
      .union(consolidated.objectValue?.keys ?? [:].keys)
    let differing = keys.sorted().first { value[$0] != consolidated[$0] }
    throw damaged(
      key, "disagrees with .zmetadata" + (differing.map { " about key \($0)" } ?? ""))
  }

  private mutating func readGroup(
    prefix: String, depth: Int
  ) throws(ArchiveError) -> ZarrGroup {
    let format = try confirm(prefix + ".zgroup")?["zarr_format"]
    if format != 2 {
      throw ArchiveError(
        .unsupported, path: path(prefix + ".zgroup"), reason: "key zarr_format is not 2")
    }
    if depth > ZarrGroup.maximumDepth { throw damaged(prefix, "groups nested too deeply") }
    var group = ZarrGroup(attributes: try readAttributes(prefix: prefix))
    for name in try Self.names(in: path(prefix)) {
      let key = prefix + name
      let kind = try FileStatus.at(path(key))?.kind
      if kind == .symbolicLink {
        throw ArchiveError(
          .unsupported, path: path(key), reason: "is a symbolic link; saved models hold none")
      }
      if kind != .folder { continue }
      let isArray = try FileStatus.at(path(key + "/.zarray")) != nil
      let isGroup = try FileStatus.at(path(key + "/.zgroup")) != nil
      if isArray, isGroup { throw damaged(key, "is both an array and a group") }
      // A name may be spelled in two ways that Unicode counts as one.
      if group.arrays[name] != nil || group.groups[name] != nil {
        throw damaged(key, "the name appears twice")
      }
      if isArray { group.arrays[name] = try readArray(prefix: key + "/") }
      if isGroup { group.groups[name] = try readGroup(prefix: key + "/", depth: depth + 1) }
    }
    return group
  }

  private mutating func readAttributes(
    prefix: String
  ) throws(ArchiveError) -> [String: JSONValue] {
    guard let value = try confirm(prefix + ".zattrs") else {
      throw damaged(prefix + ".zattrs", "is missing")
    }
    guard let attributes = value.objectValue else {
      throw damaged(prefix + ".zattrs", "is not a JSON object")
    }
    return attributes
  }
}

extension ZarrReader {
  private mutating func readArray(prefix: String) throws(ArchiveError) -> ZarrArray {
    let layout = try readLayout(key: prefix + ".zarray")
    var attributes = try readAttributes(prefix: prefix)
    let names = attributes.removeValue(forKey: ZarrLayout.dimensionsAttribute)?.arrayValue
    let dimensions = (names ?? []).compactMap(\.stringValue)
    if names?.count != layout.shape.count || dimensions.count != layout.shape.count {
      throw damaged(
        prefix + ".zattrs",
        "key \(ZarrLayout.dimensionsAttribute) does not name \(layout.shape.count) dimensions")
    }
    let checksum = attributes.removeValue(forKey: ZarrLayout.checksumAttribute)
    try checkChunkSizes(layout, prefix: prefix)
    var actual = CRC32()
    let values = try readValues(layout, prefix: prefix, checksum: &actual)
    if checksum?.stringValue != ZarrLayout.text(of: actual) {
      throw damaged(
        prefix, "the data does not match the checksum in .zattrs, so some of it was altered")
    }
    return ZarrArray(
      dimensions: dimensions, shape: layout.shape, values: values, attributes: attributes)
  }

  private mutating func readLayout(key: String) throws(ArchiveError) -> ZarrLayout {
    guard let metadata = try confirm(key) else { throw damaged(key, "is missing") }
    do throws(ZarrLayout.Refusal) {
      return try ZarrLayout.parse(metadata)
    } catch {
      throw ArchiveError(.unsupported, path: path(key), reason: error.reason)
    }
  }

  /// Measures every chunk file before any memory is set aside for what the metadata claims.
  private mutating func checkChunkSizes(
    _ layout: ZarrLayout, prefix: String
  ) throws(ArchiveError) {
    for chunk in 0..<layout.chunkCount {
      let key = prefix + layout.chunkName(chunk)
      guard let status = try FileStatus.at(path(key)) else { throw damaged(key, "is missing") }
      if status.kind != .file {
        throw ArchiveError(.unsupported, path: path(key), reason: "is not a regular file")
      }
      if status.size != layout.chunkSize {
        throw damaged(key, "expected \(layout.chunkSize) bytes, found \(status.size)")
      }
    }
    memoryLeft -= layout.chunkCount == 0 ? 0 : layout.sizeInMemory
    if memoryLeft < 0 { throw damaged(prefix, "the arrays exceed this machine's memory") }
  }

  private func readValues(
    _ layout: ZarrLayout, prefix: String, checksum: inout CRC32
  ) throws(ArchiveError) -> ZarrArray.Values {
    var values = layout.type.emptyValues(capacity: layout.count)
    for chunk in 0..<layout.chunkCount {
      let key = prefix + layout.chunkName(chunk)
      let bytes = try FileDescriptor.openRegular(path(key)).contents(layout.chunkSize)
      checksum.update(bytes)
      let count = layout.elements(inChunk: chunk).count
      if let reason = values.append(count, from: bytes, as: layout.type) {
        throw damaged(key, reason)
      }
    }
    return values
  }
}
