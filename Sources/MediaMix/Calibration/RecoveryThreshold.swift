internal import MediaMixInference

/// What the interval of a channel must begin above, so that the channel counts as told from nothing.
///
/// It is the k-th largest lower end of the intervals in n worlds in which the channel does nothing. That
/// of one more such world is as likely to be the largest of it and these as any of them. The probability
/// that at most k − 1 of n exceed it is k/(n + 1), whatever the distribution (Barnard 1963, discussion of
/// "The spectral analysis of point processes", Journal of the Royal Statistical Society B 25, 294): k is
/// the largest for which that is at most ``Recovery/Channel/significance``.
///
/// The threshold is random as these worlds are, and few of them decide it. How much of the distribution
/// of lower ends is above it has the distribution Beta(k, n + 1 − k), again whatever that distribution
/// is. The quantiles of those that were seen therefore say where the threshold would be in other
/// simulations: the bootstrap of an order statistic, of which there is an exact one (Hutson and Ernst
/// 2000, "The exact bootstrap mean and variance of an L-estimator", Journal of the Royal Statistical
/// Society B 62, 89–94), without random numbers. Where k is 1 half of all simulations have a larger
/// threshold than this one, which numbers from among the n would deny: there the j-th largest stands for
/// the quantile of 1 − j/(n + 1), and a number beyond the largest, as far from it as the second, for what
/// none of n worlds reached.
struct RecoveryThreshold: Sendable {
  /// The number to exceed.
  let value: Double
  /// Where the threshold might be, descending.
  private let places: [Double]
  /// How probable each place is.
  private let probabilities: [Double]

  /// - Parameter lowerEnds: of the intervals in worlds in which the channel does nothing; fewer than 19
  ///   have no threshold.
  init?(lowerEnds: [Double]) {
    let count = Double(lowerEnds.count)
    // The product of 0.05 and 20 must count as 1.
    let rank = Int(Recovery.Channel.significance * (count + 1) + 1e-9)
    guard rank >= 1 else { return nil }
    let ends = lowerEnds.sorted(by: >)
    value = ends[rank - 1]
    let isLargest = rank == 1
    places = isLargest ? [2 * ends[0] - ends[1]] + ends : ends
    let tails = places.indices.map { place in
      isLargest ? (Double(place) + 0.5) / (count + 1) : Double(place + 1) / count
    }
    let below = tails.dropLast().map { tail in
      SpecialFunctions.regularizedBeta(Double(rank), count + 1 - Double(rank), tail)
    }
    probabilities = zip(below + [1], [0] + below).map { $0 - $1 }
  }

  /// How many of some lower ends, one or more, are above the threshold.
  func exceeded(by lowerEnds: [Double]) -> Recovery.Proportion {
    Recovery.Proportion(
      count: lowerEnds.count { $0 > value }, total: lowerEnds.count,
      criterionVariance: variance(ofShareOf: lowerEnds))
  }

  /// The variance, by the threshold's, of the share of lower ends above it.
  private func variance(ofShareOf lowerEnds: [Double]) -> Double {
    let ends = lowerEnds.sorted(by: >)
    var above = 0
    let shares = places.map { place in
      while above < ends.count, ends[above] > place { above += 1 }
      return Double(above) / Double(ends.count)
    }
    let mean = zip(probabilities, shares).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(probabilities, shares).reduce(0) {
      $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean)
    }
  }
}
