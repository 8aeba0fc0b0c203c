import MediaMixInference
import Testing

/// A path over the integers with prescribed weights, whose proposals are whole distributions: each
/// transition probability comes out exactly, with nothing sampled.
private struct IntegerTrajectory: Trajectory {
  /// Log weights of the points 0, 1, …; beyond them the path diverges.
  var logWeights: [Double]
  /// Stretches that turn back.
  var turning: Set<Stretch<Int>>
  var visited: [Int] = []

  mutating func step(from point: Int, forward: Bool) -> Int { forward ? point + 1 : point - 1 }

  mutating func visit(_ point: Int) -> (proposal: [Int: Double], logWeight: Double)? {
    visited.append(point)
    guard logWeights.indices.contains(point) else { return nil }
    return ([point: 1], logWeights[point])
  }

  mutating func choose(
    _ candidate: [Int: Double], over current: [Int: Double], logProbability: Double
  ) -> [Int: Double] {
    let p = VectorMath.exp(logProbability)
    return candidate.mapValues { $0 * p }
      .merging(current.mapValues { $0 * (1 - p) }, uniquingKeysWith: +)
  }

  mutating func turns(joining earlier: Stretch<Int>, with later: Stretch<Int>) -> Bool {
    turning.contains(Stretch(first: earlier.first, last: later.last))
  }

  /// P(start → ·), all directions equally likely.
  func transition(from start: Int, maximumDepth: Int) -> [Int: Double] {
    let patterns = 1 << maximumDepth
    var probabilities: [Int: Double] = [:]
    for bits in 0..<patterns {
      var trajectory = self
      let result = trajectory.double(
        from: start, proposal: [start: 1], logWeight: logWeights[start],
        directions: Directions(bits: UInt32(bits)), maximumDepth: maximumDepth)
      for (point, p) in result.proposal {
        probabilities[point, default: 0] += p / Double(patterns)
      }
    }
    return probabilities
  }
}

@Suite("Doubling")
struct DoublingTests {
  @Test("Every direction enumerated, the target is left invariant", arguments: 0..<40)
  func invariance(seed: Int) {
    var random = RandomStream(seed: UInt64(seed), purpose: .simulation, index: 0)
    let count = 24
    let logWeights = (0..<count).map { _ in 2 * random.normal() }
    // A turning rule that is any function of the stretch, the only thing the proof asks for.
    var turning: Set<Stretch<Int>> = []
    for first in 0..<count {
      for last in first + 1..<max(count, first + 2) where random.uniform() < 0.15 {
        turning.insert(Stretch(first: first, last: last))
      }
    }
    let trajectory = IntegerTrajectory(logWeights: logWeights, turning: turning)
    let total = logWeights.reduce(0) { $0 + VectorMath.exp($1) }
    var arriving = Array(repeating: 0.0, count: count)
    for start in 0..<count {
      let row = trajectory.transition(from: start, maximumDepth: 4)
      #expect(abs(row.values.reduce(0, +) - 1) < 1e-12)
      for (point, p) in row { arriving[point] += VectorMath.exp(logWeights[start]) / total * p }
    }
    for point in 0..<count {
      let weight = VectorMath.exp(logWeights[point]) / total
      #expect(abs(arriving[point] - weight) < 1e-12 * max(1, weight))
    }
  }

  @Test("With equal weights each pair of points is in detailed balance", arguments: 0..<20)
  func detailedBalance(seed: Int) {
    var random = RandomStream(seed: UInt64(seed), purpose: .simulation, index: 1)
    let count = 20
    var turning: Set<Stretch<Int>> = []
    for first in 0..<count {
      for last in first + 1..<max(count, first + 2) where random.uniform() < 0.2 {
        turning.insert(Stretch(first: first, last: last))
      }
    }
    let trajectory = IntegerTrajectory(
      logWeights: Array(repeating: 0, count: count), turning: turning)
    let rows = (0..<count).map { trajectory.transition(from: $0, maximumDepth: 4) }
    for i in 0..<count {
      for j in 0..<count { #expect(abs(rows[i][j, default: 0] - rows[j][i, default: 0]) < 1e-12) }
    }
  }

  @Test("A rule that depends on where the trajectory began is caught")
  func brokenRuleIsCaught() {
    // From an even point every stretch turns, from an odd one none does.
    let logWeights = (0..<16).map { Double($0 % 3) }
    let everything = Set(
      (0..<16).flatMap { first in (first..<16).map { Stretch(first: first, last: $0) } })
    let total = logWeights.reduce(0) { $0 + VectorMath.exp($1) }
    var arriving = Array(repeating: 0.0, count: 16)
    for start in 0..<16 {
      let row = IntegerTrajectory(
        logWeights: logWeights, turning: start % 2 == 0 ? everything : []
      ).transition(from: start, maximumDepth: 3)
      for (point, p) in row { arriving[point] += VectorMath.exp(logWeights[start]) / total * p }
    }
    let error = zip(arriving, logWeights).map { abs($0 - VectorMath.exp($1) / total) }.max() ?? 0
    #expect(error > 1e-3)
  }

  @Test("A trajectory visits 2^depth − 1 new points, side by side")
  func visits() {
    var trajectory = IntegerTrajectory(
      logWeights: Array(repeating: 0, count: 64), turning: [])
    let result = trajectory.double(
      from: 32, proposal: [32: 1], logWeight: 0, directions: Directions(bits: 0b01011),
      maximumDepth: 5)
    #expect(result.termination == .saturated)
    #expect(result.depth == 5)
    let all = (trajectory.visited + [32]).sorted()
    #expect(all == Array(all[0]..<all[0] + 32))
  }

  @Test("Divergence and turning end a trajectory and keep earlier proposals")
  func endings() {
    var atEdge = IntegerTrajectory(logWeights: [0, 0, 0], turning: [])
    let diverged = atEdge.double(
      from: 2, proposal: [2: 1], logWeight: 0, directions: Directions(bits: .max), maximumDepth: 5)
    #expect(diverged.termination == .diverged)
    #expect(diverged.proposal == [2: 1])
    var turner = IntegerTrajectory(
      logWeights: Array(repeating: 0, count: 9), turning: [Stretch(first: 0, last: 1)])
    let turned = turner.double(
      from: 0, proposal: [0: 1], logWeight: 0, directions: Directions(bits: .max), maximumDepth: 5)
    #expect(turned.termination == .turned)
    #expect(turned.depth == 1)
    #expect(turned.proposal == [0: 0, 1: 1])
  }

  @Test("Directions are read from the lowest bit and are fair")
  func directions() {
    var directions = Directions(bits: 0b0110)
    #expect(
      [directions.next(), directions.next(), directions.next(), directions.next()]
        == [false, true, true, false])
    var random = RandomStream(seed: 3, purpose: .chain, index: 0)
    var forward = Array(repeating: 0, count: 10)
    for _ in 0..<4000 {
      var drawn = Directions(using: &random)
      for depth in 0..<10 where drawn.next() { forward[depth] += 1 }
    }
    for count in forward { #expect(abs(count - 2000) < 160) }
  }
}
