/// The CRC-32 of IEEE 802.3, as in zlib, PNG and Python's `zlib.crc32`: reflected polynomial
/// `0xEDB88320`, initial and final complement.
///
/// It finds every change that is confined to 32 consecutive bits, so every changed byte.
package struct CRC32: Sendable {
  private var state: UInt32 = .max

  /// The checksum of no bytes.
  package init() {}

  /// The checksum of the bytes seen.
  package var value: UInt32 { ~state }

  /// Takes in more bytes, eight at a time: the CRC is linear, so each of the eight has a table
  /// of its own contribution and the eight are added up.
  package mutating func update(_ bytes: [UInt8]) {
    let whole = bytes.count & ~7
    var crc = state
    Self.tables.withUnsafeBufferPointer { table in
      bytes.withUnsafeBytes { bytes in
        for offset in stride(from: 0, to: whole, by: 8) {
          let word = UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
          let mixed = word ^ UInt64(crc)
          crc = 0
          for lane in 0..<8 {
            crc ^= table[(7 - lane) << 8 + Int(mixed >> UInt64(8 * lane) & 0xFF)]
          }
        }
        for offset in whole..<bytes.count {
          crc = crc >> 8 ^ table[Int(UInt8(truncatingIfNeeded: crc) ^ bytes[offset])]
        }
      }
    }
    state = crc
  }

  /// Eight tables of 256: entry `[k, b]` is what byte `b` contributes when `k` bytes follow it.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      tables[byte] = (0..<8).reduce(UInt32(byte)) { crc, _ in
        crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB8_8320
      }
    }
    for index in 256..<8 * 256 {
      let previous = tables[index - 256]
      tables[index] = previous >> 8 ^ tables[Int(previous & 0xFF)]
    }
    return tables
  }()
}
