/// The two trigonometric functions that the Cauchy family needs.
extension SpecialFunctions {
  /// arctan(x) in [−π/2, π/2], to a few ulps.
  package static func arctangent(_ x: Double) -> Double {
    if abs(x) > 1 {
      return (x < 0 ? -0.5 : 0.5) * .pi - arctangent(1 / x)
    }
    // arctan x = 2 arctan(x / (1 + √(1 + x²))), twice: then |reduced| < 0.2.
    var reduced = x
    for _ in 0..<2 {
      reduced /= 1 + (1 + reduced * reduced).squareRoot()
    }
    return 4 * reduced * polynomial(reduced * reduced, arctangentCoefficients)
  }

  /// tan(πx) for x in [0, ½], to a few ulps; +∞ at ½.
  package static func tangentOfPiTimes(_ x: Double) -> Double {
    x <= 0.25 ? smallTangent(.pi * x) : 1 / smallTangent(.pi * (0.5 - x))
  }

  /// tan x for |x| ≤ π/4, as a quotient of Taylor series.
  private static func smallTangent(_ x: Double) -> Double {
    x * polynomial(x * x, sineCoefficients) / polynomial(x * x, cosineCoefficients)
  }

  /// (−1)ᵏ/(2k + 1).
  private static let arctangentCoefficients: [Double] = [
    1, -1.0 / 3, 1.0 / 5, -1.0 / 7, 1.0 / 9, -1.0 / 11, 1.0 / 13, -1.0 / 15, 1.0 / 17, -1.0 / 19,
    1.0 / 21, -1.0 / 23,
  ]

  /// (−1)ᵏ/(2k + 1)!.
  private static let sineCoefficients: [Double] = [
    1, -1.0 / 6, 1.0 / 120, -1.0 / 5040, 1.0 / 362_880, -1.0 / 39_916_800, 1.0 / 6_227_020_800,
    -1.0 / 1_307_674_368_000, 1.0 / 355_687_428_096_000,
  ]

  /// (−1)ᵏ/(2k)!.
  private static let cosineCoefficients: [Double] = [
    1, -1.0 / 2, 1.0 / 24, -1.0 / 720, 1.0 / 40320, -1.0 / 3_628_800, 1.0 / 479_001_600,
    -1.0 / 87_178_291_200, 1.0 / 20_922_789_888_000, -1.0 / 6_402_373_705_728_000,
  ]
}
