/// Where an independence Metropolis step tries to move a block of coordinates: mostly where warm-up
/// has been, now and then anywhere that the prior allows.
///
/// With probability 0.9 a draw of a mixture fitted to warm-up's draws, its covariances inflated; else
/// of a normal distribution that is wider than the prior in prior-whitened coordinates, N(0, 1.2² I).
/// This second, defensive component bounds the ratio of a posterior to the proposal (Hesterberg,
/// "Weighted average importance sampling and defensive mixture distributions", Technometrics 37,
/// 1995): no state is left with probability near 0 for want of proposals there.
package struct BlockProposal: Sendable {
  /// The probability of the defensive component.
  private static let share = 0.1

  private let mixture: GaussianMixture
  private let center: [Double]
  private let scale: Double
  private let peak: Double

  /// The number of coordinates.
  package var dimension: Int { center.count }

  /// A proposal of a fitted mixture.
  ///
  /// - Parameters:
  ///   - mixture: as it was fitted.
  ///   - inflation: what its covariances are multiplied by, > 0.
  ///   - center: `[dimension]`: the mean of the defensive component; the origin if nil.
  ///   - scale: the standard deviation of the defensive component in each coordinate, > 0.
  package init(
    _ mixture: GaussianMixture, inflation: Double = 1.3, center: [Double]? = nil,
    scale: Double = 1.2
  ) {
    let dimension = mixture.dimension
    precondition(
      inflation > 0 && scale > 0 && center.map { $0.count == dimension } ?? true,
      "a proposal of no width or of another dimension")
    self.mixture = mixture.inflated(by: inflation)
    self.center = center ?? Array(repeating: 0, count: dimension)
    self.scale = scale
    peak =
      VectorMath.log(Self.share)
      - Double(dimension) * (VectorMath.log(scale) + SpecialFunctions.halfLogTwoPi)
  }

  /// The logarithm of the normalised density at `x`, `[dimension]`.
  package func logDensity(at x: Span<Double>) -> Double {
    var square = 0.0
    for i in 0..<dimension {
      let deviation = (x[i] - center[i]) / scale
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
    for i in 0..<dimension { x[i] = center[i] + scale * random.normal() }
  }
}
