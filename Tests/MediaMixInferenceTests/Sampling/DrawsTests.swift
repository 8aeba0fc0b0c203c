import MediaMixInference
import Testing

@Suite("Draws")
struct DrawsTests {
  private let layout = ParameterLayout([
    Parameter("a"), Parameter("b", axes: [ParameterAxis("place", count: 2)]),
  ])

  /// 3 chains of 40 draws; every number and every energy says which draw it is of.
  private var sampled: Draws {
    let statistics = (0..<3).map { chain in
      (0..<40).map { draw in
        TransitionStatistics(
          acceptance: 1, stepSize: 1, treeDepth: 1, leapfrogSteps: 1, diverging: false,
          saturated: false, energy: Double(40 * chain + draw), logDensity: 0)
      }
    }
    return Draws(layout: layout, values: values, statistics: statistics)
  }

  private var values: [Double] {
    (0..<120).flatMap { draw in (0..<3).map { Double(draw) + 0.25 * Double($0) } }
  }

  @Test("Draws without statistics have the shape that their values have")
  func withoutStatistics() {
    let draws = Draws(layout: layout, values: values, chainCount: 3)
    #expect(draws.chainCount == 3 && draws.drawCount == 40)
    #expect(draws.statistics.isEmpty)
    #expect(draws.chains(of: 1) == sampled.chains(of: 1))
    #expect(draws.chains(of: 2)[1][0] == 40.5)
    #expect(Array(draws.draw(119)) == [119, 119.25, 119.5])
    #expect(Draws(layout: layout, values: [], chainCount: 1).drawCount == 0)
  }

  @Test("A subset: so many different draws, in order, whole and with their statistics")
  func thinning() throws {
    for count in [1, 17, 119, 120] {
      let thin = try sampled.thinned(to: count, seed: 4)
      #expect(thin.chainCount == 1 && thin.drawCount == count)
      let kept = thin.chains(of: 0)[0]
      #expect(zip(kept, kept.dropFirst()).allSatisfy { $0 < $1 })
      #expect(thin.chains(of: 2)[0] == kept.map { $0 + 0.5 })
      #expect(thin.statistics[0].map(\.energy) == kept)
      let bare = try Draws(layout: layout, values: values, chainCount: 3)
        .thinned(to: count, seed: 4)
      #expect(bare.values == thin.values && bare.statistics.isEmpty)
    }
    #expect(try sampled.thinned(to: 17, seed: 4) == sampled.thinned(to: 17, seed: 4))
    #expect(try sampled.thinned(to: 17, seed: 4) != sampled.thinned(to: 17, seed: 5))
  }

  @Test("Every draw is kept equally often")
  func fairness() throws {
    var counts = [Int](repeating: 0, count: 120)
    for seed in 0..<4000 {
      for draw in try sampled.thinned(to: 30, seed: UInt64(seed)).chains(of: 0)[0] {
        counts[Int(draw)] += 1
      }
    }
    // 1000 each, with a standard deviation of √(4000 · ¼ · ¾) = 27.4.
    #expect(counts.allSatisfy { abs($0 - 1000) < 4 * 28 })
  }

  @Test("Fewer than one draw, or more than there are, is refused", arguments: [0, -1, 121])
  func refused(count: Int) {
    #expect(throws: DrawsError.invalidCount(count, available: 120)) {
      try sampled.thinned(to: count, seed: 1)
    }
    #expect(
      DrawsError.invalidCount(121, available: 120).description
        == "cannot keep 121 of 120 draws; keep from 1 to 120")
  }
}
