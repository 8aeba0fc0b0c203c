/// Special functions of probability, the same bits on every machine.
///
/// All are built on the elementary functions of ``VectorMath`` and on arithmetic alone. Tail
/// probabilities come in pairs, lower and upper, each of full relative accuracy: 1 − p loses the
/// digits of a small tail.
public enum SpecialFunctions {
  /// The probabilities on either side of a point; they sum to 1.
  package struct Tails: Sendable, Hashable {
    /// P(X ≤ x).
    package var lower: Double
    /// P(X > x).
    package var upper: Double

    /// Lower and upper exchanged.
    var swapped: Tails { Tails(lower: upper, upper: lower) }

    /// From the smaller of the two, whichever side that is.
    init(lower: Double) {
      self.init(lower: lower, upper: 1 - lower)
    }

    init(upper: Double) {
      self.init(lower: 1 - upper, upper: upper)
    }

    package init(lower: Double, upper: Double) {
      self.lower = lower
      self.upper = upper
    }
  }

  /// ½ ln 2π.
  package static let halfLogTwoPi = 0.918938533204672741780329736406

  /// √(2/π), the mean of a half-normal number of scale 1.
  package static let rootTwoOverPi = 0.797884560802865355879892119869

  /// √(2π).
  static let rootTwoPi = 2.50662827463100050241576528481

  /// The polynomial c₀ + c₁x + c₂x² + …, by Horner's rule.
  static func polynomial(_ x: Double, _ coefficients: [Double]) -> Double {
    var sum = 0.0
    for coefficient in coefficients.reversed() {
      sum = sum * x + coefficient
    }
    return sum
  }

  /// Where a continuous distribution with log-concave density reaches given tail probabilities.
  ///
  /// Newton's method on the logarithm of the smaller tail: that is a concave function (Bagnoli and
  /// Bergstrom, "Log-concave probability and its applications", 2005, theorems 1 and 3), so
  /// the steps approach the root from one side and cannot diverge; a bracket guards the first ones.
  ///
  /// - Parameters:
  ///   - target: the wanted tails, neither of them 0.
  ///   - start: a first guess, finite.
  ///   - range: where the root is; the ends may be infinite.
  ///   - evaluate: the tails at a point and the density there.
  static func logConcaveQuantile(
    _ target: Tails, start: Double, within range: (Double, Double),
    evaluate: (Double) -> (tails: Tails, density: Double)
  ) -> Double {
    let usesLower = target.lower <= target.upper
    var (low, high) = range
    var point = start
    var reach = 1 + abs(start)
    for _ in 0..<200 {
      let (tails, density) = evaluate(point)
      let probability = usesLower ? tails.lower : tails.upper
      let ratio = probability / (usesLower ? target.lower : target.upper)
      if ratio == 1 { return point }
      let isBeyond = (ratio > 1) == usesLower
      if isBeyond { high = point } else { low = point }

      let excess = VectorMath.log(ratio)
      let step = (usesLower ? -excess : excess) * (probability / density)
      var next = point + step
      if !(abs(step) <= 8 * reach && next >= low && next <= high) {
        if low > -.infinity && high < .infinity {
          next = low + 0.5 * (high - low)
        } else {
          next = isBeyond ? point - reach : point + reach
        }
        reach *= 2
        if next == point { return point }
      } else if abs(excess) < 1e-8 || next == point {
        return next
      }
      point = next
    }
    return point
  }
}
