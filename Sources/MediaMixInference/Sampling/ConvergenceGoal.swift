/// What the draws of every parameter must be worth before chains stop.
///
/// Chains make as many transitions as draws are kept. Draws that miss the goal become warm-up: metric,
/// proposals and step size are learned anew of them, and chains draw again, as many, then twice as
/// many, four times as many, and so on until the goal is reached. Of more transitions than draws, every
/// second, fourth, eighth … is kept, so that draws never take more memory and what follows from them
/// never takes more time.
///
/// What is kept was so all drawn by one Markov kernel after the last that was learned, and the way of
/// the chains into the posterior is not among it, as it would be if chains merely went on.
public struct ConvergenceGoal: Sendable, Hashable, Codable {
  /// The smallest effective sample size of any scalar, of the bulk and of the tails, that is enough:
  /// all chains together, > 0. Nil: what ``ConvergenceReport/effectiveSampleSizeLimit(chains:)`` says,
  /// 400 of four chains.
  public var effectiveSampleSize: Double?
  /// The largest rank-normalised split r-hat of any scalar that is good enough, > 1.
  public var rHat: Double
  /// Transitions per kept draw that chains make at most, whether the goal is reached or not; ≥ 1.
  /// Numbers of transitions double, so that of a number that is no power of two the next smaller one
  /// counts.
  public var maximumThinning: Int

  /// A goal; by default the limits beyond which ``ConvergenceReport`` warns, of at most 8 transitions per
  /// draw.
  public init(
    effectiveSampleSize: Double? = nil, rHat: Double = ConvergenceReport.rHatLimit,
    maximumThinning: Int = 8
  ) {
    self.effectiveSampleSize = effectiveSampleSize
    self.rHat = rHat
    self.maximumThinning = maximumThinning
  }

  /// The effective sample size in force.
  package func leastEffectiveSampleSize(chains: Int) -> Double {
    effectiveSampleSize ?? ConvergenceReport.effectiveSampleSizeLimit(chains: chains)
  }

  /// Whether draws of one scalar, `[chain, draw]`, are good enough. Those of a constant are; the
  /// r-hat of a single chain, which has none, is not asked for.
  package func isReached(by chains: [[Double]]) -> Bool {
    let summary = ScalarSummary(chains: chains)
    guard !summary.isConstant else { return true }
    let least = leastEffectiveSampleSize(chains: chains.count)
    return summary.essBulk >= least && summary.essTail >= least
      && (chains.count == 1 || summary.rHat <= rHat)
  }
}
