/// Whether Markov chains have converged, and what their draws are worth.
///
/// Every function takes the draws of one scalar, `[chain, draw]`, all chains of equal length, and
/// follows Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021), "Rank-normalization, folding,
/// and localization: An improved R̂ for assessing convergence of MCMC", Bayesian Analysis 16(2).
/// Chains are split in halves; of an odd number of draws the middle one is left out.
///
/// The numbers are those of ArviZ, but for two effects of rounding there: draws that spread less
/// than 10⁻¹⁵ count as constant whatever their unit, and a draw that a quantile falls on exactly
/// may count as above it.
///
/// Where nothing can be said the answer is NaN: no chain, fewer than four draws per chain, or a
/// draw that is not finite.
public enum Convergence {
  /// The rank-normalised split r-hat, the larger of the draws' and the folded draws': equations 3
  /// and 4 applied to normal scores as in section 4. Up to 1.01 is fine.
  ///
  /// NaN also of a single chain, and where every draw is the same. Infinite where each half chain
  /// is constant and they differ.
  public static func rHat(_ chains: [[Double]]) -> Double {
    guard chains.count > 1, let chains = SplitChains(chains) else { return .nan }
    let ranked = RankedDraws(chains)
    return rHat(
      scores: ranked.normalScores(), foldedScores: ranked.foldedNormalScores())
  }

  /// The effective sample size of the bulk, that of the draws' normal scores: section 4. It tells
  /// how precise mean and median are.
  ///
  /// The number of draws in the halves where every draw is the same, as in all effective sample
  /// sizes here.
  public static func bulkESS(_ chains: [[Double]]) -> Double {
    effectiveSampleSize(chains) { RankedDraws($0).normalScores() }
  }

  /// The effective sample size of the tails, the smaller of those of the 5 % and the 95 % quantile:
  /// section 4.
  public static func tailESS(_ chains: [[Double]]) -> Double {
    guard let chains = SplitChains(chains) else { return .nan }
    var effectiveSampleSize = EffectiveSampleSize(for: chains)
    let sorted = SortedSample(chains.values)
    return min(
      effectiveSampleSize(chains.indicators(upTo: sorted.quantile(0.05))),
      effectiveSampleSize(chains.indicators(upTo: sorted.quantile(0.95))))
  }

  /// The effective sample size of the mean: section 3.2, split chains, draws as they are.
  public static func meanESS(_ chains: [[Double]]) -> Double {
    effectiveSampleSize(chains) { $0 }
  }

  /// The effective sample size of the standard deviation, that of the squared deviations from the
  /// mean.
  public static func standardDeviationESS(_ chains: [[Double]]) -> Double {
    effectiveSampleSize(chains) { $0.squaredDeviations() }
  }

  /// The effective sample size of a quantile, that of the indicators draw ≤ quantile: section 4.
  ///
  /// - Parameters:
  ///   - chains: `[chain, draw]`.
  ///   - probability: which quantile, in [0, 1].
  public static func quantileESS(_ chains: [[Double]], probability: Double) -> Double {
    effectiveSampleSize(chains) {
      $0.indicators(upTo: SortedSample($0.values).quantile(probability))
    }
  }

  /// The energy's Bayesian fraction of missing information of one chain: Betancourt (2016),
  /// "Diagnosing suboptimal cotangent disintegrations in Hamiltonian Monte Carlo", there called
  /// E-BFMI.
  /// Below 0.3 the chain moves between energies too slowly to see the tails.
  ///
  /// - Parameter energies: `[draw]`, the Hamiltonian at every draw of one chain.
  /// - Returns: the sum of squared steps over the sum of squared deviations; NaN of fewer than two
  ///   energies, of equal ones, and where one is not finite.
  public static func eBFMI(energies: [Double]) -> Double {
    guard energies.count > 1, energies.allSatisfy(\.isFinite) else { return .nan }
    let steps = zip(energies, energies.dropFirst()).reduce(0) { sum, pair in
      sum + (pair.1 - pair.0) * (pair.1 - pair.0)
    }
    return steps / (SampleMoments(energies).variance * Double(energies.count - 1))
  }
}

extension Convergence {
  /// The larger of the two r-hats; that of the scores where the folded one is undefined, all draws
  /// being equally far from the median.
  static func rHat(scores: SplitChains, foldedScores: SplitChains) -> Double {
    let bulk = splitRHat(scores)
    let folded = splitRHat(foldedScores)
    return folded > bulk ? folded : bulk
  }

  /// R-hat of half chains as they are: equations 1 to 4.
  private static func splitRHat(_ chains: SplitChains) -> Double {
    let moments = chains.halfMoments()
    let length = Double(chains.halfLength)
    let between = length * SampleMoments(moments.map(\.mean)).variance
    let within = moments.reduce(0) { $0 + $1.variance } / Double(moments.count)
    return ((between / within + length - 1) / length).squareRoot()
  }

  /// The effective sample size of the mean of `functional` of the draws.
  private static func effectiveSampleSize(
    _ chains: [[Double]], of functional: (SplitChains) -> SplitChains
  ) -> Double {
    guard let chains = SplitChains(chains) else { return .nan }
    var effectiveSampleSize = EffectiveSampleSize(for: chains)
    return effectiveSampleSize(functional(chains))
  }
}

extension SplitChains {
  /// 1 where a draw is at most `bound`, 0 elsewhere.
  func indicators(upTo bound: Double) -> SplitChains { map { $0 <= bound ? 1 : 0 } }

  /// The squared deviations from the mean of all draws.
  func squaredDeviations() -> SplitChains {
    let mean = SampleMoments(values).mean
    return map { ($0 - mean) * ($0 - mean) }
  }
}
