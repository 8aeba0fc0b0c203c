import MediaMixInference
import Testing

@Suite("Rank histograms and energies")
struct RankHistogramTests {
  @Test("Ranks run over all chains; equal draws share the mean of theirs")
  func ranks() {
    #expect(RankHistogram.ranks(chains: [[3, 1, 7], [5, 9, 2]]) == [[3, 1, 5], [4, 6, 2]])
    #expect(
      RankHistogram.ranks(chains: [[2, 2, 0], [2, 4, 4]]) == [[3, 3, 1], [3, 5.5, 5.5]])
    #expect(RankHistogram.ranks(chains: [[], []]) == nil)
    #expect(RankHistogram.ranks(chains: []) == nil)
    #expect(RankHistogram.ranks(chains: [[1, .nan], [1, 2]]) == nil)
  }

  @Test("Chains that alternate fill all bins alike; every draw is in one bin")
  func even() throws {
    let chains = (0..<4).map { chain in (0..<1000).map { Double($0 * 4 + chain) } }
    let histogram = try #require(RankHistogram(chains: chains))
    #expect(histogram.counts == Array(repeating: Array(repeating: 50, count: 20), count: 4))
    #expect(histogram.expectedCount == 50)
    let uneven = try #require(RankHistogram(chains: normalDraws(chains: 3, draws: 101), bins: 7))
    #expect(uneven.counts.map { $0.reduce(0, +) } == [101, 101, 101])
    #expect((0..<7).map { bin in uneven.counts.reduce(0) { $0 + $1[bin] } }.max() == 44)
    #expect((0..<7).map { bin in uneven.counts.reduce(0) { $0 + $1[bin] } }.min() == 43)
  }

  @Test(
    "Edges say which ranks a bin holds, also where bins do not divide the draws",
    arguments: [(4, 87, 20), (3, 101, 7), (2, 15, 4), (1, 3, 5)])
  func edges(chains: Int, draws: Int, bins: Int) throws {
    let histogram = try #require(
      RankHistogram(chains: normalDraws(chains: chains, draws: draws), bins: bins))
    let counts = (0..<bins).map { bin in histogram.counts.reduce(0) { $0 + $1[bin] } }
    #expect(zip(histogram.edges.dropFirst(), histogram.edges).map { $0 - $1 } == counts)
    #expect(histogram.edges.first == 0 && histogram.edges.last == chains * draws)
  }

  @Test("A chain above the others has its draws in the last bins, one that spreads at both ends")
  func disagreement() throws {
    var chains = normalDraws(chains: 4, draws: 500)
    chains[1] = chains[1].map { $0 + 100 }
    let shifted = try #require(RankHistogram(chains: chains))
    #expect(shifted.counts[1] == Array(repeating: 0, count: 15) + Array(repeating: 100, count: 5))
    chains[1] = normalDraws(chains: 1, draws: 500, seed: 4)[0].map { $0 * 1e6 }
    let wide = try #require(RankHistogram(chains: chains))
    #expect(wide.counts[1][4..<15].reduce(0, +) <= 1)
    #expect(RankHistogram(chains: [[1, 1], [1, 1]])?.counts.map { $0[10] } == [2, 2])
    #expect(RankHistogram(chains: [[1, .infinity]]) == nil)
  }

  @Test("Energies are centred over all chains, and steps lie between successive draws")
  func energies() throws {
    let energies = try #require(EnergyDistribution(energies: [[1, 4, 2], [5, 5, 7]]))
    #expect(energies.centred == [[-3, 0, -2], [1, 1, 3]])
    #expect(energies.steps == [[3, -2], [0, 2]])
    #expect(
      energies.fractions
        == [[1, 4, 2], [5, 5, 7]].map { Convergence.eBFMI(energies: $0) })
    #expect(EnergyDistribution(energies: [[1, .infinity]]) == nil)
    #expect(EnergyDistribution(energies: []) == nil)
    #expect(try #require(EnergyDistribution(energies: [[2]])).steps == [[]])
  }

  @Test("Draws that no chain made have no energies")
  func draws() throws {
    let layout = ParameterLayout([Parameter("a")])
    #expect(EnergyDistribution(Draws(layout: layout, values: [1, 2], chainCount: 1)) == nil)
    let statistics = [3.0, 5].map {
      TransitionStatistics(
        acceptance: 1, stepSize: 1, treeDepth: 1, leapfrogSteps: 1, diverging: false,
        saturated: false, energy: $0, logDensity: 0)
    }
    let sampled = Draws(layout: layout, values: [1, 2], statistics: [statistics])
    #expect(EnergyDistribution(sampled)?.centred == [[-1, 1]])
  }
}
