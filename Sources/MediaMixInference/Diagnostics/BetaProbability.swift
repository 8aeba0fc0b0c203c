/// The distribution function of a Beta(a, b) variable, the regularised incomplete beta function.
struct BetaProbability {
  private let a: Double
  private let b: Double
  /// −ln B(a, b).
  private let logScale: Double

  /// For a, b ≥ 1.
  init(a: Double, b: Double) {
    self.a = a
    self.b = b
    logScale =
      SpecialFunctions.logGamma(a + b) - SpecialFunctions.logGamma(a) - SpecialFunctions.logGamma(b)
  }

  /// P(X ≤ x), for x in [0, 1].
  func callAsFunction(upTo x: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let density = VectorMath.exp(logScale + a * VectorMath.log(x) + b * VectorMath.log1p(-x))
    // The fraction converges fast below the mean; above it the mirrored one does.
    return x < (a + 1) / (a + b + 2)
      ? density / (a * Self.fraction(a, b, x)) : 1 - density / (b * Self.fraction(b, a, 1 - x))
  }

  /// The continued fraction of DLMF 8.17.22 by the modified Lentz method:
  /// 1 + d₁ / (1 + d₂ / (1 + …)).
  private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var value = 1.0
    var numerator = 1.0
    var denominator = 0.0
    for term in 1...10_000 {
      let m = Double(term / 2)
      let coefficient =
        term % 2 == 0
        ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      denominator = 1 + coefficient * denominator
      numerator = 1 + coefficient / numerator
      if abs(denominator) < tiny { denominator = tiny }
      if abs(numerator) < tiny { numerator = tiny }
      denominator = 1 / denominator
      value *= numerator * denominator
      if abs(numerator * denominator - 1) < 1e-15 { break }
    }
    return value
  }
}
