import MediaMixInference
import Testing

@Suite("Slice sampling")
struct SliceSamplerTests {
  /// Means of functions of a chain, and their standard errors by batches of 200.
  private func means(
    width: Double, from start: Double, _ functions: [(Double) -> Double],
    _ logDensity: (Double) -> Double
  ) -> [(mean: Double, error: Double)] {
    let sampler = SliceSampler(width: width)
    var random = RandomStream(seed: 3, purpose: .refresh, index: 0)
    var x = start
    let batches = (0..<100).map { _ in
      var sums = Array(repeating: 0.0, count: functions.count)
      for _ in 0..<200 {
        x = sampler.next(after: x, using: &random, logDensity)
        for (i, function) in functions.enumerated() { sums[i] += function(x) / 200 }
      }
      return sums
    }
    return functions.indices.map { i in
      let values = batches.map { $0[i] }
      let mean = values.reduce(0, +) / 100
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (mean, (squares / 99 / 100).squareRoot())
    }
  }

  @Test("A normal distribution, whatever the width", arguments: [0.05, 1, 30])
  func normal(width: Double) {
    let moments = means(
      width: width, from: 2, [{ $0 }, { $0 * $0 }, { $0 > 1.959964 ? 1 : 0 }]
    ) { -0.5 * $0 * $0 }
    for (moment, expected) in zip(moments, [0, 1, 0.025]) {
      #expect(moment.error < 0.15)
      #expect(abs(moment.mean - expected) < 4 * moment.error, "\(moment) \(expected)")
    }
  }

  @Test("A density that ends and is NaN beyond")
  func bounded() {
    let moments = means(width: 1, from: 0.5, [{ $0 }, { $0 < 0.1 ? 1 : 0 }, { $0 >= 0 ? 0 : 1 }]) {
      $0 >= 0 ? -$0 : .nan
    }
    for (moment, expected) in zip(moments, [1, 1 - VectorMath.exp(-0.1)]) {
      #expect(abs(moment.mean - expected) < 4 * moment.error, "\(moment) \(expected)")
    }
    #expect(moments[2].mean == 0)
  }

  @Test("A spike between two numbers that rounding cannot tell apart leaves the place")
  func spike() {
    var random = RandomStream(seed: 1, purpose: .refresh, index: 0)
    let next = SliceSampler(width: 1).next(after: 1, using: &random) { $0 == 1 ? 0 : -.infinity }
    #expect(next == 1)
  }
}
