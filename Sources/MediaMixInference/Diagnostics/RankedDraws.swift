/// Draws sorted once, from which their ranks, and the ranks of their distances from the median,
/// follow.
struct RankedDraws {
  /// A draw and where it lies in ``SplitChains/values``.
  struct Entry {
    let value: Double
    let position: Int
  }

  private let chains: SplitChains
  /// The draws of the half chains, ascending.
  private let ascending: [Entry]
  private let scores: NormalScores
  /// All draws, ascending.
  let sorted: SortedSample

  /// Sorts the draws.
  init(_ chains: SplitChains) {
    self.chains = chains
    let entries = Self.ascending(chains.values)
    sorted = SortedSample(ascending: entries.map(\.value))
    ascending =
      chains.drawCount % 2 == 0 ? entries : entries.filter { chains.isInHalf($0.position) }
    scores = NormalScores(count: chains.splitCount)
  }

  /// The draws in ascending order, each with its place among `values`.
  static func ascending(_ values: [Double]) -> [Entry] {
    values.indices.map { Entry(value: values[$0], position: $0) }.sorted { $0.value < $1.value }
  }

  /// Every draw replaced by the normal score of its rank: Vehtari et al. (2021), section 4.1.
  func normalScores() -> SplitChains { normalScores(of: ascending) }

  /// The normal scores of |draw − median|: Vehtari et al. (2021), section 4.
  ///
  /// The median is that of the half chains. Sorted draws come with their distances in two sorted
  /// runs, left and right of the median, so merging them sorts the distances.
  func foldedNormalScores() -> SplitChains {
    let middle = ascending.count / 2
    let median = (ascending[middle - 1].value + ascending[middle].value) / 2
    var folded: [Entry] = []
    folded.reserveCapacity(ascending.count)
    var below = middle - 1
    var above = middle
    while below >= 0 || above < ascending.count {
      let left = below >= 0 ? median - ascending[below].value : .infinity
      let right = above < ascending.count ? ascending[above].value - median : .infinity
      if below >= 0 && (left <= right || above == ascending.count) {
        folded.append(Entry(value: left, position: ascending[below].position))
        below -= 1
      } else {
        folded.append(Entry(value: right, position: ascending[above].position))
        above += 1
      }
    }
    return normalScores(of: folded)
  }

  /// Equal values share the mean of their ranks.
  private func normalScores(of ascending: [Entry]) -> SplitChains {
    var values = [Double](repeating: 0, count: chains.values.count)
    ascending.forEachTie { entries, doubledRank in
      let score = scores[doubledRank: doubledRank]
      for entry in entries { values[entry.position] = score }
    }
    return chains.replacing(values)
  }
}

extension [RankedDraws.Entry] {
  /// Calls `body` with every run of equal values, in ascending order, and twice the mean of their
  /// ranks, which count from 1.
  func forEachTie(_ body: (_ entries: ArraySlice<RankedDraws.Entry>, _ doubledRank: Int) -> Void) {
    var start = 0
    while start < count {
      var end = start + 1
      while end < count && self[end].value == self[start].value { end += 1 }
      body(self[start..<end], start + 1 + end)
      start = end
    }
  }
}

/// Φ⁻¹((rank − 3/8) / (count + 1/4)), the normal scores of Blom (1958).
struct NormalScores {
  private let count: Int
  /// The scores of ranks 1 … count/2; those of the upper half are their negatives.
  private let lower: [Double]

  /// The scores of `count` ranks.
  init(count: Int) {
    self.count = count
    lower = (0..<(count / 2)).map { Self.score(rank: Double($0 + 1), count: count) }
  }

  /// The score of rank `doubledRank` / 2; ties have ranks halfway between whole ones.
  subscript(doubledRank doubledRank: Int) -> Double {
    let mirrored = 2 * (count + 1) - doubledRank
    if doubledRank > mirrored { return -self[doubledRank: mirrored] }
    if doubledRank == mirrored { return 0 }
    if doubledRank % 2 == 0 { return lower[doubledRank / 2 - 1] }
    return Self.score(rank: Double(doubledRank) / 2, count: count)
  }

  private static func score(rank: Double, count: Int) -> Double {
    SpecialFunctions.normalQuantile((rank - 0.375) / (Double(count) + 0.25))
  }
}
