import MediaMixInference
import Testing

@Suite("Convergence diagnostics")
struct ConvergenceTests {
  @Test("R-hat and effective sample sizes are ArviZ's", arguments: DiagnosticsFixture.shared.cases)
  func sameAsArviZ(_ fixture: DiagnosticsFixture.Case) {
    let (chains, reference) = (fixture.chains, fixture.reference)
    expectSame(Convergence.rHat(chains), reference.rHat, "r-hat")
    expectSame(Convergence.bulkESS(chains), reference.bulkESS, "bulk")
    expectSame(Convergence.tailESS(chains), reference.tailESS, "tail")
    expectSame(Convergence.meanESS(chains), reference.meanESS, "mean")
    expectSame(
      Convergence.standardDeviationESS(chains), reference.standardDeviationESS, "sd")
    for (probability, size) in zip(DiagnosticsFixture.shared.probabilities, reference.quantileESS) {
      expectSame(
        Convergence.quantileESS(chains, probability: probability), size, "quantile \(probability)")
    }
  }

  @Test("Monte Carlo errors are ArviZ's", arguments: DiagnosticsFixture.shared.cases)
  func errorsSameAsArviZ(_ fixture: DiagnosticsFixture.Case) {
    let (chains, reference) = (fixture.chains, fixture.reference)
    expectSame(MonteCarloError.mean(chains), reference.meanError, "mean")
    if reference.sd > 0 {
      expectSame(
        MonteCarloError.standardDeviation(chains), reference.standardDeviationError, "sd")
    }
    let probabilities = DiagnosticsFixture.shared.probabilities
    for (probability, error) in zip(probabilities, reference.quantileErrors) {
      expectSame(
        MonteCarloError.quantile(chains, probability: probability), error, "quantile \(probability)"
      )
    }
  }

  @Test("E-BFMI is ArviZ's", arguments: DiagnosticsFixture.shared.cases)
  func energyFractions(_ fixture: DiagnosticsFixture.Case) {
    for (energies, fraction) in zip(fixture.chains, fixture.reference.energyFractions) {
      expectSame(Convergence.eBFMI(energies: energies), fraction, "E-BFMI")
    }
  }

  @Test("Draws that nothing can be said of give NaN")
  func undefined() {
    var infinite = normalDraws(chains: 4, draws: 50)
    infinite[1][7] = .infinity
    var missing = normalDraws(chains: 4, draws: 50)
    missing[3][49] = .nan
    for chains in [[], [[]], [[], []], normalDraws(chains: 4, draws: 3), infinite, missing] {
      #expect(Convergence.rHat(chains).isNaN)
      #expect(Convergence.bulkESS(chains).isNaN)
      #expect(Convergence.tailESS(chains).isNaN)
      #expect(Convergence.meanESS(chains).isNaN)
      #expect(Convergence.standardDeviationESS(chains).isNaN)
      #expect(Convergence.quantileESS(chains, probability: 0.5).isNaN)
      #expect(MonteCarloError.mean(chains).isNaN)
      #expect(MonteCarloError.standardDeviation(chains).isNaN)
      #expect(MonteCarloError.quantile(chains, probability: 0.5).isNaN)
    }
    #expect(Convergence.rHat(normalDraws(chains: 1, draws: 100)).isNaN)
    #expect(Convergence.eBFMI(energies: []).isNaN)
    #expect(Convergence.eBFMI(energies: [1]).isNaN)
    #expect(Convergence.eBFMI(energies: [2, 2, 2]).isNaN)
    #expect(Convergence.eBFMI(energies: [2, .infinity, 2]).isNaN)
  }

  @Test("Constant draws count in full, have no error and no r-hat", arguments: [0.1, 0, -1e300])
  func constant(_ value: Double) {
    let chains = [[Double]](repeating: [Double](repeating: value, count: 20), count: 4)
    #expect(Convergence.rHat(chains).isNaN)
    #expect(Convergence.bulkESS(chains) == 80)
    #expect(Convergence.tailESS(chains) == 80)
    #expect(Convergence.meanESS(chains) == 80)
    #expect(MonteCarloError.mean(chains) == 0)
    #expect(MonteCarloError.standardDeviation(chains) == 0)
    #expect(MonteCarloError.quantile(chains, probability: 0.3) == 0)
  }

  @Test("Chains stuck at different values have an infinite r-hat")
  func stuckApart() {
    let chains = [0.1, 0.2, 0.7].map { [Double](repeating: $0, count: 31) }
    #expect(Convergence.rHat(chains) == .infinity)
    #expect(Convergence.bulkESS(chains) < 10)
  }

  @Test("The unit of a parameter does not matter")
  func unit() {
    let chains = normalDraws(chains: 4, draws: 60)
    let tiny = chains.map { $0.map { $0 * 0x1p-100 } }
    #expect(Convergence.meanESS(tiny) == Convergence.meanESS(chains))
    #expect(Convergence.standardDeviationESS(tiny) == Convergence.standardDeviationESS(chains))
    #expect(MonteCarloError.mean(tiny) == 0x1p-100 * MonteCarloError.mean(chains))
  }

  @Test("A draw that a quantile falls on counts as at most the quantile")
  func quantileOnDraw() {
    // 96 of 101 draws are at most the 95 % quantile, the sorted draw at place 95.
    let values = normalDraws(chains: 1, draws: 101)[0]
    let bound = values.sorted()[95]
    let indicators = [values.map { $0 <= bound ? 1.0 : 0 }]
    #expect(
      Convergence.quantileESS([values], probability: 0.95) == Convergence.meanESS(indicators))
  }

  @Test("Ranks make bulk ESS and r-hat blind to monotone transformations")
  func monotone() {
    let chains = normalDraws(chains: 4, draws: 333)
    let stretched = chains.map { $0.map { $0 * $0 * $0 * 1e60 } }
    #expect(Convergence.bulkESS(chains) == Convergence.bulkESS(stretched))
    #expect(Convergence.tailESS(chains) == Convergence.tailESS(stretched))
  }

  @Test("A long chain's E-BFMI: independent energies have 2, a random walk next to nothing")
  func energyFractionOfKnownChains() {
    let steps = normalDraws(chains: 1, draws: 20_000)[0]
    #expect(abs(Convergence.eBFMI(energies: steps) - 2) < 0.05)
    var walk = steps
    for index in 1..<walk.count { walk[index] += walk[index - 1] }
    #expect(Convergence.eBFMI(energies: walk) < 0.01)
  }
}
