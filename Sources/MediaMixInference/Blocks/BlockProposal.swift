/// Where an independence Metropolis step tries to move a block of coordinates: mostly where warm-up
/// has been, now and then anywhere that the prior allows.
///
/// With probability 0.9 a draw of a mixture fitted to warm-up's draws, its covariances inflated; else
/// of a normal distribution that is wider than the prior in prior-whitened coordinates, N(0, 1.2² I).
/// Where coordinates are whitened this second, defensive component bounds the ratio of a posterior to
/// the proposal (Hesterberg, "Weighted average importance sampling and defensive mixture distributions",
/// Technometrics 37, 1995): no state is left with probability near 0 for want of proposals there. Where
/// they are not, trajectories must lead back.
package struct BlockProposal: Sendable {
  /// The probability of the defensive component.
  private static let share = 0.1

  /// The standard deviation of the defensive component in each coordinate.
  private static let scale = 1.2
  /// What covariances of the mixture are multiplied by.
  private static let inflation = 1.3

  private let mixture: GaussianMixture
  private let peak: Double

  /// The number of coordinates.
  package var dimension: Int { mixture.dimension }

  /// A proposal of a fitted mixture.
  ///
  /// - Parameter mixture: as it was fitted.
  package init(_ mixture: GaussianMixture) {
    self.mixture = mixture.inflated(by: Self.inflation)
    peak =
      VectorMath.log(Self.share)
      - Double(mixture.dimension)
      * (VectorMath.log(Self.scale) + SpecialFunctions.halfLogTwoPi)
  }

  /// The logarithm of the normalised density at `x`, `[dimension]`.
  package func logDensity(at x: Span<Double>) -> Double {
    var square = 0.0
    for i in 0..<dimension {
      let deviation = x[i] / Self.scale
      square += deviation * deviation
    }
    let defensive = peak - 0.5 * square
    let fitted = mixture.logDensity(at: x) + Self.logFittedShare
    let high = max(defensive, fitted)
    guard high > -.infinity else { return -.infinity }
    return high + VectorMath.log1p(VectorMath.exp(min(defensive, fitted) - high))
  }

  private static let logFittedShare = VectorMath.log(1 - share)

  /// Draws into `x`, `[dimension]`.
  package func sample(using random: inout RandomStream, into x: inout MutableSpan<Double>) {
    guard random.uniform() < Self.share else { return mixture.sample(using: &random, into: &x) }
    for i in 0..<dimension { x[i] = Self.scale * random.normal() }
  }
}
