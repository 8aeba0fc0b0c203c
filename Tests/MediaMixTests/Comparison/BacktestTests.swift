import MediaMix
import MediaMixInference
import Testing

@Suite("Backtests")
struct BacktestTests {
  private func configuration(of data: Dataset) -> Configuration {
    Configuration(
      data: data.csvSchema,
      model: ModelSpecification(
        transform: .adstock, seasonality: Seasonality(degrees: 1, frequency: 13)),
      sampler: SamplerConfiguration(chains: 2, warmup: 60, draws: 40, seed: 9))
  }

  private let plan = BacktestPlan(windows: 3, horizon: 2, step: 3, minimum: 12)

  @Test("A window is the fit to its rows, scored on those after; on any number of threads")
  func windows() async throws {
    let data = ExampleModel.dataset(periods: 40, channels: 2, features: 1)
    let configuration = configuration(of: data)
    let backtest = try await Backtest.run(data, configuration: configuration, plan: plan)
    #expect(backtest.windows.map(\.trainingCount) == [32, 35, 38])
    #expect(backtest.skipped.isEmpty)
    let alone = try await Backtest.run(
      data, configuration: configuration, plan: plan, threads: 1)
    #expect(alone.windows == backtest.windows)

    var random = RandomStream(seed: 9, purpose: .refit, index: 35)
    var sampler = configuration.sampler
    sampler.seed = random.next()
    let fit = try await MediaMixModel(
      dataset: data.rows(0..<35), specification: configuration.model
    ).fit(sampler)
    let window = backtest.windows[1]
    #expect(window.scores == (try fit.holdoutScores(data.rows(35..<37))))
    let forecast = try fit.predict(FutureRows(data.rows(35..<37)))
    #expect(window.forecast == forecast.totalPeriods(noise: true, seed: sampler.seed))
    #expect(backtest.observed == data.target.values)
    #expect(backtest.dates == data.dates)
    #expect(window.returns == fit.mediaMetrics().map(\.returnOnInvestment))
    #expect(window.scores.first == data.dates[35])
    #expect(window.scores.last == data.dates[36])
    #expect(window.scores.model.periodCount == 2)
    #expect(window.scores.naiveIsSeasonal)
  }

  @Test("Windows before a channel began are left out; where that is all, it is an error")
  func silentChannel() async throws {
    var data = ExampleModel.dataset(periods: 40, channels: 2, features: 0)
    for time in 0..<33 {
      data.media[time, 1] = 0
      data.spend[time, 1] = 0
    }
    let configuration = configuration(of: data)
    let backtest = try await Backtest.run(data, configuration: configuration, plan: plan)
    #expect(backtest.windows.map(\.trainingCount) == [35, 38])
    #expect(backtest.skipped.map(\.trainingCount) == [32])
    #expect(backtest.skipped.map(\.first) == [data.dates[32]])
    #expect(backtest.skipped.first?.reason.kind == .noMedia)
    for time in 33..<38 { data.media[time, 1] = 0 }
    await #expect(throws: BacktestError.self) {
      try await Backtest.run(data, configuration: configuration, plan: plan)
    }
  }

  @Test("An experiment informs the windows after it alone")
  func experiments() async throws {
    let data = ExampleModel.dataset(periods: 40, channels: 1, features: 0)
    var configuration = configuration(of: data)
    let before = try await Backtest.run(data, configuration: configuration, plan: plan)
    configuration.model.experiments = [
      LiftTest(
        channel: "channel_0", first: data.dates[30], last: data.dates[35].adding(days: -1),
        estimate: .returnOnInvestment(3), standardError: 0.01)
    ]
    let after = try await Backtest.run(data, configuration: configuration, plan: plan)
    #expect(after.windows[0] == before.windows[0])
    #expect(after.windows[1].returns[0].mean > before.windows[1].returns[0].q95)
    #expect(after.windows[2].returns[0].mean > before.windows[2].returns[0].q95)
  }

  @Test("Averages and skill are of all windows")
  func averages() async throws {
    let data = ExampleModel.dataset(periods: 40, channels: 1, features: 0)
    let backtest = try await Backtest.run(data, configuration: configuration(of: data), plan: plan)
    let crps = backtest.windows.map(\.scores).map {
      ($0.model.continuousRankedProbabilityScore, $0.naive.continuousRankedProbabilityScore)
    }
    let model = try #require(backtest.average(\.continuousRankedProbabilityScore, of: \.model))
    let naive = try #require(backtest.average(\.continuousRankedProbabilityScore, of: \.naive))
    #expect(abs(model - (crps[0].0 + crps[1].0 + crps[2].0) / 3) < 1e-12)
    #expect(abs(naive - (crps[0].1 + crps[1].1 + crps[2].1) / 3) < 1e-12)
    #expect(abs(backtest.skill - (1 - model / naive)) < 1e-12)
    let first = backtest.windows[0].scores.model
    #expect(backtest.average({ $0 == first ? nil : 1 }, of: \.model) == nil)
  }

  @Test("How returns moved, by hand")
  func stability() {
    func summary(_ median: Double, _ half: Double) -> DistributionSummary {
      DistributionSummary([median - half / 0.9, median, median + half / 0.9])
    }
    let steady = ReturnStability(
      name: "tv", returns: [summary(2, 1), summary(3, 1), summary(4, 1)])
    #expect(steady.median == 3)
    #expect((steady.lowest, steady.highest) == (2, 4))
    #expect(abs(steady.deviation - 1) < 1e-15)
    #expect(abs(steady.typicalWidth - 2) < 1e-12)
    #expect(abs(steady.relativeRange - 2.0 / 3) < 1e-15)
    #expect(steady.movesApart == false)
    #expect(ReturnStability(name: "tv", returns: [summary(1, 0.4), summary(2, 0.5)]).movesApart)
    #expect(ReturnStability(name: "tv", returns: [summary(1, 1)]).deviation.isNaN)
  }
}
