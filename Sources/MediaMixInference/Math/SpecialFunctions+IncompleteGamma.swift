/// The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 − P(a, x).
extension SpecialFunctions {
  /// P(a, x) = ∫₀ˣ t^(a−1) e⁻ᵗ dt / Γ(a) for a > 0 and x ≥ 0; NaN outside.
  ///
  /// Relative accuracy about 10⁻¹³ for a up to 10⁴, growing with √a to 10⁻¹⁰ beyond.
  public static func regularizedGammaP(_ a: Double, _ x: Double) -> Double {
    gammaTails(concentration: a, at: x).lower
  }

  /// Q(a, x) = 1 − P(a, x), as accurate where it is small.
  public static func regularizedGammaQ(_ a: Double, _ x: Double) -> Double {
    gammaTails(concentration: a, at: x).upper
  }

  /// The x with P(a, x) = p, for a > 0 and p in [0, 1]; NaN outside.
  public static func inverseRegularizedGammaP(_ a: Double, _ p: Double) -> Double {
    gammaQuantile(concentration: a, Tails(lower: p))
  }

  /// The tails of the gamma distribution of concentration a > 0 and rate 1 at x ≥ 0.
  static func gammaTails(concentration a: Double, at x: Double) -> Tails {
    guard a > 0 && a < .infinity && x >= 0 else { return Tails(lower: .nan) }
    if x == 0 { return Tails(lower: 0) }
    if x == .infinity { return Tails(upper: 0) }
    if a > largeConcentration { return gammaTailsOfLargeConcentration(a, at: x) }
    if a < 1 && x < 1 { return gammaTailsNearZero(a, at: x) }
    let kernel = gammaKernel(a, at: x)
    return x < a + 1
      ? Tails(lower: kernel * lowerSeries(a, at: x))
      : Tails(upper: kernel * upperContinuedFraction(a, at: x))
  }

  /// The point of the gamma distribution of concentration a > 0 and rate 1 with the given tails.
  ///
  /// Solved for ln x, whose density is log-concave for every a.
  static func gammaQuantile(concentration a: Double, _ tails: Tails) -> Double {
    guard a > 0 && a < .infinity && tails.lower >= 0 && tails.upper >= 0 else { return .nan }
    if tails.lower == 0 { return 0 }
    if tails.upper == 0 { return .infinity }
    let logPoint = logConcaveQuantile(
      tails, start: gammaLogQuantileGuess(a, tails), within: (-.infinity, .infinity)
    ) { logX in
      let x = VectorMath.exp(logX)
      guard x < .infinity else { return (Tails(upper: 0), 0) }
      return (gammaTails(concentration: a, at: x), x > 0 ? gammaKernel(a, at: x) : 0)
    }
    return VectorMath.exp(logPoint)
  }

  /// ln of the Wilson–Hilferty approximation, or of the leading term x^a/Γ(a + 1) = p of the lower
  /// tail where that is larger or the former has no sense.
  private static func gammaLogQuantileGuess(_ a: Double, _ tails: Tails) -> Double {
    let leading = (VectorMath.log(tails.lower) + logGamma(a + 1)) / a
    let deviate =
      tails.lower <= tails.upper ? normalQuantile(tails.lower) : -normalQuantile(tails.upper)
    let root = 1 - 1 / (9 * a) + deviate / (3 * a.squareRoot())
    guard root > 0 else { return leading }
    return max(leading, VectorMath.log(a) + 3 * VectorMath.log(root))
  }

  /// x^a e⁻ˣ / Γ(a), with Stirling's formula divided out so that large a costs no digits.
  private static func gammaKernel(_ a: Double, at x: Double) -> Double {
    a.squareRoot() / rootTwoPi * VectorMath.exp(-deviance(a, from: x) - stirlingError(a))
  }

  /// Σ xⁿ / (a(a + 1)…(a + n)) (Abramowitz and Stegun 6.5.29).
  private static func lowerSeries(_ a: Double, at x: Double) -> Double {
    var term = 1 / a
    var sum = term
    var denominator = a
    while term > 1e-17 * sum {
      denominator += 1
      term *= x / denominator
      sum += term
    }
    return sum
  }

  /// The continued fraction 1/(x + 1 − a − 1(1 − a)/(x + 3 − a − …)) (Abramowitz and Stegun 6.5.31,
  /// even part), by the modified Lentz algorithm.
  private static func upperContinuedFraction(_ a: Double, at x: Double) -> Double {
    var denominator = x + 1 - a
    var fraction = LentzFraction(first: denominator)
    var index = 1.0
    repeat {
      denominator += 2
      fraction.append(numerator: index * (a - index), denominator: denominator)
      index += 1
    } while !fraction.hasConverged
    return 1 / fraction.value
  }

  /// For a < 1 and x < 1: P = e^L (1 + aS) with L = ln(x^a/Γ(a + 1)), S = Σ (−x)ⁿ/((a + n) n!) < 0;
  /// 1 − P is a sum of positive terms when it is small.
  private static func gammaTailsNearZero(_ a: Double, at x: Double) -> Tails {
    let logLeading = a * VectorMath.log(x) - logGamma(a + 1)
    var power = 1.0
    var sum = 0.0
    var index = 1.0
    repeat {
      power *= -x / index
      sum += power / (a + index)
      index += 1
    } while abs(power) > 1e-18 * abs(sum)
    let leading = VectorMath.exp(logLeading)
    return Tails(
      lower: leading * (1 + a * sum), upper: -VectorMath.expm1(logLeading) - leading * a * sum)
  }

  /// Temme's uniform expansion (DLMF 8.12.3 and 8.12.4), cut after c₀(η) ≈ c₀(0) = −1/3.
  private static func gammaTailsOfLargeConcentration(_ a: Double, at x: Double) -> Tails {
    let size = (2 * deviance(a, from: x)).squareRoot()
    let deviate = x < a ? -size : size
    let correction = normalDensity(deviate) / (3 * a.squareRoot())
    return Tails(
      lower: max(0, normalCDF(deviate) + correction),
      upper: max(0, normalCDF(-deviate) - correction))
  }

  /// Beyond this, series and fractions take more than 10⁵ terms, and the expansion's error 1/a is
  /// below the effect of an error of one ulp in x.
  static let largeConcentration = 1e10
}

/// A continued fraction b₀ + a₁/(b₁ + a₂/(b₂ + …)) in the making.
///
/// Lentz's algorithm as modified by Thompson and Barnett (J. Computational Physics 64, 1986).
struct LentzFraction {
  /// The value of the fraction so far.
  private(set) var value: Double
  /// Whether the last term changed the value by less than an ulp.
  private(set) var hasConverged = false
  private var numeratorRatio: Double
  private var denominatorRatio = 0.0

  /// b₀.
  init(first: Double) {
    value = Self.awayFromZero(first)
    numeratorRatio = value
  }

  /// Appends a term aₙ/bₙ.
  mutating func append(numerator: Double, denominator: Double) {
    denominatorRatio = 1 / Self.awayFromZero(denominator + numerator * denominatorRatio)
    numeratorRatio = Self.awayFromZero(denominator + numerator / numeratorRatio)
    let factor = numeratorRatio * denominatorRatio
    value *= factor
    hasConverged = !(abs(factor - 1) > 0x1p-52)
  }

  private static func awayFromZero(_ x: Double) -> Double {
    abs(x) < 1e-280 ? 1e-280 : x
  }
}
