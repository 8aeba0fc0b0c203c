/// The gamma function.
extension SpecialFunctions {
  /// ln Γ(x) for x > 0, to a few ulps also near its zeros at 1 and 2; NaN for x < 0.
  public static func logGamma(_ x: Double) -> Double {
    switch x {
    case 0: return .infinity
    case ..<0.5: return logGammaOfTwoPlus(x) - VectorMath.log1p(x) - VectorMath.log(x)
    case ..<1.5: return logGammaOfTwoPlus(x - 1) - VectorMath.log1p(x - 1)
    case ..<2.5: return logGammaOfTwoPlus(x - 2)
    case ..<10:
      // Γ(x) = (x − 1)(x − 2)…(x − k) Γ(x − k).
      var argument = x
      var product = 1.0
      while argument >= 2.5 {
        argument -= 1
        product *= argument
      }
      return VectorMath.log(product) + logGammaOfTwoPlus(argument - 2)
    case .infinity: return .infinity
    default:
      return (x - 0.5) * (VectorMath.log(x) - 1) + (halfLogTwoPi - 0.5) + stirlingSeries(x)
    }
  }

  /// ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b) for positive a and b.
  static func logBeta(_ a: Double, _ b: Double) -> Double {
    let small = min(a, b)
    let large = max(a, b)
    guard large >= 10 else { return logGamma(a) + logGamma(b) - logGamma(a + b) }
    // Stirling's formula for both large terms, their leading parts subtracted by hand.
    let ratio = small / large
    let difference =
      stirlingSeries(large) - stirlingSeries(small + large) + small
      - (large - 0.5 + small) * VectorMath.log1p(ratio)
    return logGamma(small) - small * VectorMath.log(large) + difference
  }

  /// The error of Stirling's formula, ln Γ(x) − (x − ½) ln x + x − ½ ln 2π, for x > 0.
  static func stirlingError(_ x: Double) -> Double {
    x >= 10
      ? stirlingSeries(x)
      : logGamma(x) - (x - 0.5) * VectorMath.log(x) + x - halfLogTwoPi
  }

  /// Deviance m·φ(x/m), φ(r) = r ln r + 1 − r, of a value x > 0 from m > 0; x − m cancels nothing.
  ///
  /// Loader, "Fast and accurate computation of binomial probabilities", 2000.
  static func deviance(_ x: Double, from m: Double) -> Double {
    let difference = x - m
    guard abs(difference) < 0.1 * (x + m) else {
      let ratio = x / m
      let logRatio =
        ratio.isNormal ? VectorMath.log(ratio) : VectorMath.log(x) - VectorMath.log(m)
      return x * logRatio - difference
    }
    // With v = (x − m)/(x + m), ln(x/m) = 2 artanh v.
    let v = difference / (x + m)
    let square = v * v
    var power = 2 * x * v
    var sum = difference * v
    var odd = 3.0
    while true {
      power *= square
      let next = sum + power / odd
      if next == sum { return sum }
      sum = next
      odd += 2
    }
  }

  /// ln Γ(2 + z) for |z| ≤ ½: z(1 − γ) + Σ_{k≥2} (−z)ᵏ (ζ(k) − 1)/k
  /// (Abramowitz and Stegun 6.1.33).
  private static func logGammaOfTwoPlus(_ z: Double) -> Double {
    z * (0.42278433509846713939 + z * polynomial(z, zetaCoefficients))
  }

  /// Σ B₂ₖ / (2k(2k − 1) x^(2k−1)) for x ≥ 10 (Abramowitz and Stegun 6.1.41).
  private static func stirlingSeries(_ x: Double) -> Double {
    let inverse = 1 / x
    return inverse * polynomial(inverse * inverse, bernoulliCoefficients)
  }

  /// (−1)ᵏ (ζ(k) − 1)/k for k = 2, 3, ….
  private static let zetaCoefficients: [Double] = [
    0.32246703342411321824, -0.067352301053198095133, 0.020580808427784547879,
    -0.0073855510286739852663, 0.0028905103307415232858, -0.0011927539117032609771,
    0.00050966952474304242234, -0.00022315475845357937976, 9.9457512781808533715e-5,
    -4.49262367381331417e-5, 2.0507212775670691553e-5, -9.439488275268395904e-6,
    4.3748667899074878042e-6, -2.0392157538013662368e-6, 9.5514121304074198329e-7,
    -4.4924691987645660433e-7, 2.1207184805554665869e-7, -1.0043224823968099609e-7,
    4.7698101693639805658e-8, -2.271109460894316491e-8, 1.0838659214896954091e-8,
    -5.1834750419700466551e-9, 2.4836745438024783172e-9, -1.1921401405860912074e-9,
    5.7313672416788620133e-10, -2.7595228851242331452e-10, 1.3304764374244489481e-10,
  ]

  /// B₂ₖ / (2k(2k − 1)) for k = 1, 2, ….
  private static let bernoulliCoefficients: [Double] = [
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156,
    -3617.0 / 122400, 0.17964437236883057316,
  ]
}
