import MediaMixInference
import Testing

@Suite("Convergence report")
struct ConvergenceReportTests {
  func summary(
    mean: Double = 1, sd: Double = 1, bulk: Double = 2000, tail: Double = 2000, rHat: Double = 1
  ) -> ScalarSummary {
    ScalarSummary(
      mean: mean, sd: sd, median: 1, q5: 0, q95: 2, mcseMean: 0.01, essBulk: bulk, essTail: tail,
      rHat: rHat)
  }

  func warnings(
    _ parameters: [(name: String, summary: ScalarSummary)],
    _ configuration: SamplerConfiguration = SamplerConfiguration(), divergences: Int = 0,
    saturatedTrees: Int = 0, energyFractions: [Double] = [1, 1, 1, 1]
  ) -> [ConvergenceWarning] {
    ConvergenceReport(
      parameters: parameters, configuration: configuration, divergences: divergences,
      saturatedTrees: saturatedTrees, energyFractions: energyFractions
    ).warnings
  }

  @Test("A good run has no warning, not even at the limits")
  func clean() {
    let atLimits = summary(bulk: 400, tail: 400, rHat: 1.01)
    let report = ConvergenceReport(
      parameters: [("a", summary()), ("b", atLimits)], configuration: SamplerConfiguration(),
      divergences: 0, saturatedTrees: 0, energyFractions: [0.3, .nan, 1, 1])
    #expect(report.isClean)
  }

  @Test("R-hat: the worst five of seven, worst first, with numbers and advice")
  func rHat() throws {
    let values = [1.02, 1.0, 1.5, 1.0101, 1.3, 1.04, 1.05, 1.03]
    let parameters = values.enumerated().map { ("p\($0.offset)", summary(rHat: $0.element)) }
    let found = warnings(parameters)
    #expect(found.count == 1)
    guard case .highRHat(let worst, 7, 1.01, 300, 1000, 1, false) = try #require(found.first) else {
      Issue.record("\(found)")
      return
    }
    #expect(worst.map(\.name) == ["p2", "p4", "p6", "p5", "p7"])
    #expect(worst.map(\.value) == [1.5, 1.3, 1.05, 1.04, 1.03])
    #expect(
      found[0].message.contains(
        "for 7 parameters, the worst p2 (1.5), p4 (1.3), p6 (1.05), p5 (1.04), p7 (1.03). The"))
    #expect(found[0].message.contains("1000 warm-up and 2000 kept draws per chain"))
  }

  @Test("Numbers just beyond a limit do not look as if they met it")
  func rounding() {
    #expect(warnings([("a", summary(rHat: 1.010_01))])[0].message.contains("a (1.011)"))
    #expect(warnings([("a", summary(rHat: .infinity))])[0].message.contains("a (infinite)"))
    #expect(warnings([("a", summary(bulk: 399.9))])[0].message.contains("a (399)"))
    let slow = warnings([], energyFractions: [1, 0.299, 1, 1])
    #expect(slow[0].message.contains("1 of 4 chains: chain 2 (0.29)"))
    #expect(
      slow == [
        .lowEnergyFraction(
          chains: [.init(chain: 2, value: 0.299)], of: 4, limit: 0.3, warmup: 300)
      ])
  }

  @Test("Effective sample sizes: bulk and tail apart, the limit grows with the chains")
  func effectiveSampleSizes() {
    let parameters = [("a", summary(bulk: 200)), ("b", summary(bulk: 390, tail: 30))]
    let found = warnings(parameters)
    #expect(
      found == [
        .lowEffectiveSampleSize(
          part: .bulk, worst: [.init(name: "a", value: 200), .init(name: "b", value: 390)],
          count: 2, limit: 400, draws: 1000, thinning: 1, isExhausted: false),
        .lowEffectiveSampleSize(
          part: .tail, worst: [.init(name: "b", value: 30)], count: 1, limit: 400, draws: 1000,
          thinning: 1, isExhausted: false),
      ])
    #expect(found[0].message.contains("for 2 parameters: a (200), b (390). Averages"))
    #expect(found[0].message.contains("Keep 2200 draws per chain instead of 1000"))
    #expect(found[1].message.contains("stronger priors"))

    let eight = SamplerConfiguration(chains: 8)
    #expect(warnings([("a", summary(bulk: 700))], eight).count == 1)
    #expect(warnings([("a", summary(bulk: 800))], eight).isEmpty)
    #expect(warnings([("a", summary(bulk: 350))], SamplerConfiguration(chains: 2)).count == 1)
  }

  @Test(
    "Divergences: the advice is a target above this one, or priors",
    arguments: [(0.85, "to 0.95"), (0.95, "to 0.99"), (0.99, "0.99 already")])
  func divergences(_ target: Double, _ advice: String) {
    let found = warnings(
      [], SamplerConfiguration(targetAcceptance: target), divergences: 12)
    #expect(found == [.divergences(count: 12, draws: 4000, targetAcceptance: target)])
    #expect(found[0].message.contains("12 of 4000 draws (0.3 %) diverged"))
    #expect(found[0].message.contains(advice))
  }

  @Test("Saturated trees: the advice is a greater depth, as far as there is one")
  func saturatedTrees() {
    let found = warnings([], saturatedTrees: 1)
    #expect(found == [.saturatedTrees(count: 1, draws: 4000, maximumTreeDepth: 10)])
    #expect(found[0].message.contains("(under 0.1 %) stopped at the maximum tree depth of 10"))
    #expect(found[0].message.contains("from 10 to 12"))
    let deepest = warnings([], SamplerConfiguration(maximumTreeDepth: 20), saturatedTrees: 1)
    #expect(deepest[0].message.contains("cannot go higher"))
  }

  @Test("A single chain, chains too short, stuck and broken parameters are told")
  func degenerate() {
    #expect(
      warnings(
        [("a", ScalarSummary(chains: normalDraws(chains: 1, draws: 1000)))],
        SamplerConfiguration(chains: 1), energyFractions: [1]) == [.singleChain])
    #expect(
      warnings(
        [("a", ScalarSummary(chains: normalDraws(chains: 4, draws: 3)))],
        SamplerConfiguration(draws: 3)) == [.tooFewDraws(draws: 3, needed: 4)])
    var broken = normalDraws(chains: 4, draws: 1000)
    broken[0][0] = .infinity
    #expect(
      warnings([("a", ScalarSummary(chains: broken))]) == [.notFinite(names: ["a"], count: 1)])
  }

  @Test("Fixed scalars are left out, at any number of draws; where nothing moves, that is said")
  func constants() {
    for value in [0.1, 0, -3e-200, 1e17] {
      for draws in [20, 1000] {
        let run = SamplerConfiguration(draws: draws)
        let stuck = [[Double]](repeating: [Double](repeating: value, count: draws), count: 4)
        let fixed = ScalarSummary(chains: stuck)
        #expect(fixed.isConstant)
        #expect(warnings([("fixed", fixed), ("a", summary())], run).isEmpty)
        #expect(warnings([("fixed", fixed)], run) == [.constant(names: ["fixed"], count: 1)])
        #expect(
          warnings([("fixed", fixed), ("a", summary(rHat: 1.5))], run).map(\.message.isEmpty)
            == [false])
      }
    }
    // Chains that each stand still, but not in one place, are no constant.
    let apart = (0..<4).map { [Double](repeating: Double($0), count: 1000) }
    let found = warnings([("apart", ScalarSummary(chains: apart)), ("a", summary())])
    #expect(found.contains { if case .highRHat = $0 { true } else { false } })
    #expect(!ScalarSummary(chains: [[1, 1, 1, 1, 1, 1, 1, 1.0.nextUp]]).isConstant)
  }

  @Test("Chains that really disagree are caught from the draws on")
  func endToEnd() {
    var chains = normalDraws(chains: 4, draws: 500)
    chains[2] = chains[2].map { $0 + 2 }
    let good = normalDraws(chains: 4, draws: 500, seed: 9)
    let found = warnings(
      [("bad", ScalarSummary(chains: chains)), ("good", ScalarSummary(chains: good))],
      SamplerConfiguration(draws: 500))
    #expect(
      found.contains { if case .highRHat = $0 { $0.message.contains("bad (") } else { false } })
    #expect(found.allSatisfy { !$0.message.contains("good") && !$0.message.contains("\n") })
  }
}
