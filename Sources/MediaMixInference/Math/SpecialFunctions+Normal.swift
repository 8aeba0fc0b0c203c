/// The standard normal distribution: density φ, distribution function Φ.
extension SpecialFunctions {
  /// Φ(x), to a few ulps in either tail.
  public static func normalCDF(_ x: Double) -> Double {
    x < 0 ? normalUpperTail(-x) : 1 - normalUpperTail(x)
  }

  /// ln Φ(x), to a few ulps, also where Φ(x) underflows; −∞ for x < −1.9·10¹⁵⁴.
  public static func normalLogCDF(_ x: Double) -> Double {
    guard x < -1 else {
      return VectorMath.log1p(-(x < 0 ? 1 - normalUpperTail(-x) : normalUpperTail(x)))
    }
    return VectorMath.log(millsRatio(-x)) - 0.5 * x * x - halfLogTwoPi
  }

  /// Φ⁻¹(p) for p in [0, 1]; ∓∞ at the ends, NaN outside.
  public static func normalQuantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else {
      return p == 0 ? -.infinity : p == 1 ? .infinity : .nan
    }
    return abs(p - 0.5) <= 0.25
      ? centralNormalQuantile(excess: p - 0.5)
      : p < 0.5 ? -upperTailQuantile(p) : upperTailQuantile(1 - p)
  }

  /// The density φ(x), to a few ulps: x² is split so that its rounding error is not exponentiated.
  static func normalDensity(_ x: Double) -> Double {
    guard abs(x) < 40 else { return x.isNaN ? .nan : 0 }
    let rounded = (x * 0x1p20).rounded() * 0x1p-20
    let remainder = (x - rounded) * (x + rounded)
    return VectorMath.exp(-0.5 * rounded * rounded) * VectorMath.exp(-0.5 * remainder) / rootTwoPi
  }

  /// Mills' ratio (1 − Φ(x))/φ(x) for x ≥ 0.
  ///
  /// (x + 4) times the ratio is a smooth function of t = (x − 4)/(x + 4) in [−1, 1], and its
  /// Chebyshev series falls below 10⁻¹⁷ after 26 terms (the idea is Schonfelder's, "Chebyshev
  /// expansions for the error and related functions", Mathematics of Computation 32, 1978; the
  /// coefficients were computed for this ratio with 60 digits).
  static func millsRatio(_ x: Double) -> Double {
    guard x < .infinity else { return x.isNaN ? .nan : 0 }
    let t = (x - 4) / (x + 4)
    var current = 0.0
    var previous = 0.0
    for coefficient in millsCoefficients {
      (current, previous) = (2 * t * current - previous + coefficient, current)
    }
    return (t * current - previous + 2.4325604285150405662) / (x + 4)
  }

  /// 1 − Φ(x) for x ≥ 0.
  private static func normalUpperTail(_ x: Double) -> Double {
    normalDensity(x) * millsRatio(x)
  }

  /// The x > 0 whose upper tail is `tail` ≤ ¼: a rational guess (Abramowitz and Stegun 26.2.23,
  /// within 4.5·10⁻⁴), then two steps of Halley's method, each of which triples the digits.
  private static func upperTailQuantile(_ tail: Double) -> Double {
    let t = (-2 * VectorMath.log(tail)).squareRoot()
    var x =
      t - (2.515517 + t * (0.802853 + t * 0.010328))
      / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    for _ in 0..<2 {
      let newton = millsRatio(x) - tail / normalDensity(x)
      x += newton / (1 - 0.5 * x * newton)
    }
    return x
  }

  /// Φ(x) − ½, of full relative accuracy near x = 0 too.
  static func normalCDFExcess(_ x: Double) -> Double {
    guard abs(x) < 1 else { return x < 0 ? normalCDF(x) - 0.5 : 0.5 - normalCDF(-x) }
    return normalDensity(x) * centralSeries(x)
  }

  /// The x with Φ(x) = ½ + excess, for |excess| ≤ ¼, of full relative accuracy near 0 too: a series
  /// and three steps of Halley's method.
  static func centralNormalQuantile(excess: Double) -> Double {
    var x = excess * rootTwoPi * (1 + excess * excess)
    for _ in 0..<3 {
      let newton = excess / normalDensity(x) - centralSeries(x)
      x += newton / (1 - 0.5 * x * newton)
    }
    return x
  }

  /// (Φ(x) − ½)/φ(x) = x + x³/3 + x⁵/(3·5) + … (Abramowitz and Stegun 26.2.11).
  private static func centralSeries(_ x: Double) -> Double {
    var term = x
    var sum = x
    var odd = 3.0
    while abs(term) > 1e-18 * abs(sum) {
      term *= x * x / odd
      sum += term
      odd += 2
    }
    return sum
  }

  /// Chebyshev coefficients 25 to 1 of (x + 4) times Mills' ratio.
  private static let millsCoefficients: [Double] = [
    1.7562442280533558103e-17, 1.016955239803854198e-16, -7.1701955014225876978e-17,
    -2.0183740275707353204e-15, -3.0532395587325665276e-15, 3.2414173582086781336e-14,
    1.2300711839232774249e-13, -4.3653840438097299451e-13, -3.290856124224384926e-12,
    4.6184141791552192723e-12, 7.9572487194488463885e-11, -2.4919454968275671215e-11,
    -1.948656637889107601e-9, -2.8281293276602497733e-10, 5.1853386010946722596e-8,
    -8.4749606300616958916e-9, -1.5404069839912999192e-6, 2.5325891365988258147e-6,
    0.000047383719270581173533, -0.00025203493480543532543, -0.00080362120072996560518,
    0.017360708143727771424, -0.121615972144204572, 0.55695664909638164919,
    -1.8842545745794834571,
  ]
}
