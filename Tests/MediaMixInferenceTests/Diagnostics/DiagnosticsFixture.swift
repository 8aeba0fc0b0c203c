import Foundation
import Testing

/// What ArviZ, NumPy and SciPy say of some draws; see `make_diagnostics.py`.
struct DiagnosticsFixture: Decodable {
  struct Case: Decodable, CustomTestStringConvertible {
    let name: String
    let chains: [[Double]]
    let reference: Reference
    var testDescription: String { name }
  }

  /// nil where the reference is not a finite number; arrays over `probabilities` or chains.
  struct Reference: Decodable {
    let rHat, bulkESS, tailESS, meanESS, standardDeviationESS: Double?
    let quantileESS: [Double?]
    let meanError, standardDeviationError: Double?
    let quantileErrors, energyFractions: [Double?]
    let mean, sd: Double
    let quantiles, highestDensityInterval, equalTailedInterval: [Double]
  }

  let probabilities: [Double]
  let cases: [Case]

  static let shared: DiagnosticsFixture = {
    let url = Bundle.module.url(
      forResource: "diagnostics", withExtension: "json", subdirectory: "Fixtures")!
    return try! JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
  }()
}

/// Expects `value` within 10⁻⁹ of `reference` relative to the larger of it and `scale`; NaN for nil.
func expectSame(
  _ value: Double, _ reference: Double?, scale: Double = 0, _ what: Comment,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let reference else {
    #expect(value.isNaN, what, sourceLocation: sourceLocation)
    return
  }
  #expect(
    abs(value - reference) <= 1e-9 * max(abs(reference), scale), what,
    sourceLocation: sourceLocation)
}

/// Standard normal draws, `[chain, draw]`, from a generator of the tests' own.
func normalDraws(chains: Int, draws: Int, seed: UInt64 = 1) -> [[Double]] {
  var state = seed
  func uniform() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (Double(state >> 11) + 0.5) / 9_007_199_254_740_992
  }
  return (0..<chains).map { _ in
    (0..<draws).map { _ in (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform()) }
  }
}
