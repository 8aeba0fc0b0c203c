/// Why a subset of draws could not be taken.
public enum DrawsError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Fewer than one draw is asked for, or more than there are.
  case invalidCount(Int, available: Int)

  /// What is wrong and what to do about it, without a full stop.
  public var description: String {
    switch self {
    case .invalidCount(let count, let available):
      "cannot keep \(count) of \(available) draws; keep from 1 to \(available)"
    }
  }
}

extension Draws {
  /// A random subset of all draws, without replacement and in their order, as one chain, with their
  /// statistics where there are any.
  ///
  /// What takes long for every draw takes less for fewer. Judge convergence before: one chain of
  /// scattered draws tells nothing of it.
  ///
  /// - Parameters:
  ///   - count: how many draws to keep, from 1 to all.
  ///   - seed: the same seed keeps the same draws.
  /// - Throws: ``DrawsError/invalidCount(_:available:)``.
  public func thinned(to count: Int, seed: UInt64) throws(DrawsError) -> Draws {
    let total = chainCount * drawCount
    guard count >= 1 && count <= total else { throw .invalidCount(count, available: total) }
    var random = RandomStream(seed: seed, purpose: .thinning, index: 0)
    var kept: [Int] = []
    kept.reserveCapacity(count)
    // Every draw with the probability missing / left: Knuth 1997, "The Art of Computer
    // Programming", volume 2, algorithm 3.4.2 S.
    for index in 0..<total
    where random.uniform() * Double(total - index) < Double(count - kept.count) {
      kept.append(index)
    }
    let values = kept.flatMap { draw($0) }
    guard !statistics.isEmpty else { return Draws(layout: layout, values: values, chainCount: 1) }
    return Draws(
      layout: layout, values: values,
      statistics: [kept.map { statistics[$0 / drawCount][$0 % drawCount] }])
  }
}
