import Foundation
import MediaMixInference
import Testing

@Suite("Summary of a scalar")
struct ScalarSummaryTests {
  @Test("One pass says what the single functions say", arguments: DiagnosticsFixture.shared.cases)
  func sameAsParts(_ fixture: DiagnosticsFixture.Case) {
    let (chains, reference) = (fixture.chains, fixture.reference)
    let summary = ScalarSummary(chains: chains)
    let sample = SortedSample(chains.joined())
    expectSame(summary.mean, reference.mean, scale: reference.sd, "mean")
    expectSame(summary.sd, reference.sd, "sd")
    #expect(summary.median == sample.median)
    #expect(summary.q5 == sample.quantile(0.05))
    #expect(summary.q95 == sample.quantile(0.95))
    #expect(summary.mcseMean == MonteCarloError.mean(chains))
    #expect(summary.essBulk == Convergence.bulkESS(chains))
    #expect(summary.essTail == Convergence.tailESS(chains))
    let rHat = Convergence.rHat(chains)
    #expect(summary.rHat == rHat || summary.rHat.isNaN && rHat.isNaN)
  }

  @Test("Too few draws keep what can be said; draws that are not finite leave nothing")
  func degenerate() {
    let short = ScalarSummary(chains: [[1, 2, 3], [4, 5, 6]])
    #expect(short.mean == 3.5)
    #expect(short.median == 3.5)
    #expect(abs(short.sd - 3.5.squareRoot()) < 1e-15)
    #expect(short.rHat.isNaN && short.essBulk.isNaN && short.essTail.isNaN)
    #expect(short.mcseMean.isNaN)

    for chains in [[], [[]], [[1, 2, 3, Double.nan, 5]], [[1, 2, -Double.infinity]]] {
      let summary = ScalarSummary(chains: chains)
      #expect(summary.mean.isNaN && summary.sd.isNaN && summary.median.isNaN)
      #expect(summary.q5.isNaN && summary.q95.isNaN && summary.essBulk.isNaN)
    }
  }

  @Test("A constant has no spread and no error, its draws count in full, its r-hat is undefined")
  func constant() {
    for value in [0, 0.1, 1.0 / 3, -7e-300, 1e300] {
      for (chainCount, drawCount) in [(4, 1000), (3, 7), (1, 50)] {
        let chains = [[Double]](
          repeating: [Double](repeating: value, count: drawCount), count: chainCount)
        let summary = ScalarSummary(chains: chains)
        #expect(summary.mean == value && summary.median == value)
        #expect(summary.q5 == value && summary.q95 == value)
        #expect(summary.sd == 0 && summary.mcseMean == 0)
        #expect(summary.rHat.isNaN)
        let full = Double(chainCount * (drawCount / 2) * 2)
        #expect(summary.essBulk == full && summary.essTail == full)
        #expect(Convergence.quantileESS(chains, probability: 0.3) == full)
        #expect(Convergence.standardDeviationESS(chains) == full)
        #expect(MonteCarloError.standardDeviation(chains) == 0)
        #expect(MonteCarloError.quantile(chains, probability: 0.95) == 0)
      }
    }
  }

  @Test("JSON has the promised keys, null for what is not finite, and reads back")
  func json() throws {
    let summary = ScalarSummary(chains: normalDraws(chains: 1, draws: 40))
    let data = try JSONEncoder().encode(summary)
    let object = try #require(
      try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(
      Set(object.keys) == [
        "mean", "sd", "median", "q5", "q95", "mcse_mean", "ess_bulk", "ess_tail", "r_hat",
      ])
    #expect(object["r_hat"] is NSNull)
    let back = try JSONDecoder().decode(ScalarSummary.self, from: data)
    #expect(back.mean == summary.mean && back.sd == summary.sd && back.median == summary.median)
    #expect(back.q5 == summary.q5 && back.q95 == summary.q95)
    #expect(back.mcseMean == summary.mcseMean)
    #expect(back.essBulk == summary.essBulk && back.essTail == summary.essTail)
    #expect(back.rHat.isNaN)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ScalarSummary.self, from: Data(#"{"mean": 1}"#.utf8))
    }
  }
}
