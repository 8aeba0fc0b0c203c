import MediaMix
import MediaMixInference
import MediaMixReport
import Testing

@Suite("Charts of backtests and comparisons")
struct ContestChartTests {
  private static let sampler = SamplerConfiguration(chains: 2, warmup: 40, draws: 40)

  private static func backtest(
    _ data: Dataset, _ plan: BacktestPlan
  ) async throws -> Backtest {
    let configuration = Configuration(
      data: DataSchema(
        date: "date", target: "sales",
        media: data.channels.map { .init(name: $0, column: $0) },
        features: data.featureNames),
      model: ModelSpecification(
        transform: .adstock, seasonality: Seasonality(degrees: 1, frequency: 13)),
      sampler: sampler)
    return try await Backtest.run(data, configuration: configuration, plan: plan)
  }

  @Test(
    "Backtests: layout, markup, and the library's numbers",
    arguments: [(1, 1, 2), (4, 3, 2), (3, 4, 12)])
  func backtests(windows: Int, horizon: Int, channels: Int) async throws {
    var data = Simulation(periods: 40, channels: channels).run().dataset
    if channels == 12 { data.channels = ChartSamples.channelNames }
    let plan = BacktestPlan(windows: windows, horizon: horizon, minimum: 20)
    let backtest = try await Self.backtest(data, plan)
    let chart = Chart.backtest(backtest, target: ChartSamples.hostileName)
    ChartChecks.layout(chart)
    ChartChecks.markup(chart)
    try ChartChecks.table(chart)
    let rows = try Table(csv: chart.csv).rows.map(\.cells)
    #expect(rows.filter { $0[0] == "observed" }.compactMap { Double($0[5]) } == backtest.observed)
    #expect(backtest.observed == data.target.values)
    #expect(
      rows.filter { $0[0] == "kpi" }.compactMap { Double($0[8]) }
        == backtest.windows.flatMap { $0.forecast.map(\.quantiles.median) })
    #expect(
      rows.filter { $0[0] == "crps" && $0[4] == "naive" }.compactMap { Double($0[5]) }
        == backtest.windows.map(\.scores.naive.continuousRankedProbabilityScore))
    #expect(chart.notes[0].hasPrefix("By CRPS"))
  }

  @Test(
    "Calibrations: layout, markup, and the library's numbers",
    arguments: CalibrationSample.all)
  func calibrations(sample: CalibrationSample) throws {
    let calibration = sample.calibration
    let chart = Chart.calibration(calibration)
    ChartChecks.layout(chart)
    ChartChecks.markup(chart)
    try ChartChecks.table(chart)
    let rows = try Table(csv: chart.csv).rows.map(\.cells)
    for quantity in calibration.quantities where sample.name != "hostile" {
      #expect(
        rows.filter { $0[0] == quantity.name }.compactMap { Double($0[2]) }
          == calibration.differences(of: quantity))
    }
    #expect(rows.prefix(99).compactMap { Double($0[3]) } == calibration.band.lower)
    #expect(chart.notes[0].hasPrefix(sample.isWrong ? "Not calibrated" : "Calibrated"))
    #expect(chart.notes.contains { $0.contains("could not be ranked") } == (sample.name == "wrong"))
    #expect(chart.notes.contains { $0.hasPrefix("Drawn are 12") } == (sample.channels > 3))
    if sample.isWrong { try ChartChecks.snapshot(chart, "calibration") }
  }

  @Test("Comparisons: layout, markup, and the library's numbers", arguments: [2, 12])
  func comparisons(channels: Int) async throws {
    var data = Simulation(periods: 40, channels: channels).run().dataset
    if channels == 12 { data.channels = ChartSamples.channelNames }
    let (training, holdout) = try data.split(after: data.dates[35])
    var candidates: [ModelCandidate] = []
    for transform in MediaTransform.allCases {
      let fit = try await MediaMixModel(
        dataset: training, specification: ModelSpecification(transform: transform)
      ).fit(Self.sampler)
      candidates.append(
        try ModelCandidate(transform.rawValue, fit, holdout: channels == 2 ? holdout : nil))
    }
    let comparison = ModelComparison(candidates)
    let chart = Chart.comparison(comparison, target: "sales")
    ChartChecks.layout(chart)
    ChartChecks.markup(chart)
    try ChartChecks.table(chart)
    let rows = try Table(csv: chart.csv).rows.map(\.cells)
    let differences = rows.filter { $0[0] == "elpd_difference" }
    #expect(differences.compactMap { Double($0[3]) } == comparison.differences.map(\.value))
    #expect(differences.compactMap { Double($0[4]) } == comparison.differences.map(\.standardError))
    #expect(
      rows.filter { $0[0] == "weight" }.compactMap { Double($0[3]) } == comparison.weights)
    #expect(
      rows.filter { $0[0] == "roi" }.compactMap { Double($0[7]) }
        == candidates.flatMap { $0.metrics.map(\.returnOnInvestment.median) })
    #expect(
      rows.filter { $0[0] == "stacked_roi" }.compactMap { Double($0[7]) }
        == comparison.returns.map(\.stacked.median))
    let doubtful = candidates.filter { !$0.leaveOneOut.unreliablePoints.isEmpty }.map(\.name)
    let warned = chart.notes.filter { $0.contains("weights and stacked returns") }
    #expect(warned.map { String($0.prefix { $0 != ":" }) } == doubtful)
    #expect(chart.svg.contains("Held-out MAPE") == (channels == 2))
  }
}
