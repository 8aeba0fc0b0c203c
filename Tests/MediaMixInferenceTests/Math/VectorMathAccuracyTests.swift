import Foundation
import MediaMixInference
import Testing

#if arch(x86_64) && (os(Linux) || os(macOS))
  /// 64 significant bits: the reference is exact to a 2000th of a unit in the last place.
  private typealias Reference = Float80
  private let referenceError = 0.001
#else
  private typealias Reference = Double
  private let referenceError = 1.0
#endif

private struct Compared {
  let ours: (Double) -> Double
  let reference: (Reference) -> Reference
}

@Suite("Accuracy of the elementary functions, in units in the last place")
struct VectorMathAccuracyTests {
  @Test("exp: below 1")
  func exp() {
    let function = Compared(ours: VectorMath.exp, reference: { Foundation.exp($0) })
    let everywhere = worst(function) { $0.anyDouble() }
    let range = worst(function) { $0.uniform(-708, 709.7) }
    let around0 = worst(function) { $0.uniform(-1, 1) }
    let subnormal = worst(function) { $0.uniform(-745.2, -708) }
    #expect(max(everywhere, range, around0, subnormal) < 1 + referenceError)
  }

  @Test("expm1: below 1.25")
  func expm1() {
    let function = Compared(ours: VectorMath.expm1, reference: { Foundation.expm1($0) })
    let everywhere = worst(function) { $0.anyDouble() }
    let range = worst(function) { $0.uniform(-60, 60) }
    let around0 = worst(function) { $0.uniform(-1, 1) }
    let near0 = worst(function) { $0.uniform(-0.3, 0.3) * $0.uniform(0, 1) * $0.uniform(0, 0.01) }
    #expect(max(everywhere, range, around0, near0) < 1.25 + referenceError)
  }

  @Test("log: below 1")
  func log() {
    let function = Compared(ours: VectorMath.log, reference: { Foundation.log($0) })
    let everywhere = worst(function) { $0.anyDouble() }
    let around1 = worst(function) { $0.uniform(0.4, 2.5) }
    let near1 = worst(function) { 1 + $0.uniform(-1e-6, 1e-6) }
    let subnormal = worst(function) { Double(bitPattern: $0.next() >> 12) }
    #expect(max(everywhere, around1, near1, subnormal) < 1 + referenceError)
  }

  @Test("log1p: below 1")
  func log1p() {
    let function = Compared(ours: VectorMath.log1p, reference: { Foundation.log1p($0) })
    let everywhere = worst(function) { $0.anyDouble() }
    let around0 = worst(function) { $0.uniform(-1, 3) }
    let near0 = worst(function) { $0.uniform(-0.3, 0.3) * $0.uniform(0, 1) * $0.uniform(0, 0.01) }
    let large = worst(function) { 1 / $0.uniform(0, 1) }
    #expect(max(everywhere, around0, near0, large) < 1 + referenceError)
  }

  /// The largest error over many arguments drawn by `argument`; infinite for a wrong NaN or ±∞.
  private func worst(
    _ function: Compared,
    count: Int = 1_000_000, _ argument: (inout RandomBits) -> Double
  ) -> Double {
    var random = RandomBits(seed: 11)
    var worst = 0.0
    for _ in 0..<count {
      let x = argument(&random)
      worst = max(worst, error(of: function.ours(x), from: function.reference(Reference(x))))
    }
    return worst
  }

  private func error(of value: Double, from exact: Reference) -> Double {
    let rounded = Double(exact)
    if rounded.isNaN || value.isNaN { return rounded.isNaN && value.isNaN ? 0 : .infinity }
    if rounded.isInfinite || value.isInfinite { return rounded == value ? 0 : .infinity }
    return Double((Reference(value) - exact).magnitude / Reference(rounded.ulp))
  }
}
