import CMediaMixVector
import Testing

@Suite("Kernels of one channel: the same bits on every level, and what lanes of channels give")
struct ChannelKernelTests {
  static let lengths = [8, 16, 40, 104, 160]

  /// Media of `rows` periods, some of them zero, after zeros.
  private func media(_ rows: Int, zeros: Int = 0) -> [Double] {
    var random = RandomBits(seed: 31)
    return Array(repeating: 0, count: zeros)
      + (0..<rows).map { _ in random.uniform(0, 1) < 0.3 ? 0 : random.uniform(0, 2) }
  }

  private func same(_ kernel: (mmv_level) -> [Double]) -> [Double] {
    let first = kernel(mmv_level_baseline)
    for level in VectorMathTests.levels {
      #expect(kernel(level).map(\.bitPattern) == first.map(\.bitPattern), "level \(level.rawValue)")
    }
    return first
  }

  private func expectClose(_ found: [Double], _ expected: [Double]) {
    #expect(found.count == expected.count)
    for (a, b) in zip(found, expected) { #expect((a - b).magnitude <= 1e-14 * (1 + b)) }
  }

  @Test("Adstock", arguments: lengths)
  func adstock(rows: Int) {
    let media = media(rows)
    for weight in [0.0, 0.3, 0.9, 1.0.nextDown, 1] {
      let found = same { level in
        var result = Array(repeating: Double.nan, count: rows)
        mmv_adstock_column(level, media, weight, 1 - weight, rows, &result)
        return result
      }
      var carried = 0.0
      expectClose(
        found,
        media.map {
          carried = weight * carried + (1 - weight) * $0
          return carried
        })
    }
  }

  @Test("Carry-over", arguments: lengths)
  func carryover(rows: Int) {
    for (lags, logRate, delay) in [(1, -0.5, 0.0), (13, -0.7, 2.3), (8, -1e-3, 0), (91, -20, 5.5)] {
      let media = media(rows, zeros: lags - 1)
      let found = same { level in
        var result = Array(repeating: Double.nan, count: rows)
        var weights = Array(repeating: Double.nan, count: (lags + 7) / 8 * 8)
        media.withUnsafeBufferPointer { media in
          guard let start = media.baseAddress else { return }
          mmv_carryover_column(
            level, start + lags - 1, logRate, delay, lags, rows, &weights, &result)
        }
        return result
      }
      var weights = Array(repeating: mmv_block.zero, count: lags)
      mmv_carryover_weights(
        mmv_level_baseline, [mmv_block(repeating: logRate)], [mmv_block(repeating: delay)], 4, lags,
        &weights)
      expectClose(
        found,
        (0..<rows).map { row in
          (0..<lags).reduce(0) { $0 + weights[$1].x * media[row + lags - 1 - $1] }
        })
    }
  }

  @Test("Saturation", arguments: lengths)
  func saturation(rows: Int) {
    let media = media(rows)
    for (exponent, logHalf) in [(0.7, -0.4), (1, 0.3), (3.5, 2)] {
      let found = same { level in
        var power = media
        mmv_exponent_column(level, exponent, rows, &power)
        var hill = media
        mmv_hill_column(level, logHalf, exponent, rows, &hill)
        return power + hill
      }
      let logarithms = media.map { mmv_log1($0) }
      #expect(Array(found[..<rows]) == logarithms.map { mmv_exp1(exponent * $0) })
      #expect(
        Array(found[rows...]) == logarithms.map { 1 / (1 + mmv_exp1(exponent * (logHalf - $0))) })
    }
  }
}
