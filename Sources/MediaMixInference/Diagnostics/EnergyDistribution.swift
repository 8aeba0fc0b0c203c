/// The energies that a sampler met, and its steps between them: what an energy plot shows (Betancourt
/// 2016, "Diagnosing suboptimal cotangent disintegrations in Hamiltonian Monte Carlo", section 2).
///
/// Each transition draws a new energy near the last one. Where the distribution of steps is much narrower
/// than that of energies, the chain walks slowly through them and seldom meets the ends.
public struct EnergyDistribution: Sendable, Hashable {
  /// The Hamiltonian at every draw less its mean over all draws of all chains, `[chain, draw]`.
  public let centred: [[Double]]
  /// What each draw's energy is above that of the draw before, `[chain, draw]`: one fewer than draws.
  public let steps: [[Double]]
  /// Each chain's ``Convergence/eBFMI(energies:)``, `[chain]`; NaN where it is not defined.
  public let fractions: [Double]

  /// The energies of chains.
  ///
  /// - Parameter energies: `[chain, draw]`, all chains of equal length.
  /// - Returns: nil where there is no draw, or an energy that is not finite.
  public init?(energies: [[Double]]) {
    let all = Array(energies.joined())
    precondition(
      energies.allSatisfy { $0.count == energies[0].count },
      "Every chain needs the same number of draws.")
    guard !all.isEmpty, all.allSatisfy(\.isFinite) else { return nil }
    let mean = SampleMoments(all).mean
    centred = energies.map { chain in chain.map { $0 - mean } }
    steps = energies.map { chain in zip(chain.dropFirst(), chain).map { $0 - $1 } }
    fractions = energies.map { Convergence.eBFMI(energies: $0) }
  }

  /// The energies of draws; nil where no Markov chain made them.
  public init?(_ draws: Draws) {
    self.init(energies: draws.statistics.map { $0.map(\.energy) })
  }
}
