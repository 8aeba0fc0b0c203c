import Foundation
import MediaMix
import Testing

@Suite("Zarr store")
struct ZarrStoreTests {
  let scratch: ScratchFolder
  init() throws { scratch = try ScratchFolder() }

  @Test("Every type, awkward value and empty shape reads back bit for bit")
  func roundTrip() throws {
    try ZarrStore.write(.sample, to: scratch["m.zarr"])
    let back = try ZarrStore.read(from: scratch["m.zarr"])
    #expect(back == .sample)
    let coefficients = try #require(back.groups["posterior"]?.arrays["coef_media"]?.float64)
    #expect(coefficients[4].bitPattern == 0x7FF8_0000_DEAD_BEEF)
    #expect(coefficients[1].sign == .minus)
    let names = try #require(back.groups["posterior"]?.arrays["channel"]?.string)
    #expect(names == ["tv", "Zürich 🎯"])
  }

  @Test("Equal content gives equal files")
  func identicalBytes() throws {
    try ZarrStore.write(.sample, to: scratch["a"])
    try ZarrStore.write(ZarrStore.read(from: scratch["a"]), to: scratch["b"])
    let files = try scratch.files(below: "a")
    #expect(try files == scratch.files(below: "b"))
    #expect(files.count == 31)
  }

  @Test("The files are what the specification and xarray ask for")
  func layout() throws {
    let array = ZarrArray(
      dimensions: ["time", "channel"], shape: [2, 3], values: .float64([1, 2, 3, 4, 5, 6]),
      attributes: ["units": "EUR"])
    try ZarrStore.write(ZarrGroup(arrays: ["x": array]), to: scratch["m"])
    #expect(try scratch.text("m/.zgroup") == "{\n  \"zarr_format\": 2\n}\n")
    let expected = """
      {
        "chunks": [2, 3],
        "compressor": null,
        "dimension_separator": ".",
        "dtype": "<f8",
        "fill_value": null,
        "filters": null,
        "order": "C",
        "shape": [2, 3],
        "zarr_format": 2
      }

      """
    #expect(try scratch.text("m/x/.zarray") == expected)
    let chunk = try scratch.bytes("m/x/0.0")
    let values: [Double] = [1, 2, 3, 4, 5, 6]
    #expect(chunk == values.withUnsafeBytes { [UInt8]($0) })
    var checksum = CRC32()
    checksum.update(chunk)
    let attributes = try JSONValue(parsing: scratch.bytes("m/x/.zattrs"))
    #expect(
      attributes == [
        "_ARRAY_DIMENSIONS": ["time", "channel"], "units": "EUR",
        "checksum": .string("crc32:" + String(checksum.value, radix: 16)),
      ])
    let consolidated = try JSONValue(parsing: scratch.bytes("m/.zmetadata"))
    #expect(consolidated["zarr_consolidated_format"] == 1)
    #expect(consolidated["metadata"]?["x/.zattrs"] == attributes)
    #expect(consolidated["metadata"]?.objectValue?.count == 4)
  }

  @Test("The checksum is the CRC-32 of zlib, in whatever pieces it is fed")
  func crc32() {
    var whole = CRC32()
    whole.update([UInt8]("123456789".utf8))
    #expect(whole.value == 0xCBF4_3926)
    #expect(CRC32().value == 0)
    let bytes = (0..<100).map { UInt8($0) }
    for cut in 0...100 {
      var parts = CRC32()
      parts.update([UInt8](bytes[..<cut]))
      parts.update([UInt8](bytes[cut...]))
      // zlib.crc32(bytes(range(100)))
      #expect(parts.value == 0x58C9_32F5)
    }
  }

  @Test("A large array is cut into chunks of at most 64 MiB along its first dimension")
  func chunks() throws {
    let rows = 70
    var values = [Bool](repeating: false, count: rows << 20)
    for row in 0..<rows { values[row << 20 + row] = true }
    let array = ZarrArray(
      dimensions: ["row", "column"], shape: [rows, 1 << 20], values: .bool(values))
    try ZarrStore.write(ZarrGroup(arrays: ["x": array]), to: scratch["m"])
    let files = try scratch.files(below: "m/x").filter { !$0.key.hasPrefix(".") }
    #expect(files.mapValues(\.count) == ["0.0": 35 << 20, "1.0": 35 << 20])
    #expect(try ZarrStore.read(from: scratch["m"]).arrays["x"] == array)
  }

  @Test("Chunks that do not divide the array are padded")
  func padding() throws {
    let values = (0..<Int64(9 << 20)).map { $0 &* 0x5E37_79B9_7F4A_7C15 }
    let array = ZarrArray(dimension: "i", values: .int64(values + [1]))
    try ZarrStore.write(ZarrGroup(arrays: ["x": array]), to: scratch["m"])
    let sizes = try scratch.files(below: "m/x").filter { !$0.key.hasPrefix(".") }.mapValues(\.count)
    #expect(sizes == ["0": 36 << 20 + 8, "1": 36 << 20 + 8])
    #expect(try ZarrStore.read(from: scratch["m"]).arrays["x"] == array)
  }

  @Test("What cannot be stored faithfully is refused before anything is written")
  func invalid() throws {
    let one = ZarrArray(dimension: "a", values: .int64([1]))
    func array(_ dimensions: [String], _ shape: [Int], _ values: ZarrArray.Values) -> ZarrGroup {
      ZarrGroup(arrays: ["x": ZarrArray(dimensions: dimensions, shape: shape, values: values)])
    }
    let groups: [ZarrGroup] = [
      array(["a"], [2], .int64([1])),
      array(["a", "b"], [1], .int64([1])),
      array(["a"], [-1], .int64([])),
      array(["a", "b"], [.max, .max], .int64([])),
      array(["a", "b"], [0, .max], .int64([])),
      array(["a"], [1], .string(["ends in\0"])),
      ZarrGroup(arrays: ["a": one, "b": ZarrArray(dimension: "a", values: .int64([1, 2]))]),
      ZarrGroup(arrays: [
        "x": ZarrArray(dimension: "a", values: .int64([1]), attributes: ["checksum": 1])
      ]),
      ZarrGroup(arrays: ["x": one], groups: ["x": ZarrGroup()]),
      (0..<20).reduce(ZarrGroup()) { inner, _ in ZarrGroup(groups: ["g": inner]) },
    ]
    let badNames = ["", ".", "..", ".zattrs", "../x", "/x", "a/b", "a\\b", "a\0", "\n"]
    for group in groups + badNames.map({ ZarrGroup(arrays: [$0: one]) })
      + badNames.map({ ZarrGroup(groups: [$0: ZarrGroup()]) })
    {
      let error = archiveError { try ZarrStore.write(group, to: scratch["m"]) }
      #expect(error?.kind == .invalid)
    }
    #expect(try scratch.names() == [])
  }
}
