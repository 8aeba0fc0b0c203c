#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Writes a group into an empty folder and waits until every file is on the disk.
struct ZarrWriter {
  /// A file that was written and is still open, in a form that arrays can hold.
  private final class WrittenFile: Sendable {
    let descriptor: FileDescriptor

    init(_ bytes: [UInt8], to path: String) throws(ArchiveError) {
      let descriptor = try FileDescriptor.create(path)
      try descriptor.append(bytes)
      self.descriptor = descriptor
    }
  }

  private let root: String
  /// The content of every metadata file, by path within the store.
  private var metadata: [String: JSONValue] = [:]
  /// Files that may not have reached the disk. Some systems tell only the descriptor that wrote a file
  /// that it could not be kept, so that these stay open until they are flushed.
  private var unflushed: [WrittenFile] = []
  /// Folders that were made below ``root``.
  private var folders: [String] = []

  /// Writes `group`, which must have no obstacle, to the empty folder `root`. Folders below
  /// `root` are flushed, `root` is not.
  static func write(_ group: ZarrGroup, to root: String) throws(ArchiveError) {
    var writer = ZarrWriter(root: root)
    try writer.write(group, prefix: "")
    var attributes = group.attributes
    attributes[ZarrLayout.checksumAttribute] = .string(
      ZarrLayout.checksumOfMetadata(writer.metadata))
    try writer.writeMetadata(.object(attributes), key: ".zattrs")
    let consolidated: JSONValue = [
      "metadata": .object(writer.metadata), "zarr_consolidated_format": 1,
    ]
    try writer.writeFile([UInt8](consolidated.text.utf8), key: ".zmetadata")
    try writer.flushFiles()
    let folders = writer.folders
    try DiskFlush.all(folders.count) { index throws(ArchiveError) in
      try FileDescriptor.openExisting(folders[index]).flush()
    }
  }

  private init(root: String) { self.root = root }

  static func makeFolder(_ path: String) throws(ArchiveError) {
    if mkdir(path, 0o777) != 0 { throw .lastFailure("create a folder", path) }
  }

  private mutating func makeFolder(_ key: String) throws(ArchiveError) {
    try Self.makeFolder(root + "/" + key)
    folders.append(root + "/" + key)
  }

  private mutating func write(_ group: ZarrGroup, prefix: String) throws(ArchiveError) {
    try writeMetadata(["zarr_format": 2], key: prefix + ".zgroup")
    // The root's follow last, because they tell the checksum of everything else.
    if prefix.isEmpty {
      metadata[".zattrs"] = .object(group.attributes)
    } else {
      try writeMetadata(.object(group.attributes), key: prefix + ".zattrs")
    }
    for (name, array) in group.arrays.sorted(by: { $0.key < $1.key }) {
      try makeFolder(prefix + name)
      try write(array, prefix: prefix + name + "/")
    }
    for (name, child) in group.groups.sorted(by: { $0.key < $1.key }) {
      try makeFolder(prefix + name)
      try write(child, prefix: prefix + name + "/")
    }
  }

  private mutating func write(_ array: ZarrArray, prefix: String) throws(ArchiveError) {
    guard let layout = ZarrLayout(shape: array.shape, type: ZarrElementType(of: array.values))
    else {
      throw ArchiveError(
        .invalid, path: root + "/" + prefix, reason: "an array too large for any machine")
    }
    var checksum = CRC32()
    for chunk in 0..<layout.chunkCount {
      let bytes = array.values.bytes(
        of: layout.elements(inChunk: chunk), as: layout.type, byteCount: layout.chunkSize)
      checksum.update(bytes)
      try writeFile(bytes, key: prefix + layout.chunkName(chunk))
    }
    var attributes = array.attributes
    attributes[ZarrLayout.dimensionsAttribute] = .array(array.dimensions.map(JSONValue.string))
    attributes[ZarrLayout.checksumAttribute] = .string(ZarrLayout.text(of: checksum))
    try writeMetadata(layout.metadata, key: prefix + ".zarray")
    try writeMetadata(.object(attributes), key: prefix + ".zattrs")
  }

  private mutating func writeMetadata(_ value: JSONValue, key: String) throws(ArchiveError) {
    metadata[key] = value
    try writeFile([UInt8](value.text.utf8), key: key)
  }

  private mutating func writeFile(_ bytes: [UInt8], key: String) throws(ArchiveError) {
    unflushed.append(try WrittenFile(bytes, to: root + "/" + key))
    if unflushed.count == DiskFlush.mostAtOnce { try flushFiles() }
  }

  private mutating func flushFiles() throws(ArchiveError) {
    try DiskFlush.all(unflushed.count) { [unflushed] index throws(ArchiveError) in
      try unflushed[index].descriptor.flush()
    }
    unflushed = []
  }
}
