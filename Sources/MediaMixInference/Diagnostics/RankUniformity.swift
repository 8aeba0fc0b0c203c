/// How the ranks of true values among draws from their posteriors lie, and what that says about the
/// posteriors.
///
/// Where truths come from the prior, data from the model and draws from the exact posterior, ranks are
/// uniform (Talts, Betancourt, Simpson, Vehtari and Gelman 2018, "Validating Bayesian inference
/// algorithms with simulation-based calibration").
public struct RankUniformity: Sendable, Hashable {
  /// The way in which ranks are uneven, as what is wrong with the draws.
  public enum Departure: String, Sendable, Hashable, CaseIterable {
    /// Truths rank low.
    case tooHigh = "too_high"
    /// Truths rank high.
    case tooLow = "too_low"
    /// Truths rank first or last too often.
    case tooNarrow = "too_narrow"
    /// Truths rank in the middle too often.
    case tooWide = "too_wide"
    /// Something else.
    case uneven
  }

  /// The probability that uniform ranks are as uneven, in (0, 1]; see
  /// ``UniformRanks/tailProbability(of:)``.
  public let tailProbability: Double
  /// The mean of (rank + ½)/(L + 1): ½ of uniform ranks, less where draws are too high.
  public let meanPosition: Double
  /// What stands out most of the ways in which the ranks are uneven, by chance or not.
  public let departure: Departure

  /// The ranks of one quantity.
  ///
  /// - Parameters:
  ///   - ranks: each from 0 to `reference.largest`.
  ///   - reference: as many uniform ranks.
  public init(_ ranks: [Int], reference: UniformRanks) {
    tailProbability = reference.tailProbability(of: ranks)
    let values = Double(reference.largest + 1)
    let deviations = ranks.map { (Double($0) + 0.5) / values - 0.5 }
    let count = Double(ranks.count)
    let mean = deviations.reduce(0, +) / count
    meanPosition = 0.5 + mean
    // Second and fourth moment of the uniform distribution on the middles of L + 1 equal parts.
    let squares = values * values
    let variance = (squares - 1) / (12 * squares)
    let fourth = (squares - 1) * (3 * squares - 7) / (240 * squares * squares)
    let shift = mean / (variance / count).squareRoot()
    // About their own mean: ranks that are shifted far are not for that reason too far apart.
    let spread = deviations.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count - variance
    // Of two possible ranks, both are as far from the middle.
    let noise = ((fourth - variance * variance) / count).squareRoot()
    let widening = noise > 0 ? spread / noise : 0
    departure =
      max(shift.magnitude, widening.magnitude) < 2
      ? .uneven
      : shift.magnitude >= widening.magnitude
        ? (shift < 0 ? .tooHigh : .tooLow) : (widening > 0 ? .tooNarrow : .tooWide)
  }

  /// How many of `draws` are below `value`; those that are equal are put below or above by chance,
  /// every number of them as likely as any other, so that ties leave uniform ranks uniform.
  ///
  /// - Parameters:
  ///   - value: not NaN.
  ///   - draws: without NaN.
  ///   - random: moves only where there are ties.
  public static func rank(
    of value: Double, among draws: [Double], using random: inout RandomStream
  ) -> Int {
    let below = draws.count { $0 < value }
    let equal = draws.count { $0 == value }
    return equal == 0 ? below : below + Int(random.uniform() * Double(equal + 1))
  }

  /// The share of ranks in the middle of all possible ones: how often a central interval of the
  /// posterior held the truth.
  ///
  /// - Parameters:
  ///   - probability: of the interval, in (0, 1).
  ///   - ranks: one or more.
  ///   - largest: the largest possible rank, L. The share is exactly that of the interval where
  ///     (1 − probability)/2 · (L + 1) is a whole number.
  public static func coverage(
    ofCentral probability: Double, ranks: [Int], largest: Int
  ) -> Double {
    let outside = Int((0.5 * (1 - probability) * Double(largest + 1)).rounded())
    let inside = ranks.count { $0 >= outside && $0 <= largest - outside }
    return Double(inside) / Double(ranks.count)
  }
}
