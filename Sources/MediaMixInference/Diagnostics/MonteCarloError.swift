/// How far an estimate from draws may be off because there are finitely many: Monte Carlo standard
/// errors.
///
/// Every function takes the draws of one scalar, `[chain, draw]`, all chains of equal length, and
/// gives NaN where there is no chain, where a chain has fewer than four draws, or where a draw is
/// not finite; 0 where every draw is the same.
public enum MonteCarloError {
  /// Of the mean: sd / √ESS.
  public static func mean(_ chains: [[Double]]) -> Double {
    guard let chains = SplitChains(chains) else { return .nan }
    var effectiveSampleSize = EffectiveSampleSize(for: chains)
    return (SampleMoments(chains.values).variance / effectiveSampleSize(chains)).squareRoot()
  }

  /// Of the standard deviation: that of the variance over 2 sd (the delta method). Draws need not be
  /// normal.
  public static func standardDeviation(_ chains: [[Double]]) -> Double {
    guard let chains = SplitChains(chains) else { return .nan }
    let squares = chains.squaredDeviations()
    let variance = SampleMoments(squares.values).mean
    guard variance > 0 else { return 0 }
    let fourth = SampleMoments(squares.values.map { $0 * $0 }).mean
    var effectiveSampleSize = EffectiveSampleSize(for: chains)
    let errorOfVariance = (fourth - variance * variance) / effectiveSampleSize(squares)
    return (errorOfVariance / variance / 4).squareRoot()
  }

  /// Of a quantile: half the distance between the draws at the places that a Beta distribution
  /// gives for one standard error either way. Vehtari et al. (2021), section 4.4.
  ///
  /// - Parameters:
  ///   - chains: `[chain, draw]`.
  ///   - probability: which quantile, in [0, 1].
  public static func quantile(_ chains: [[Double]], probability: Double) -> Double {
    let effective = Convergence.quantileESS(chains, probability: probability)
    guard effective.isFinite else { return .nan }
    let sorted = SortedSample(chains.joined()).values
    let (a, b) = (effective * probability + 1, effective * (1 - probability) + 1)

    // Place i of n draws stands for the probability (i + 1) / n.
    let count = sorted.count
    func firstPlace(where isBeyond: (Double) -> Bool) -> Int {
      var low = 0
      var high = count
      while low < high {
        let middle = (low + high) / 2
        if isBeyond(SpecialFunctions.regularizedBeta(a, b, Double(middle + 1) / Double(count))) {
          high = middle
        } else {
          low = middle + 1
        }
      }
      return low
    }
    let lower = max(firstPlace { $0 > Self.oneErrorBelow } - 1, 0)
    let upper = min(firstPlace { $0 >= 1 - Self.oneErrorBelow }, count - 1)
    return (sorted[upper] - sorted[lower]) / 2
  }

  /// Φ(−1), to the digits that ArviZ and Stan use.
  private static let oneErrorBelow = 0.1586553
}
