/// The regularised incomplete beta function Iₓ(a, b).
extension SpecialFunctions {
  /// Iₓ(a, b) = ∫₀ˣ t^(a−1) (1 − t)^(b−1) dt / B(a, b) for positive a and b and x in [0, 1]; NaN
  /// outside.
  ///
  /// Relative accuracy about 10⁻¹³ for a and b between 0.01 and 10⁴, growing with √a to 10⁻¹⁰
  /// beyond.
  public static func regularizedBeta(_ a: Double, _ b: Double, _ x: Double) -> Double {
    betaTails(a, b, at: x, complement: 1 - x).lower
  }

  /// The x with Iₓ(a, b) = p, for positive a and b and p in [0, 1]; NaN outside.
  public static func inverseRegularizedBeta(_ a: Double, _ b: Double, _ p: Double) -> Double {
    let logOdds = betaQuantileLogOdds(a, b, Tails(lower: p))
    let small = VectorMath.exp(-abs(logOdds))
    return logOdds < 0 ? small / (1 + small) : 1 / (1 + small)
  }

  /// The tails of the beta distribution at `x`; `complement` is 1 − x, given apart because near
  /// x = 1 its digits cannot be had from x.
  static func betaTails(_ a: Double, _ b: Double, at x: Double, complement: Double) -> Tails {
    guard a > 0 && b > 0 && a + b < .infinity && x >= 0 && complement >= 0 else {
      return Tails(lower: .nan)
    }
    if x == 0 { return Tails(lower: 0) }
    if complement == 0 { return Tails(upper: 0) }
    if min(a, b) > largeConcentration {
      return betaTailsOfLargeParameters(a, b, at: x, complement: complement)
    }
    let kernel = betaKernel(a, b, at: x, complement: complement)
    return x * (b + 1) < complement * (a + 1)
      ? Tails(lower: kernel * betaContinuedFraction(a, b, at: x) / a)
      : Tails(upper: kernel * betaContinuedFraction(b, a, at: complement) / b)
  }

  /// ln(x/(1 − x)) of the point of the beta distribution with the given tails; ∓∞ at the ends.
  ///
  /// The log odds have a log-concave density for every a and b.
  static func betaQuantileLogOdds(_ a: Double, _ b: Double, _ tails: Tails) -> Double {
    guard a > 0 && b > 0 && a + b < .infinity && tails.lower >= 0 && tails.upper >= 0 else {
      return .nan
    }
    if tails.lower == 0 { return -.infinity }
    if tails.upper == 0 { return .infinity }
    return logConcaveQuantile(
      tails, start: VectorMath.log(a) - VectorMath.log(b), within: (-.infinity, .infinity)
    ) { logOdds in
      let small = VectorMath.exp(-abs(logOdds))
      let (minor, major) = (small / (1 + small), 1 / (1 + small))
      let (x, complement) = logOdds < 0 ? (minor, major) : (major, minor)
      let density = minor > 0 ? betaKernel(a, b, at: x, complement: complement) : 0
      return (betaTails(a, b, at: x, complement: complement), density)
    }
  }

  /// x^a (1 − x)^b / B(a, b), with Stirling's formula divided out so that large parameters cost no
  /// digits (Loader, "Fast and accurate computation of binomial probabilities", 2000).
  private static func betaKernel(
    _ a: Double, _ b: Double, at x: Double, complement: Double
  ) -> Double {
    let n = a + b
    let exponent =
      -deviance(a, from: n * x) - deviance(b, from: n * complement)
      + stirlingError(n) - stirlingError(a) - stirlingError(b)
    return (a / n * b).squareRoot() / rootTwoPi * VectorMath.exp(exponent)
  }

  /// The continued fraction of Abramowitz and Stegun 26.5.8, quick for x < (a + 1)/(a + b + 2).
  private static func betaContinuedFraction(_ a: Double, _ b: Double, at x: Double) -> Double {
    var fraction = LentzFraction(first: 1)
    fraction.append(numerator: -(a + b) / (a + 1) * x, denominator: 1)
    var m = 1.0
    repeat {
      let even = a + 2 * m
      fraction.append(numerator: m / (even - 1) * ((b - m) / even) * x, denominator: 1)
      fraction.append(
        numerator: -(a + m) / even * ((a + b + m) / (even + 1)) * x, denominator: 1)
      m += 1
    } while !fraction.hasConverged
    return 1 / fraction.value
  }

  /// The uniform expansion DLMF 8.18.9, cut after c₀(η) ≈ c₀(0).
  private static func betaTailsOfLargeParameters(
    _ a: Double, _ b: Double, at x: Double, complement: Double
  ) -> Tails {
    let n = a + b
    let size =
      (2 * (deviance(a, from: n * x) + deviance(b, from: n * complement))).squareRoot()
    let deviate = n * x < a ? -size : size
    let spread = (a / n * b).squareRoot()
    let correction = normalDensity(deviate) * (b - a) / n / (3 * spread)
    return Tails(
      lower: max(0, normalCDF(deviate) + correction),
      upper: max(0, normalCDF(-deviate) - correction))
  }
}
