import CMediaMixVector
import MediaMixInference
import Testing

/// Media of some shape, parameters that repeat and gradients: what the kernels work on.
private struct Example: CustomTestStringConvertible {
  let lanes: Int
  let geos: Int
  let rows: Int

  var width: Int { lanes * geos }
  var period: Int { lanes % 8 == 0 ? lanes : 2 * lanes }
  var count: Int { rows * width }
  var testDescription: String { "\(rows) rows of \(geos) × \(lanes) lanes" }

  static let all = [
    (4, 1, 1), (4, 1, 2), (4, 1, 5), (4, 1, 30), (4, 1, 104), (4, 3, 7), (8, 1, 1), (8, 1, 40),
    (12, 1, 15), (12, 3, 14), (20, 2, 16), (4, 20, 33), (20, 3, 71),
  ].map { Example(lanes: $0, geos: $1, rows: $2) }

  /// One number of each lane of a row, the same for every geo; `period` of them.
  func parameters(_ seed: UInt64, _ low: Double, _ high: Double, special: [Double] = []) -> [Double]
  {
    var random = RandomBits(seed: seed)
    var own = (0..<lanes).map { _ in random.uniform(low, high) }
    for (lane, value) in special.enumerated() where lane < lanes { own[lane] = value }
    return (0..<period).map { own[$0 % lanes] }
  }

  /// Numbers of every lane and row, some of them zero.
  func numbers(_ seed: UInt64, _ low: Double, _ high: Double) -> [Double] {
    var random = RandomBits(seed: seed)
    return (0..<count).map { _ in
      random.uniform(0, 1) < 0.2 ? 0 : random.uniform(low, high)
    }
  }
}

extension [Double] {
  fileprivate var blocks: [mmv_block] {
    stride(from: 0, to: count, by: 4).map { mmv_block(self[$0..<$0 + 4]) }
  }
}

extension [mmv_block] {
  fileprivate var numbers: [Double] { flatMap { block in (0..<4).map { block[$0] } } }
}

private func blocks(_ count: Int) -> [mmv_block] { Array(repeating: .zero, count: count / 4) }

/// The result of a kernel, after checking that every level gives the same bits and no NaN.
private func same(_ kernel: (mmv_level) -> [Double]) -> [Double] {
  let first = kernel(mmv_level_baseline)
  for level in VectorMathTests.levels {
    #expect(kernel(level).map(\.bitPattern) == first.map(\.bitPattern), "level \(level.rawValue)")
  }
  #expect(first.allSatisfy { !$0.isNaN })
  return first
}

private func expectClose(_ found: [Double], _ expected: [Double], _ what: String) {
  let scale = expected.reduce(1e-300) { max($0, $1.magnitude) }
  #expect(found.count == expected.count)
  for (i, (a, b)) in zip(found, expected).enumerated() {
    #expect(a == b || (a - b).magnitude <= 1e-12 * scale, "\(what)[\(i)]: \(a), not \(b)")
  }
}

@Suite(
  "Kernels over media: the same bits on every level, and those of plain loops but for rounding")
struct MediaKernelTests {
  /// λ at both ends and beside them.
  private static let lagWeights = [0.0, 1, 1.0.nextDown, 0.5]

  @Test("Adstock and its pullback", arguments: Example.all)
  private func adstock(example: Example) {
    let (width, period) = (example.width, example.period)
    let media = example.numbers(1, 0, 2)
    let gradient = example.numbers(2, -1, 1)
    let weights = example.parameters(3, 0, 1, special: Self.lagWeights)
    let gains = weights.map { 1 - $0 }
    let found = same { level in
      var result = blocks(example.count)
      mmv_adstock_forward(
        level, media.blocks, weights.blocks, gains.blocks, period, example.rows, width, &result)
      return result.numbers
    }
    var expected = media
    for i in media.indices {
      let parameter = i % width % period
      expected[i] =
        weights[parameter] * (i >= width ? expected[i - width] : 0) + gains[parameter] * media[i]
    }
    #expect(found == expected)
    let byWeight = same { level in
      var sums = blocks(period)
      mmv_adstock_pullback(
        level, gradient.blocks, media.blocks, found.blocks, weights.blocks, period, example.rows,
        width, &sums)
      return sums.numbers
    }
    var sums = Array(repeating: 0.0, count: period)
    var worth = Array(repeating: 0.0, count: width)
    for i in media.indices.reversed() {
      let (lane, parameter) = (i % width, i % width % period)
      worth[lane] = gradient[i] + weights[parameter] * worth[lane]
      sums[parameter] += worth[lane] * ((i >= width ? found[i - width] : 0) - media[i])
    }
    expectClose(folded(byWeight, example), folded(sums, example), "weight")
  }

  /// The numbers of lanes that stand for the same parameter, added.
  private func folded(_ sums: [Double], _ example: Example) -> [Double] {
    (0..<example.lanes).map { lane in
      stride(from: lane, to: sums.count, by: example.lanes).reduce(0) { $0 + sums[$1] }
    }
  }

  @Test("Carry-over and its pullback, with fewer periods than lags too", arguments: Example.all)
  private func carryover(example: Example) {
    for lags in [1, 3, 8, 13, 22] { carryover(example, lags: lags) }
  }

  private func carryover(_ example: Example, lags: Int) {
    let (width, period) = (example.width, example.period)
    let media = example.numbers(4, 0, 2)
    let gradient = example.numbers(5, -1, 1)
    let rates = example.parameters(6, -2, 0, special: [-620, -1e-16])
    let delays = example.parameters(7, 0, 6, special: [0, 300, 1e9])
    let weights = same { level in
      var weights = blocks(lags * period)
      mmv_carryover_weights(level, rates.blocks, delays.blocks, period, lags, &weights)
      return weights.numbers
    }
    let found = same { level in
      var result = blocks(example.count)
      mmv_carryover_forward(
        level, media.blocks, weights.blocks, period, lags, example.rows, width, &result)
      return result.numbers
    }
    let byWeight = same { level in
      var sums = blocks(lags * period)
      mmv_carryover_weight_gradients(
        level, gradient.blocks, media.blocks, period, lags, example.rows, width, &sums)
      return sums.numbers
    }
    var expected = media
    var sums = Array(repeating: 0.0, count: lags * example.lanes)
    for i in media.indices {
      expected[i] = 0
      let lane = i % example.lanes
      for lag in 0..<lags where i >= lag * width {
        expected[i] += weights[lag * period + lane] * media[i - lag * width]
        sums[lag * example.lanes + lane] += gradient[i] * media[i - lag * width]
      }
    }
    expectClose(found, expected, "result")
    let rows = (0..<lags).flatMap { lag in
      folded(Array(byWeight[lag * period..<(lag + 1) * period]), example)
    }
    expectClose(rows, sums, "weight")
    checkWeights(
      weights, rates: rates, delays: delays, gradients: byWeight, period: period, lags: lags)
  }

  private func checkWeights(
    _ weights: [Double], rates: [Double], delays: [Double], gradients: [Double], period: Int,
    lags: Int
  ) {
    let both = same { level in
      var (byRate, byDelay) = (blocks(period), blocks(period))
      mmv_carryover_weights_pullback(
        level, weights.blocks, gradients.blocks, rates.blocks, delays.blocks, period, lags, &byRate,
        &byDelay)
      return byRate.numbers + byDelay.numbers
    }
    for lane in 0..<period {
      let exponents = (0..<lags).map {
        (Double($0) - delays[lane]) * (Double($0) - delays[lane]) * rates[lane]
      }
      let largest = exponents.reduce(-.infinity) { max($0, $1) }
      let terms = exponents.map { VectorMath.exp($0 - largest) }
      let total = terms.reduce(0, +)
      let own = (0..<lags).map { weights[$0 * period + lane] }
      expectClose(own, terms.map { $0 / total }, "weights")
      let mean = (0..<lags).reduce(0.0) { $0 + own[$1] * gradients[$1 * period + lane] }
      var (byRate, byDelay, size) = (0.0, 0.0, 0.0)
      for lag in 0..<lags {
        let inner = own[lag] * (gradients[lag * period + lane] - mean)
        let distance = Double(lag) - delays[lane]
        byRate += inner * distance * distance
        byDelay -= 2 * inner * distance * rates[lane]
        size += (inner * distance).magnitude * (distance.magnitude + rates[lane].magnitude)
      }
      #expect((both[lane] - byRate).magnitude <= 1e-12 * size)
      #expect((both[period + lane] - byDelay).magnitude <= 1e-12 * size)
    }
  }

  @Test("Exponent and its pullback, at zero too", arguments: Example.all)
  private func exponent(example: Example) {
    let (period, count) = (example.period, example.count)
    let media = example.numbers(8, 1e-300, 2)
    let gradient = example.numbers(9, -1, 1)
    let exponents = example.parameters(10, 0.1, 1, special: [Double(1).nextDown, 1e-200])
    let forward = same { level in
      var (logarithms, result) = (blocks(count), blocks(count))
      mmv_exponent_forward(
        level, media.blocks, exponents.blocks, period, count, &logarithms, &result)
      return logarithms.numbers + result.numbers
    }
    let (logarithms, found) = (Array(forward[..<count]), Array(forward[count...]))
    #expect(logarithms == media.map { VectorMath.log($0) })
    #expect(
      found == media.indices.map { VectorMath.exp(exponents[$0 % period] * logarithms[$0]) })
    let backward = same { level in
      var (gradient, sums) = (gradient.blocks, blocks(period))
      mmv_exponent_pullback(
        level, &gradient, media.blocks, logarithms.blocks, found.blocks, exponents.blocks, period,
        count, &sums)
      return gradient.numbers + sums.numbers
    }
    var sums = Array(repeating: 0.0, count: period)
    for i in media.indices where media[i] > 0 {
      sums[i % period] += gradient[i] * found[i] * logarithms[i]
    }
    let byMedia = media.indices.map {
      media[$0] == 0 ? 0 : gradient[$0] * found[$0] * exponents[$0 % period] / media[$0]
    }
    expectClose(Array(backward[..<count]), byMedia, "media")
    expectClose(Array(backward[count...]), sums, "exponent")
  }

  @Test("Hill curve and its pullback, at zero and where it is flat too", arguments: Example.all)
  private func hill(example: Example) {
    let (period, count) = (example.period, example.count)
    let media = example.numbers(11, 1e-3, 2)
    let gradient = example.numbers(12, -1, 1)
    let halves = example.parameters(13, -1, 1, special: [-600, 600])
    let slopes = example.parameters(14, 0.1, 3, special: [2, 2, 1e-250, 1e250])
    let forward = same { level in
      var (logarithms, result) = (blocks(count), blocks(count))
      mmv_hill_forward(
        level, media.blocks, halves.blocks, slopes.blocks, period, count, &logarithms, &result)
      return logarithms.numbers + result.numbers
    }
    let (logarithms, found) = (Array(forward[..<count]), Array(forward[count...]))
    #expect(
      found
        == media.indices.map {
          let parameter = $0 % period
          return 1
            / (1 + VectorMath.exp(slopes[parameter] * (halves[parameter] - logarithms[$0])))
        })
    let backward = same { level in
      var gradient = gradient.blocks
      var (byHalf, bySlope) = (blocks(period), blocks(period))
      mmv_hill_pullback(
        level, &gradient, media.blocks, logarithms.blocks, found.blocks, halves.blocks,
        slopes.blocks, period, count, &byHalf, &bySlope)
      return gradient.numbers + byHalf.numbers + bySlope.numbers
    }
    var (byMedia, byHalf) = (media, Array(repeating: 0.0, count: period))
    var bySlope = byHalf
    for i in media.indices {
      byMedia[i] = 0
      guard media[i] > 0 else { continue }
      let parameter = i % period
      let inner = gradient[i] * found[i] * (1 - found[i])
      byMedia[i] = inner * slopes[parameter] / media[i]
      byHalf[parameter] -= inner * slopes[parameter]
      bySlope[parameter] += inner * (logarithms[i] - halves[parameter])
    }
    expectClose(backward, byMedia + byHalf + bySlope, "gradients")
  }

  @Test("Sum of channels and its pullback", arguments: Example.all)
  private func channelSum(example: Example) {
    let (lanes, width, rows) = (example.lanes, example.width, example.rows)
    let media = example.numbers(15, 0, 2)
    var random = RandomBits(seed: 16)
    let coefficients = random.vector(width)
    let gradient = random.vector(rows)
    for geo in 0..<example.geos {
      let first = geo * lanes
      let found = same { level in
        var sums = Array(repeating: 0.0, count: rows)
        mmv_channel_sum(
          level, media.blocks, coefficients.blocks, first, lanes, rows, width, &sums)
        return sums
      }
      let expected = (0..<rows).map { row in
        (first..<first + lanes).reduce(0.0) { $0 + coefficients[$1] * media[row * width + $1] }
      }
      expectClose(found, expected, "sum")
      let backward = same { level in
        var (sums, byMedia) = (blocks(width), blocks(example.count))
        mmv_channel_sum_pullback(
          level, gradient, media.blocks, coefficients.blocks, first, lanes, rows, width, &sums,
          &byMedia)
        return byMedia.numbers + sums.numbers
      }
      var byMedia = Array(repeating: 0.0, count: example.count)
      var sums = Array(repeating: 0.0, count: width)
      for row in 0..<rows {
        for lane in first..<first + lanes {
          byMedia[row * width + lane] = gradient[row] * coefficients[lane]
          sums[lane] += gradient[row] * media[row * width + lane]
        }
      }
      expectClose(backward, byMedia + sums, "gradients")
    }
  }
}
