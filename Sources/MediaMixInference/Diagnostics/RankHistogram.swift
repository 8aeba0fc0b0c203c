/// How the draws of each chain rank among the draws of all: what a rank plot shows (Vehtari, Gelman,
/// Simpson, Carpenter and Bürkner 2021, "Rank-normalization, folding, and localization: An improved R̂
/// for assessing convergence of MCMC", Bayesian Analysis 16(2), section 4.4).
///
/// Of chains that agree, all bins of a chain hold about as many draws. A chain that is too high, too low,
/// too wide or too narrow shows a slope, a hollow or a hill.
public struct RankHistogram: Sendable, Hashable {
  /// How many draws of each chain have their rank in each bin, `[chain, bin]`.
  ///
  /// Bins hold equal numbers of ranks, the lowest first. Equal draws share the mean of their ranks, and
  /// so a bin.
  public let counts: [[Int]]
  /// How many draws each bin would hold if all held as many: draws per chain over bins.
  public let expectedCount: Double
  /// How many ranks lie below each bin and, last, in all bins: bin `b` holds the ranks from
  /// `edges[b] + 1` to `edges[b + 1]`; `[bin + 1]`.
  public let edges: [Int]

  /// The histogram of one scalar's draws.
  ///
  /// - Parameters:
  ///   - chains: `[chain, draw]`, all chains of equal length.
  ///   - bins: how many, ≥ 1.
  /// - Returns: nil where there is no draw, or one that is not finite.
  public init?(chains: [[Double]], bins: Int = 20) {
    precondition(bins >= 1, "a histogram without bins")
    guard let ranks = Self.ranks(chains: chains), let first = ranks.first else { return nil }
    let count = ranks.count * first.count
    let total = Double(count)
    counts = ranks.map { chain in
      chain.reduce(into: Array(repeating: 0, count: bins)) { counts, rank in
        counts[Int((rank - 0.5) * Double(bins) / total)] += 1
      }
    }
    expectedCount = Double(first.count) / Double(bins)
    // The ranks r with (r − 1/2) · bins / count < bin, counted in whole numbers.
    edges = (0...bins).map { (2 * $0 * count + bins - 1) / (2 * bins) }
  }

  /// The rank of each draw among those of all chains, from 1 to their number; equal draws share the mean
  /// of their ranks.
  ///
  /// - Parameter chains: `[chain, draw]`, all chains of equal length.
  /// - Returns: `[chain, draw]`; nil where there is no draw, or one that is not finite.
  public static func ranks(chains: [[Double]]) -> [[Double]]? {
    let drawCount = chains.first?.count ?? 0
    precondition(
      chains.allSatisfy { $0.count == drawCount }, "Every chain needs the same number of draws.")
    guard drawCount > 0, chains.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    var ranks = chains
    RankedDraws.ascending(Array(chains.joined())).forEachTie { entries, doubledRank in
      for entry in entries {
        ranks[entry.position / drawCount][entry.position % drawCount] = Double(doubledRank) / 2
      }
    }
    return ranks
  }
}
