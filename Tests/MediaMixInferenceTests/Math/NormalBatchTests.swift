import CMediaMixVector
import MediaMixInference
import Testing

@Suite("The normal distribution at many points")
struct NormalBatchTests {
  private static let points: [Double] = [
    -1e300, -300, -40, -38, -20, -8.3, -5, -2, -1, -1e-3, -1e-300, 0, 1e-9, 0.3, 1, 2.5, 6, 8.1,
    8.5, 20, 37, 300, 1e300,
  ]

  @Test("Agrees with the scalar functions")
  func scalars() {
    var batch = NormalBatch(count: Self.points.count)
    for (index, point) in Self.points.enumerated() { batch[argument: index] = point }
    batch.evaluate()
    for (index, x) in Self.points.enumerated() {
      let image = batch[index]
      #expect(image == NormalBatch.image(of: x))
      let tolerance = 1e-15 * min(max(8, x * x), 1e6)
      let cumulative = SpecialFunctions.normalCDF(x)
      #expect(abs(image.cumulative - cumulative) <= tolerance * cumulative)
      let logCumulative = SpecialFunctions.normalLogCDF(x)
      #expect(
        image.logCumulative == logCumulative
          || abs(image.logCumulative - logCumulative) <= 1e-14 * abs(logCumulative), "\(x)")
      guard abs(x) < 37 else { continue }
      #expect(abs(image.hazard * image.cumulative - image.density) <= tolerance * image.density)
    }
  }

  @Test("The same bits on every level")
  func levels() {
    let points = (0..<800).map { 0.1 * Double($0 - 400) }
    func kernel(_ level: mmv_level) -> [UInt64] {
      var results = (points, points, points)
      mmv_normal_batch(level, points, points.count, &results.0, &results.1, &results.2)
      return (results.0 + results.1 + results.2).map(\.bitPattern)
    }
    for level in VectorMathTests.levels {
      #expect(kernel(level) == kernel(mmv_level_baseline), "level \(level.rawValue)")
    }
  }

  @Test("The integral of Φ, whose derivative is Φ, to the end of its left tail")
  func integral() {
    for x in [-36, -30, -12, -5, -1, 0, 1, 5, 12] as [Double] {
      let h = 1e-3 / max(1, abs(x))
      let (above, below) = (NormalBatch.image(of: x + h), NormalBatch.image(of: x - h))
      let image = NormalBatch.image(of: x)
      let slope = (above.integral - below.integral) / (2 * h)
      #expect(abs(slope - image.cumulative) < 1e-5 * image.cumulative)
      #expect(image.integral > 0)
    }
    // φ(8)·(1/64 − 3/64² + 15/64³ − …), to 20 digits.
    let found = NormalBatch.image(of: -8).integral
    #expect(abs(found / 7.550262e-17 - 1) < 1e-6)
  }

  @Test("Never NaN")
  func finite() {
    for x in Self.points {
      let image = NormalBatch.image(of: x)
      #expect(image.cumulative >= 0 && image.cumulative <= 1)
      #expect(!image.logCumulative.isNaN && !image.hazard.isNaN && image.integral >= 0)
    }
  }
}
