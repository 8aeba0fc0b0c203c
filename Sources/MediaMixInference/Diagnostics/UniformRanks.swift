/// What ranks look like that are independent and uniform on 0 … L: bands in which their empirical
/// distribution lies as a whole, and how rarely one strays as far as a given one.
///
/// Säilynoja, Bürkner and Vehtari 2022, "Graphical test for discrete uniformity and its applications in
/// goodness-of-fit evaluation and multiple sample comparison", Statistics and Computing 32. How many
/// of N ranks are at most r is binomial with probability (r + 1)/(L + 1). The statistic is the least
/// likely of these counts, γ = minᵣ 2 min(P(X ≤ x), P(X ≥ x)); bands are the counts whose own γ is
/// large enough.
///
/// Probabilities are exact, not simulated: counts of multinomial ranks are Poisson counts given their
/// sum, so that all of them stay within bounds with a probability that one pass through the ranks
/// adds up.
public struct UniformRanks: Sendable {
  /// Which counts of ranks at most r lie in a band.
  public struct Band: Sendable, Hashable {
    /// The smallest count, `[r]` for r from 0 to L − 1: all N ranks are at most L.
    public let lower: [Int]
    /// The largest count, `[r]`.
    public let upper: [Int]
  }

  /// The number of ranks, N.
  public let count: Int
  /// The largest possible rank, L.
  public let largest: Int
  /// P(X ≤ x) of the count X of ranks at most r, `[r][x]`.
  private let distribution: [[Double]]
  /// e^−λ λᵈ/d! for λ = N/(L + 1), `[d]`.
  private let weights: [Double]
  /// The same for λ = N and d = N.
  private let weightOfAll: Double

  /// Ranks to compare with.
  ///
  /// - Parameters:
  ///   - count: how many, ≥ 1.
  ///   - largest: the largest possible, ≥ 1.
  public init(count: Int, largest: Int) {
    precondition(count >= 1 && largest >= 1, "no ranks")
    self.count = count
    self.largest = largest
    let logFactorials = (0...count).map { SpecialFunctions.logGamma(Double($0) + 1) }
    let values = Double(largest + 1)
    distribution = (0..<largest).map { rank in
      let share = Double(rank + 1) / values
      let (logShare, logRest) = (VectorMath.log(share), VectorMath.log(1 - share))
      var sum = 0.0
      return (0...count).map { x in
        sum += VectorMath.exp(
          logFactorials[count] - logFactorials[x] - logFactorials[count - x]
            + Double(x) * logShare + Double(count - x) * logRest)
        return min(sum, 1)
      }
    }
    let mean = Double(count) / values
    weights = (0...count).map {
      VectorMath.exp(Double($0) * VectorMath.log(mean) - mean - logFactorials[$0])
    }
    let all = Double(count)
    weightOfAll = VectorMath.exp(all * VectorMath.log(all) - all - logFactorials[count])
  }

  /// The narrowest band of this kind that holds all counts with a probability of at least `coverage`,
  /// in (0, 1).
  public func band(coverage: Double = 0.95) -> Band {
    precondition(coverage > 0 && coverage < 1, "an impossible coverage")
    // By Bonferroni's inequality the first is wide enough.
    var (wide, narrow) = ((1 - coverage) / Double(largest), 2.0)
    while narrow - wide > 1e-10 * wide {
      let middle = 0.5 * (wide + narrow)
      if middle == wide || middle == narrow { break }
      if probability(ofAtLeast: middle) >= coverage { wide = middle } else { narrow = middle }
    }
    let lower = lowerBounds(wide)
    return Band(lower: lower, upper: lower.reversed().map { count - $0 })
  }

  /// The probability that the empirical distribution of uniform ranks strays as far as that of `ranks`
  /// or farther, in (0, 1]: a p-value.
  ///
  /// - Parameter ranks: N of them, each from 0 to L.
  public func tailProbability(of ranks: [Int]) -> Double {
    let statistic = statistic(of: cumulativeCounts(of: ranks))
    // Counts of the same γ by another way must not be left out for their rounding.
    let within = probability(ofAtLeast: statistic * (1 + 1e-9))
    // The tail that is the statistic's own is a part of all that stray as far: exact where the
    // difference from one is all rounding.
    return min(1, max(1 - within, 0.5 * statistic, .leastNormalMagnitude))
  }

  /// How many of `ranks` are at most r, `[r]` for r from 0 to L − 1.
  ///
  /// - Parameter ranks: N of them, each from 0 to L.
  public func cumulativeCounts(of ranks: [Int]) -> [Int] {
    precondition(ranks.count == count, "another number of ranks")
    precondition(ranks.allSatisfy { (0...largest).contains($0) }, "an impossible rank")
    var counts = Array(repeating: 0, count: largest + 1)
    for rank in ranks { counts[rank] += 1 }
    var sum = 0
    return counts.dropLast().map { own in
      sum += own
      return sum
    }
  }

  /// γ, up to 2.
  private func statistic(of counts: [Int]) -> Double {
    counts.enumerated().reduce(2) { least, place in
      let (rank, x) = place
      // At least x at most r is at most N − x above r, which is as likely as that at the mirrored r.
      let above = distribution[largest - 1 - rank][count - x]
      return min(least, 2 * distribution[rank][x], 2 * above)
    }
  }

  /// The smallest count at each rank whose own lower tail is at least γ/2.
  private func lowerBounds(_ gamma: Double) -> [Int] {
    distribution.map { tails in
      var (low, high) = (0, count)
      while low < high {
        let middle = (low + high) / 2
        if 2 * tails[middle] >= gamma { high = middle } else { low = middle + 1 }
      }
      return low
    }
  }

  /// The probability that uniform ranks have a statistic of at least γ.
  private func probability(ofAtLeast gamma: Double) -> Double {
    let lower = lowerBounds(gamma)
    // Of the Poisson counts so far, from `first` on, inside the bounds at all ranks so far.
    var (first, masses) = (0, [1.0])
    for rank in 0..<largest {
      let (low, high) = (lower[rank], count - lower[largest - 1 - rank])
      guard max(low, first) <= high else { return 0 }
      var next = Array(repeating: 0.0, count: high - low + 1)
      for x in max(low, first)...high {
        for before in first...min(x, first + masses.count - 1) {
          next[x - low] += masses[before - first] * weights[x - before]
        }
      }
      (first, masses) = (low, next)
    }
    let all = masses.indices.reduce(0.0) { $0 + masses[$1] * weights[count - first - $1] }
    return all / weightOfAll
  }
}
