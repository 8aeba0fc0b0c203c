internal import CMediaMixVector
internal import MediaMixInference

/// Media by time with channels as SIMD lanes: the working layout of the transforms.
///
/// A row is one period. Each geo has `blocksPerGeo` blocks of four lanes, one lane per channel;
/// spare lanes hold zeros, which every transform maps to zeros. Recursions over time then run for
/// four channels at once.
struct Lanes: Sendable {
  /// Four neighbouring channels.
  typealias Block = SIMD4<Double>

  /// Number of periods.
  let rowCount: Int
  /// Number of channels of each geo.
  let channelCount: Int
  /// Number of geos.
  let geoCount: Int
  /// `[row, geo, block of the geo]`.
  var blocks: [Block]

  /// Zeros.
  init(rowCount: Int, channelCount: Int, geoCount: Int) {
    self.rowCount = rowCount
    self.channelCount = channelCount
    self.geoCount = geoCount
    blocks = Array(
      repeating: .zero, count: rowCount * geoCount * Lanes.blockCount(channels: channelCount))
  }

  /// The numbers of `panel`, `[time, channel, geo]`.
  init(_ panel: Panel) {
    self.init(
      rowCount: panel.timeCount, channelCount: panel.columnCount, geoCount: panel.geoCount)
    for row in 0..<rowCount {
      for geo in 0..<geoCount {
        for channel in 0..<channelCount {
          blocks[index(row: row, channel: channel, geo: geo)][channel % 4] =
            panel[row, channel, geo]
        }
      }
    }
  }

  /// The numbers as `[time, channel, geo]`.
  var panel: Panel {
    var panel = Panel(
      repeating: 0, timeCount: rowCount, columnCount: channelCount, geoCount: geoCount)
    for row in 0..<rowCount {
      for geo in 0..<geoCount {
        for channel in 0..<channelCount {
          panel[row, channel, geo] =
            blocks[index(row: row, channel: channel, geo: geo)][channel % 4]
        }
      }
    }
    return panel
  }

  /// Blocks that hold `channels` lanes.
  static func blockCount(channels: Int) -> Int { (channels + 3) / 4 }

  /// Blocks of one geo.
  var blocksPerGeo: Int { Lanes.blockCount(channels: channelCount) }

  /// Blocks of one row.
  var blocksPerRow: Int { geoCount * blocksPerGeo }

  private func index(row: Int, channel: Int, geo: Int) -> Int {
    row * blocksPerRow + geo * blocksPerGeo + channel / 4
  }

  /// One number per channel as the blocks of one geo; spare lanes hold `filler`, an unremarkable
  /// value of the parameter that keeps their arithmetic finite.
  static func parameterBlocks(_ values: some Collection<Double>, filler: Double) -> [Block] {
    var blocks = Array(
      repeating: Block(repeating: filler), count: blockCount(channels: values.count))
    for (channel, value) in values.enumerated() { blocks[channel / 4][channel % 4] = value }
    return blocks
  }

  /// How often the blocks of one geo follow one another in what the kernels take for parameters that
  /// all geos share: as often as it takes for whole vectors of eight lanes.
  static func repetitions(channels: Int) -> Int { 1 + blockCount(channels: channels) % 2 }

  /// The ``parameterBlocks(_:filler:)`` that many times.
  static func repeatedParameterBlocks(_ values: some Collection<Double>, filler: Double) -> [Block]
  {
    let blocks = parameterBlocks(values, filler: filler)
    return repetitions(channels: values.count) == 2 ? blocks + blocks : blocks
  }

  /// Lanes of one row.
  var width: Int { 4 * blocksPerRow }

  /// All lanes of all rows.
  var laneCount: Int { 4 * blocks.count }
}

extension mmv_level {
  /// The highest level that this machine can run and `VectorLevel` allows.
  @inline(__always)
  static var best: mmv_level { mmv_best_level() }
}

extension [Lanes.Block] {
  /// Calls `body` with the numbers, four a block.
  @inline(__always)
  mutating func withLanes(_ body: (inout MutableSpan<Double>) -> Void) {
    withUnsafeMutableBytes { bytes in
      var numbers = bytes.assumingMemoryBound(to: Double.self).mutableSpan
      body(&numbers)
    }
  }

  /// Replaces every number by its exponential.
  mutating func exponentiate() { withLanes { VectorMath.exp(inPlace: &$0) } }

  /// Replaces every number by its natural logarithm.
  mutating func takeLogarithm() { withLanes { VectorMath.log(inPlace: &$0) } }
}
