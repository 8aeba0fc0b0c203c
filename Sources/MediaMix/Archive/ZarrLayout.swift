/// How an array lies in its folder: the content of its `.zarray`, and the chunk files that
/// follow from it.
///
/// Arrays are cut along the first dimension only, so a chunk is a run of whole rows (elements of
/// the first dimension) and the chunks one after the other are the array, padded at the end.
struct ZarrLayout: Hashable {
  /// Attributes that the store itself keeps beside an array.
  static let ownAttributes: Set = [dimensionsAttribute, checksumAttribute]
  /// Where xarray looks for the names of the dimensions.
  static let dimensionsAttribute = "_ARRAY_DIMENSIONS"
  /// The CRC-32 of all chunk files one after the other, as "crc32:" and 8 hexadecimal digits; at
  /// the root, that of all metadata.
  static let checksumAttribute = "checksum"

  let shape: [Int]
  let type: ZarrElementType
  /// Length of a chunk along the first dimension, at least 1.
  let rowsPerChunk: Int
  /// Elements in one row.
  let rowCount: Int
  /// Elements in the whole array.
  let count: Int
  /// Chunk files.
  let chunkCount: Int
  /// Bytes of each chunk file.
  let chunkSize: Int
  /// Bytes that the elements and one chunk take in memory.
  let sizeInMemory: Int

  /// The layout of such an array, or nil if a size exceeds 64 bits.
  init?(shape: [Int], type: ZarrElementType, rowsPerChunk: Int) {
    let rows = shape.first ?? 1
    guard rowsPerChunk >= 1, let count = Self.product(shape),
      let rowCount = Self.product(shape.dropFirst()),
      // A chunk is at least 1 long along every dimension, even where the array is not.
      let chunkSize = Self.product(
        [rowsPerChunk, type.size] + shape.dropFirst().map { max(1, $0) }),
      let bytes = Self.product([count, type.sizeInMemory])
    else { return nil }
    let (sizeInMemory, overflow) = bytes.addingReportingOverflow(chunkSize)
    if overflow { return nil }
    self.shape = shape
    self.type = type
    self.rowsPerChunk = rowsPerChunk
    self.rowCount = rowCount
    self.count = count
    self.chunkCount = count == 0 ? 0 : (rows - 1) / rowsPerChunk + 1
    self.chunkSize = chunkSize
    self.sizeInMemory = sizeInMemory
  }

  /// The layout to store such an array in: equal chunks of at most 64 MiB, or of one row where
  /// a row is larger than that.
  init?(shape: [Int], type: ZarrElementType) {
    let maximumChunkSize = 64 << 20
    let rows = max(1, shape.first ?? 1)
    guard let rowSize = Self.product(shape.dropFirst().map { max(1, $0) } + [type.size]) else {
      return nil
    }
    let mostRows = max(1, maximumChunkSize / rowSize)
    let chunks = (rows - 1) / mostRows + 1
    self.init(shape: shape, type: type, rowsPerChunk: (rows - 1) / chunks + 1)
  }

  /// The product of lengths, or nil if one is negative or it exceeds 64 bits.
  static func product(_ lengths: some Sequence<Int>) -> Int? {
    var product = 1
    for length in lengths {
      let (next, overflow) = product.multipliedReportingOverflow(by: length)
      if overflow || length < 0 { return nil }
      product = next
    }
    return product
  }

  /// The file name of a chunk.
  func chunkName(_ index: Int) -> String {
    shape.isEmpty
      ? "0" : ([index] + shape.dropFirst().map { _ in 0 }).map(String.init).joined(separator: ".")
  }

  /// The elements that a chunk holds, without padding.
  func elements(inChunk index: Int) -> Range<Int> {
    let perChunk = rowsPerChunk * rowCount
    return index * perChunk..<min(count, (index + 1) * perChunk)
  }

  /// The length of a chunk along each dimension.
  var chunkShape: [Int] {
    shape.isEmpty ? [] : [rowsPerChunk] + shape.dropFirst().map { max(1, $0) }
  }

  /// The attribute value for that checksum.
  static func text(of checksum: CRC32) -> String {
    let digits = String(checksum.value, radix: 16)
    return "crc32:" + String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// The attribute value of the root: the checksum of the text that all metadata, by path within
  /// the store, have without it.
  static func checksumOfMetadata(_ metadata: [String: JSONValue]) -> String {
    var metadata = metadata
    if var attributes = metadata[".zattrs"]?.objectValue {
      attributes[checksumAttribute] = nil
      metadata[".zattrs"] = .object(attributes)
    }
    var checksum = CRC32()
    checksum.update([UInt8](JSONValue.object(metadata).text.utf8))
    return text(of: checksum)
  }
}
