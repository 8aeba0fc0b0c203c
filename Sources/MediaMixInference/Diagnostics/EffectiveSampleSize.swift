/// How many independent draws the autocorrelated ones are worth.
///
/// Holds the memory of its transforms, so several functionals of the same chains share it.
struct EffectiveSampleSize {
  private var autocovariance: Autocovariance

  /// ln 10.
  private static let logOfTen = 2.302585092994046

  /// For chains like `chains`.
  init(for chains: SplitChains) { autocovariance = Autocovariance(for: chains) }

  /// The effective sample size of the mean of `chains`: Vehtari et al. (2021), section 3.2, with
  /// Geyer's (1992) initial positive and monotone sequence.
  ///
  /// At most N log₁₀ N for N draws. Constant draws count in full. NaN where the draws' variance
  /// overflows or underflows.
  mutating func callAsFunction(_ chains: SplitChains) -> Double {
    let size = Double(chains.splitCount)
    if chains.isConstant { return size }

    let length = Double(chains.halfLength)
    let moments = chains.halfMoments()
    let covariances = autocovariance.average(of: chains, moments: moments)
    let within = covariances[0] * length / (length - 1)
    let total = covariances[0] + SampleMoments(moments.map(\.mean)).variance
    func correlation(_ lag: Int) -> Double { 1 - (within - covariances[lag]) / total }

    // Neighbouring correlations are summed in pairs (even lag, odd lag), as long as a pair is
    // positive, each pair at most as large as the one before.
    var even = 1.0
    var odd = correlation(1)
    guard !odd.isNaN else { return .nan }
    var pairs = 0.0
    var ceiling = Double.infinity
    var lag = 0
    while even + odd > 0 && lag + 4 < chains.halfLength {
      ceiling = min(ceiling, even + odd)
      pairs += ceiling
      lag += 2
      even = correlation(lag)
      odd = correlation(lag + 1)
    }
    // The last pair gives its even lag only: that lowers the variance of antithetic chains.
    let last = even > 0 || even + odd >= 0 ? even : 0
    return size / max(2 * pairs + last - 1, Self.logOfTen / VectorMath.log(size))
  }
}
