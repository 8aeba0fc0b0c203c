/// A path that can be followed forward and backward in time, and what doubling needs to know of it.
///
/// Nothing here speaks of momentum or energy: the same doubling runs over a Hamiltonian trajectory
/// when sampling and over the integers when detailed balance is tested.
package protocol Trajectory {
  /// A handle of one point on the path.
  associatedtype Point
  /// A candidate for the next state, or a distribution over such candidates.
  associatedtype Proposal

  /// The neighbour of `point`, one step later (`forward`) or earlier.
  mutating func step(from point: Point, forward: Bool) -> Point

  /// The proposal and log weight of a freshly reached point; nil where the path diverges.
  mutating func visit(_ point: Point) -> (proposal: Proposal, logWeight: Double)?

  /// `candidate` with probability exp(`logProbability`), otherwise `current`.
  mutating func choose(
    _ candidate: Proposal, over current: Proposal, logProbability: Double
  ) -> Proposal

  /// Whether two adjacent stretches of the path, joined, turn back on themselves.
  mutating func turns(joining earlier: Stretch<Point>, with later: Stretch<Point>) -> Bool
}

/// A contiguous part of a path: its two ends in time.
package struct Stretch<Point> {
  /// The earliest point.
  package var first: Point
  /// The latest point.
  package var last: Point

  /// The stretch between two points.
  package init(first: Point, last: Point) {
    self.first = first
    self.last = last
  }
}

extension Stretch: Equatable where Point: Equatable {}
extension Stretch: Hashable where Point: Hashable {}
extension Stretch: Sendable where Point: Sendable {}

/// Why a trajectory grew no further.
package enum Termination: Sendable, Hashable {
  /// It turned back on itself: the intended end.
  case turned
  /// The integrator left the level set.
  case diverged
  /// It reached the maximum depth without turning.
  case saturated
}

/// What a doubled trajectory ends with.
package struct DoublingResult<Proposal> {
  /// The next state.
  package var proposal: Proposal
  /// Number of doublings tried.
  package var depth: Int
  /// Why it ended.
  package var termination: Termination
}

extension Trajectory {
  /// The next state of multinomial NUTS: doubles the trajectory around `start` until it turns,
  /// diverges or has been doubled `maximumDepth` times.
  ///
  /// Within a subtree, proposals are chosen in proportion to their weights; between the trajectory
  /// and its newest half, the newest is favoured (biased progressive sampling). The turning test is
  /// the caller's. Betancourt 2017, "A Conceptual Introduction to Hamiltonian Monte Carlo",
  /// appendix A.3.
  ///
  /// - Parameters:
  ///   - start: the present state.
  ///   - proposal: the present state as a proposal, with weight `logWeight`.
  package mutating func double(
    from start: Point, proposal: Proposal, logWeight: Double, directions: Directions,
    maximumDepth: Int
  ) -> DoublingResult<Proposal> {
    var directions = directions
    var tree = Subtree<Self>(
      stretch: Stretch(first: start, last: start), proposal: proposal, logWeight: logWeight)
    for depth in 0..<maximumDepth {
      let forward = directions.next()
      let end = forward ? tree.stretch.last : tree.stretch.first
      switch grow(from: end, forward: forward, depth: depth) {
      case .failure(let failure):
        return DoublingResult(
          proposal: tree.proposal, depth: depth + 1, termination: failure.termination)
      case .success(let half):
        tree.proposal = choose(
          half.proposal, over: tree.proposal,
          logProbability: min(0, half.logWeight - tree.logWeight))
        let (earlier, later) = forward ? (tree.stretch, half.stretch) : (half.stretch, tree.stretch)
        if turns(joining: earlier, with: later) {
          return DoublingResult(proposal: tree.proposal, depth: depth + 1, termination: .turned)
        }
        tree.stretch = Stretch(first: earlier.first, last: later.last)
        tree.logWeight = logAddExp(tree.logWeight, half.logWeight)
      }
    }
    return DoublingResult(proposal: tree.proposal, depth: maximumDepth, termination: .saturated)
  }

  /// A subtree of 2^`depth` new points beyond `point`, unless one of its own subtrees turns or
  /// diverges, which makes the whole of it unusable.
  private mutating func grow(
    from point: Point, forward: Bool, depth: Int
  ) -> Result<Subtree<Self>, GrowthFailure> {
    if depth == 0 {
      let next = step(from: point, forward: forward)
      guard let (proposal, logWeight) = visit(next) else { return .failure(.diverged) }
      return .success(
        Subtree(
          stretch: Stretch(first: next, last: next), proposal: proposal, logWeight: logWeight))
    }
    let near: Subtree<Self>
    switch grow(from: point, forward: forward, depth: depth - 1) {
    case .failure(let failure): return .failure(failure)
    case .success(let subtree): near = subtree
    }
    let far: Subtree<Self>
    let end = forward ? near.stretch.last : near.stretch.first
    switch grow(from: end, forward: forward, depth: depth - 1) {
    case .failure(let failure): return .failure(failure)
    case .success(let subtree): far = subtree
    }
    let (earlier, later) = forward ? (near.stretch, far.stretch) : (far.stretch, near.stretch)
    if turns(joining: earlier, with: later) { return .failure(.turned) }
    let logWeight = logAddExp(near.logWeight, far.logWeight)
    let proposal = choose(
      far.proposal, over: near.proposal, logProbability: far.logWeight - logWeight)
    return .success(
      Subtree(
        stretch: Stretch(first: earlier.first, last: later.last), proposal: proposal,
        logWeight: logWeight))
  }
}

/// A balanced binary tree of consecutive points.
private struct Subtree<T: Trajectory> {
  var stretch: Stretch<T.Point>
  var proposal: T.Proposal
  var logWeight: Double
}

/// Why a subtree cannot be used.
private enum GrowthFailure: Error {
  case turned, diverged

  var termination: Termination { self == .turned ? .turned : .diverged }
}

/// log(eᵃ + eᵇ) of log weights, either of which may be −∞.
private func logAddExp(_ a: Double, _ b: Double) -> Double {
  let (larger, smaller) = a > b ? (a, b) : (b, a)
  guard larger > -.infinity else { return larger }
  return larger + VectorMath.log1p(VectorMath.exp(smaller - larger))
}
