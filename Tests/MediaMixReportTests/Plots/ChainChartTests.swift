import MediaMix
import MediaMixInference
import MediaMixReport
import Testing

@Suite("Charts of chains")
struct ChainChartTests {
  @Test("The most doubtful parameters come first")
  func order() async throws {
    let fit = try await FitSamples.unconverged.fit
    let summary = fit.summary()
    let chart = try Chart.trace(fit, summary: summary)
    let names = try Table(csv: chart.csv).rows.map { $0.cells[0] }
      .reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
    #expect(names.count == 6)
    let worst = try #require(
      summary.max { ($0.statistics.rHat - 1) < ($1.statistics.rHat - 1) }?.name)
    #expect(names.contains(worst))
    #expect(try Chart.rank(fit).csv.contains(worst))
    #expect(try Chart.trace(fit, summary: nil).csv == chart.csv)
  }

  @Test("All parameters that are named are drawn")
  func named() async throws {
    let fit = try await FitSamples.national.fit
    let parameters = ["coef_media", "slope", "lag_weight"]
    for chart in [
      try Chart.trace(fit, parameters: parameters), try Chart.rank(fit, parameters: parameters),
    ] {
      #expect(Set(try Table(csv: chart.csv).rows.map { $0.cells[0] }).count == 9)
      #expect(!chart.notes.contains { $0.hasPrefix("Not drawn") || $0.hasPrefix("The first") })
    }
  }

  @Test("A trace's table holds every draw, and which diverged")
  func trace() async throws {
    let fit = try await FitSamples.unconverged.fit
    let chart = try Chart.trace(fit, parameters: ["expo_trend"])
    let rows = try Table(csv: chart.csv).rows.map(\.cells)
    let draws = try #require(fit.draws(of: "expo_trend"))
    #expect(rows.compactMap { Double($0[3]) } == draws)
    #expect(rows.filter { $0[4] == "true" }.count == fit.divergenceCount)
    #expect(fit.divergenceCount > 0)
    #expect(chart.notes.contains { $0.contains("divergence") })
    #expect(chart.svg.contains("v-8"))
  }

  @Test("Ranks are the library's, and their band is that of even ranks")
  func ranks() async throws {
    let fit = try await FitSamples.national.fit
    let rows = try Table(csv: Chart.rank(fit, parameters: ["expo_trend"]).csv).rows.map(\.cells)
    let index = try #require(fit.draws.layout.elementNames.firstIndex(of: "expo_trend"))
    let histogram = try #require(RankHistogram(chains: fit.draws.chains(of: index), bins: 16))
    #expect(rows.compactMap { Int($0[5]) } == Array(histogram.counts.joined()))
    #expect(rows.allSatisfy { Double($0[6]) == histogram.expectedCount })
  }

  @Test("Energies are the library's, and slow chains are named")
  func energy() async throws {
    let fit = try await FitSamples.national.fit
    let energies = try #require(EnergyDistribution(fit.draws))
    let chart = try Chart.energy(fit)
    let rows = try Table(csv: chart.csv).rows.map(\.cells)
    #expect(rows.filter { $0[0] == "e_bfmi" }.compactMap { Double($0[2]) } == energies.fractions)
    let steps = try #require(DensityEstimate(Array(energies.steps.joined())))
    #expect(rows.filter { $0[0] == "step" }.compactMap { Double($0[3]) } == steps.densities)
    #expect(chart.notes[0].hasPrefix("E-BFMI of chain 1: "))
  }

  @Test("Correlations of pairs are of all draws, and few enough are drawn")
  func pairs() async throws {
    let fit = try await FitSamples.national.fit
    let names = ["lag_weight[media_0]", "slope[media_0]", "expo_trend"]
    let chart = try Chart.pairs(fit, parameters: names)
    let rows = try Table(csv: chart.csv).rows.map(\.cells)
    #expect(rows.filter { $0[0] == "correlation" }.count == 3)
    let x = try #require(fit.draws(of: "lag_weight")).enumerated().filter { $0.offset % 3 == 0 }
      .map(\.element)
    let y = try #require(fit.draws(of: "slope")).enumerated().filter { $0.offset % 3 == 0 }
      .map(\.element)
    let means = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    func product(_ a: [Double], _ b: [Double], _ means: (Double, Double)) -> Double {
      zip(a, b).reduce(0) { $0 + ($1.0 - means.0) * ($1.1 - means.1) }
    }
    let expected =
      product(x, y, means)
      / (product(x, x, (means.0, means.0)) * product(y, y, (means.1, means.1))).squareRoot()
    let row = try #require(rows.first { $0[0] == "correlation" })
    #expect(abs(try #require(Double(row[4])) - expected) < 1e-12)
    #expect(rows.filter { $0[0] == "draw" }.count <= 3 * 750)
  }

  @Test("Without the sampler's statistics energies cannot be drawn, and divergences are not known")
  func replaced() async throws {
    let fit = try await FitSamples.replaced.fit
    #expect(throws: ChartError.noStatistics(chart: "energy")) { try Chart.energy(fit) }
    for chart in [try Chart.trace(fit), try Chart.pairs(fit)] {
      #expect(chart.notes.contains { $0.contains("divergences are not known") })
    }
  }

  @Test("Nine draws of each chain are too few to rank")
  func fewRanks() async throws {
    let fit = try FitSamples.replacing(try await FitSamples.national.fit.thinned(to: 36, seed: 3))
    let error = ChartError.tooFewDraws(chart: "rank", draws: 9, least: 10)
    #expect(throws: error) { try Chart.rank(fit) }
    #expect(error.description.contains("needs 10 or more draws of each chain, and there are 9"))
    #expect(!(try Chart.trace(fit)).svg.contains("ranks"))
    let enough = try FitSamples.replacing(
      try await FitSamples.national.fit.thinned(to: 40, seed: 3))
    #expect(try Chart.trace(enough).svg.contains("ranks"))
    #expect(try !Chart.rank(enough).csv.isEmpty)
  }

  @Test("One draw of each chain has no step in energy")
  func fewEnergies() async throws {
    let sampler = SamplerConfiguration(chains: 2, warmup: 5, draws: 1, maximumTreeDepth: 3)
    let fit = try await MediaMixModel(
      dataset: FitSamples.nationalData, specification: ModelSpecification()
    ).fit(sampler)
    let error = ChartError.tooFewDraws(chart: "energy", draws: 1, least: 2)
    #expect(throws: error) { try Chart.energy(fit) }
    #expect(error.description.contains("needs 2 or more draws of each chain, and there is 1;"))
  }

  @Test("Thinned draws have no steps, and a single chain no ranks")
  func thinned() async throws {
    let fit = try await FitSamples.oneChain.fit
    #expect(throws: ChartError.noWholeChains(chart: "energy")) { try Chart.energy(fit) }
    #expect(throws: ChartError.singleChain(chart: "rank")) { try Chart.rank(fit) }
    #expect(!(try Chart.trace(fit)).svg.contains("ranks"))
  }
}
