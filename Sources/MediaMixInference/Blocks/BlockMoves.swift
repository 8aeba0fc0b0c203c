/// Independence Metropolis steps of blocks of coordinates, a remedy for pockets: places that a
/// trajectory enters and leaves through a narrow passage, and a proposal jumps into and out of.
///
/// Each block has a proposal distribution that was made of warm-up's draws and is frozen since, so
/// that every step leaves the density invariant (Tierney 1994, "Markov chains for exploring posterior
/// distributions", Annals of Statistics 22, section 2.3.3).
package struct BlockMoves: Sendable {
  /// One block: which coordinates, and where they may go.
  private struct Block: Sendable {
    let coordinates: [Int]
    let proposal: BlockProposal
    var candidate: [Double]
    var current: [Double]

    /// Draws a candidate; log q(current) − log q(candidate).
    mutating func propose(using random: inout RandomStream) -> Double {
      let proposal = proposal
      var target = candidate.mutableSpan
      proposal.sample(using: &random, into: &target)
      return proposal.logDensity(at: current.span) - proposal.logDensity(at: candidate.span)
    }

    func put(_ values: [Double], into position: inout [Double]) {
      for (value, coordinate) in zip(values, coordinates) { position[coordinate] = value }
    }
  }

  private var blocks: [Block]
  private let sweeps: Int
  private var random: RandomStream

  /// Moves of `blocks`, each by its own proposal.
  ///
  /// - Parameters:
  ///   - sweeps: how many times a sweep tries every block, ≥ 1.
  package init(
    _ blocks: [(coordinates: [Int], proposal: BlockProposal)], sweeps: Int, random: RandomStream
  ) {
    self.blocks = blocks.map {
      let zeros = Array(repeating: 0.0, count: $0.coordinates.count)
      return Block(
        coordinates: $0.coordinates, proposal: $0.proposal, candidate: zeros, current: zeros)
    }
    self.sweeps = sweeps
    self.random = random
  }

  /// Tries every block, in turn.
  ///
  /// - Parameters:
  ///   - position: `[dimension]`.
  ///   - logDensity: there.
  ///   - density: the log density anywhere, `[dimension]`.
  /// - Returns: whether `position` is now another place.
  mutating func sweep(
    _ position: inout [Double], logDensity: Double, of density: ([Double]) -> Double
  ) -> Bool {
    var present = logDensity
    var hasMoved = false
    for _ in 0..<sweeps {
      for index in blocks.indices where step(index, &position, &present, density) {
        hasMoved = true
      }
    }
    return hasMoved
  }

  /// One Metropolis–Hastings step of a block; whether it was taken.
  private mutating func step(
    _ index: Int, _ position: inout [Double], _ present: inout Double,
    _ density: ([Double]) -> Double
  ) -> Bool {
    for (i, coordinate) in blocks[index].coordinates.enumerated() {
      blocks[index].current[i] = position[coordinate]
    }
    let correction = blocks[index].propose(using: &random)
    blocks[index].put(blocks[index].candidate, into: &position)
    let proposed = density(position)
    let logRatio = proposed - present + correction
    // A uniform number is drawn either way, so that the stream does not depend on the outcome.
    guard VectorMath.log(random.uniform()) < logRatio else {
      blocks[index].put(blocks[index].current, into: &position)
      return false
    }
    present = proposed
    return true
  }
}
