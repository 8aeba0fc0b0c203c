import CMediaMixVector

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
  static func millsRatio(_ x: Double) -> Double {
    guard x < .infinity else { return x.isNaN ? .nan : 0 }
    return mmv_mills1(x)
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
}
