import CMediaMixVector
import Testing

@Suite("Kernels of one channel: the same bits on every level, and what plain loops give")
struct ChannelKernelTests {
  static let lengths = [8, 16, 40, 104, 160]

  /// Media of `rows` periods, some of them zero, after zeros.
  private func media(_ rows: Int, zeros: Int = 0) -> [Double] {
    var random = RandomBits(seed: 31)
    return Array(repeating: 0, count: zeros)
      + (0..<rows).map { _ in random.uniform(0, 1) < 0.3 ? 0 : random.uniform(0, 2) }
  }

  private func gradient(_ rows: Int) -> [Double] {
    var random = RandomBits(seed: 32)
    return random.vector(rows)
  }

  private func same(_ kernel: (mmv_level) -> [Double]) -> [Double] {
    let first = kernel(mmv_level_baseline)
    for level in VectorMathTests.levels {
      #expect(kernel(level).map(\.bitPattern) == first.map(\.bitPattern), "level \(level.rawValue)")
    }
    return first
  }

  private func expectClose(_ found: [Double], _ expected: [Double]) {
    let scale = expected.reduce(1) { max($0, $1.magnitude) }
    #expect(found.count == expected.count)
    for (a, b) in zip(found, expected) { #expect((a - b).magnitude <= 1e-13 * scale) }
  }

  @Test("Adstock", arguments: lengths)
  func adstock(rows: Int) {
    let (media, gradient) = (media(rows), gradient(rows))
    for weight in [0.0, 0.3, 0.9, 1.0.nextDown, 1] {
      let found = same { level in
        var result = Array(repeating: Double.nan, count: rows)
        mmv_adstock_column(level, media, weight, 1 - weight, rows, &result)
        let byWeight = mmv_adstock_column_pullback(level, gradient, media, result, weight, rows)
        return result + [byWeight]
      }
      var (carried, slope, byWeight) = (0.0, 0.0, 0.0)
      var expected: [Double] = []
      for row in 0..<rows {
        slope = carried - media[row] + weight * slope
        carried = weight * carried + (1 - weight) * media[row]
        byWeight += gradient[row] * slope
        expected.append(carried)
      }
      expectClose(found, expected + [byWeight])
    }
  }

  /// Lags, ln τ and θ.
  static let carryovers: [(Int, Double, Double)] = [
    (1, -0.5, 0), (8, -1e-3, 0), (13, -0.7, 2.3), (16, -0.1, 1), (17, -0.01, 9), (91, -20, 5.5),
  ]

  @Test("Carry-over", arguments: lengths)
  func carryover(rows: Int) {
    let gradient = gradient(rows)
    for (lags, logRate, delay) in Self.carryovers {
      let rounded = (lags + 7) / 8 * 8
      let media = media(rows, zeros: rounded - 1)
      let found = same { level in
        var (result, weights) = (gradient, Array(repeating: Double.nan, count: rounded))
        var (weightGradients, byLogRate, byDelay) = (weights, 0.0, 0.0)
        media.withUnsafeBufferPointer { media in
          guard let start = media.baseAddress.map({ $0 + rounded - 1 }) else { return }
          mmv_carryover_column(level, start, logRate, delay, lags, rows, &weights, &result)
          mmv_carryover_column_pullback(
            level, gradient, start, weights, logRate, delay, lags, rows, &weightGradients,
            &byLogRate, &byDelay)
        }
        return result + [byLogRate, byDelay]
      }
      let rates = [mmv_block(repeating: logRate)]
      let delays = [mmv_block(repeating: delay)]
      var weights = Array(repeating: mmv_block.zero, count: lags)
      mmv_carryover_weights(mmv_level_baseline, rates, delays, 4, lags, &weights)
      let expected = (0..<rows).map { row in
        (0..<lags).reduce(0) { $0 + weights[$1].x * media[row + rounded - 1 - $1] }
      }
      let byWeight = (0..<lags).map { lag in
        mmv_block(
          repeating: (0..<rows).reduce(0) { $0 + gradient[$1] * media[$1 + rounded - 1 - lag] })
      }
      var (byLogRate, byDelay) = ([mmv_block.zero], [mmv_block.zero])
      mmv_carryover_weights_pullback(
        mmv_level_baseline, weights, byWeight, rates, delays, 4, lags, &byLogRate, &byDelay)
      expectClose(found, expected + [byLogRate[0].x, byDelay[0].x])
    }
  }

  @Test("Exponent", arguments: lengths)
  func exponent(rows: Int) {
    let (media, gradient) = (media(rows), gradient(rows))
    for exponent in [0.7, 1, 3.5] {
      let found = same { level in
        var (logarithms, result, byInput) = (media, media, gradient)
        mmv_exponent_column(level, media, exponent, rows, &logarithms, &result)
        let byExponent = mmv_exponent_column_pullback(
          level, &byInput, media, logarithms, result, exponent, rows)
        return result + byInput + [byExponent]
      }
      let logarithms = media.map { mmv_log1($0) }
      let result = logarithms.map { mmv_exp1(exponent * $0) }
      #expect(Array(found[..<rows]) == result)
      let weighted = zip(gradient, result).map { $0 * $1 }
      let byInput = zip(weighted, media).map { $1 == 0 ? 0 : $0 * exponent / $1 }
      let byExponent = zip(weighted, logarithms).reduce(0) { $0 + ($1.0 == 0 ? 0 : $1.0 * $1.1) }
      expectClose(Array(found[rows...]), byInput + [byExponent])
    }
  }

  @Test("Hill curve", arguments: lengths)
  func hill(rows: Int) {
    let (media, gradient) = (media(rows), gradient(rows))
    for (slope, logHalf) in [(0.7, -0.4), (1, 0.3), (3.5, 2)] {
      let found = same { level in
        var (logarithms, result, byInput) = (media, media, gradient)
        var (byLogHalf, bySlope) = (Double.nan, Double.nan)
        mmv_hill_column(level, media, logHalf, slope, rows, &logarithms, &result)
        mmv_hill_column_pullback(
          level, &byInput, media, logarithms, result, logHalf, slope, rows, &byLogHalf, &bySlope)
        return result + byInput + [byLogHalf, bySlope]
      }
      let logarithms = media.map { mmv_log1($0) }
      let result = logarithms.map { 1 / (1 + mmv_exp1(slope * (logHalf - $0))) }
      #expect(Array(found[..<rows]) == result)
      let inner = zip(gradient, result).map { $0 * $1 * (1 - $1) }
      let byInput = zip(inner, media).map { $1 == 0 ? 0 : $0 * slope / $1 }
      let bySlope = zip(inner, logarithms).reduce(0) {
        $0 + ($1.0 == 0 ? 0 : $1.0 * ($1.1 - logHalf))
      }
      expectClose(
        Array(found[rows...]), byInput + [-slope * inner.reduce(0, +), bySlope])
    }
  }
}
