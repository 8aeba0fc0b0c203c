import MediaMix
import MediaMixInference
import Testing

@Suite("Recovery of known effects")
struct RecoveryTests {
  /// Forty worlds of two channels, half without each; of levels 0 and 0.1.
  private let design: RecoveryDesign

  init() throws {
    design = try RecoveryDesign(
      RecoveryPlan(levels: [0.1], replications: 40),
      model: ExampleModel.model(.adstock, channels: 2), seed: 1)
  }

  private func estimate(_ level: Int, _ median: Double, half: Double = 0.01) -> Recovery.Estimate {
    let share = DistributionSummary([median - half / 0.9, median, median + half / 0.9])
    return Recovery.Estimate(
      level: level, trueShare: design.levels[level], trueReturn: 20 * design.levels[level],
      share: share, returnOnInvestment: DistributionSummary([20 * median]), priorProbability: nil,
      isAllowed: true)
  }

  /// The first channel, given a median for the n-th of its worlds at each level.
  private func channel(
    allowsNegative: Bool = false, half: Double = 0.01, observed: Double? = nil,
    _ median: (_ level: Int, _ number: Int) -> Double
  ) -> Recovery.Channel {
    var numbers = [0, 0]
    let estimates = design.assignments.map { row in
      defer { numbers[row[0]] += 1 }
      return estimate(row[0], median(row[0], numbers[row[0]]), half: half)
    }
    return Recovery.Channel(
      at: 0, names: ["tv", "radio"], design: design, estimates: estimates,
      allowsNegative: allowsNegative, observed: observed.map { DistributionSummary([$0]) })
  }

  /// Wide intervals about large estimates of nothing, narrow ones about small estimates of something.
  private func widelyNothing() -> Recovery.Channel {
    Recovery.Channel(
      at: 0, names: ["tv", "radio"], design: design,
      estimates: design.assignments.map { row in
        row[0] == 0 ? estimate(0, 0.05, half: 0.05) : estimate(1, 0.03, half: 0.01)
      }, allowsNegative: false, observed: nil)
  }

  @Test("Power, bias, error and coverage, by hand")
  func numbers() {
    // Nothing is estimated as 0.001 … 0.020, and the interval of the last, 0.075 below, is the threshold;
    // 0.1 is estimated as 0.03, five times as 0.02.
    let channel = channel(half: 0.075, observed: -0.05) { level, number in
      level == 0 ? 0.001 * Double(number + 1) : number < 15 ? 0.03 : 0.02
    }
    #expect(abs((channel.threshold ?? 0) + 0.055) < 1e-12)
    #expect(channel.isObserved == true)
    let level = channel.levels[1]
    #expect((level.level, level.worldCount) == (0.1, 20))
    #expect((level.power?.count, level.power?.total) == (15, 20))
    #expect(channel.verdict == .notIdentified)
    #expect(abs(level.meanEstimate - 0.0275) < 1e-15)
    #expect(abs(level.bias + 0.0725) < 1e-15)
    #expect(abs(level.relativeBias + 0.725) < 1e-14)
    // Deviations from −0.0725: 15 of 0.0025 and 5 of −0.0075; divisor 19, over 20.
    #expect(abs(level.biasError - (3.75e-4 / 19 / 20).squareRoot()) < 1e-12)
    #expect(
      abs(level.rootMeanSquareError - ((15 * 0.0049 + 5 * 0.0064) / 20).squareRoot()) < 1e-15)
    // 0.03 + 0.075 reaches 0.1, 0.02 + 0.075 does not.
    #expect(level.coverage == Recovery.Proportion(count: 15, total: 20))
    #expect(abs(level.meanWidth - 0.15) < 1e-12)
    #expect(abs(level.trueReturn - 2) < 1e-15)
    #expect(abs(level.meanReturn - 0.55) < 1e-14)
    let nothing = channel.levels[0]
    #expect(nothing.power == nil)
    #expect(nothing.coverage == nil)
    #expect(nothing.relativeBias.isNaN)
    #expect(channel.coverage == level.coverage)
  }

  @Test("Four worlds in five are enough; where the prior allows harm, nothing can be covered")
  func verdicts() {
    let identified = channel(allowsNegative: true) { level, number in
      level == 0 ? 0 : number < 16 ? 0.03 : 0
    }
    #expect(identified.verdict == .identified(fromLevel: 1))
    #expect(identified.levels[0].coverage == Recovery.Proportion(count: 20, total: 20))
    #expect(identified.isObserved == nil)
    // What may be large need not be anything: intervals begin at 0.02, those of nothing at 0.
    let wide = widelyNothing()
    #expect(wide.levels[0].meanEstimate > wide.levels[1].meanEstimate)
    #expect(wide.verdict == .identified(fromLevel: 1))
    // An interval that begins at the threshold is what nothing reaches as well.
    let equal = channel { _, _ in 0.03 }
    #expect(equal.verdict == .notIdentified)
    #expect(equal.levels[1].power?.count == 0)
  }

  @Test(
    "The threshold leaves one world in twenty above it, and there is none of fewer",
    arguments: [(36, nil), (38, 0.019), (76, 0.038), (78, 0.038)] as [(Int, Double?)])
  func thresholds(worlds: Int, expected: Double?) throws {
    let design = try RecoveryDesign(
      RecoveryPlan(levels: [0.1], replications: worlds),
      model: ExampleModel.model(.adstock, channels: 1), seed: 1)
    var count = 0
    let estimates = design.assignments.map { row in
      if row[0] == 0 { count += 1 }
      return estimate(row[0], row[0] == 0 ? 0.001 * Double(count) : 1, half: 0)
    }
    let channel = Recovery.Channel(
      at: 0, names: ["tv"], design: design, estimates: estimates, allowsNegative: false,
      observed: nil)
    #expect(
      channel.threshold.map { ($0 * 1000).rounded() } == expected.map { ($0 * 1000).rounded() })
    #expect((channel.verdict == .unknown) == (expected == nil))
  }

  @Test("Response and confusion, by hand")
  func response() throws {
    let estimates = design.assignments.map { row in
      estimate(row[0], 0.01 + 0.6 * design.levels[row[0]])
    }
    let alone = Recovery.Channel(
      at: 0, names: ["tv", "radio"], design: design, estimates: estimates, allowsNegative: false,
      observed: nil)
    #expect(abs(alone.response - 0.6) < 1e-12)
    #expect(alone.confusions.isEmpty)
    let mixed = Recovery.Channel(
      at: 0, names: ["tv", "radio"], design: design,
      estimates: design.assignments.map { row in
        estimate(row[0], 0.5 * design.levels[row[0]] + 0.4 * design.levels[row[1]])
      }, allowsNegative: false, observed: nil)
    #expect(mixed.confusions.map(\.channel) == ["radio"])
    // Levels of two channels are independent, but not exactly orthogonal.
    #expect(abs((mixed.confusions.first?.share ?? 0) - 0.4) < 0.1)
    #expect(abs(mixed.response - 0.5) < 0.15)
  }

  @Test("The standard error of a share of worlds is that of Jeffreys' posterior")
  func proportions() {
    let all = Recovery.Proportion(count: 20, total: 20)
    #expect(all.share == 1)
    #expect(abs(all.standardError - (20.5 * 0.5 / (441 * 22)).squareRoot()) < 1e-15)
    let half = Recovery.Proportion(count: 50, total: 100)
    #expect(abs(half.standardError - 0.05) < 5e-4)
  }

  @Test("Worlds are fitted like the data, on any number of threads")
  func run() async throws {
    let data = ExampleModel.dataset(periods: 40, channels: 2, features: 1)
    let fit = try await MediaMixModel(
      dataset: data,
      specification: ModelSpecification(
        transform: .adstock, priors: ["coef_media": .elements(["channel_1": .fixed(0.1)])])
    ).fit(SamplerConfiguration(chains: 2, warmup: 60, draws: 40, seed: 9))
    let design = try RecoveryDesign(RecoveryPlan(replications: 8), model: fit.model, seed: 9)
    let recovery = try await Recovery.run(like: fit, design)
    #expect(recovery.worlds.count == 8)
    #expect(recovery.fixedChannels == ["channel_1"])
    #expect(recovery.channels.map(\.name) == ["channel_0"])
    #expect(recovery.channels[0].verdict == .unknown)
    #expect(recovery.channels[0].observed == fit.mediaMetrics()[0].contribution)
    let alone = try await Recovery.run(like: fit, design, threads: 1)
    #expect(alone.worlds == recovery.worlds)

    let world = try RecoveryWorld(like: fit, design, index: 5)
    var sampler = fit.sampler
    sampler.seed = world.seed
    let metrics = try await world.model.fit(sampler).mediaMetrics()
    let estimate = recovery.worlds[5].estimates[0]
    #expect(estimate.level == design.assignments[5][0])
    #expect(estimate.share == metrics[0].contribution)
    #expect(estimate.returnOnInvestment == metrics[0].returnOnInvestment)
    #expect(estimate.trueReturn == world.truth[0].returnDraws[0])
  }
}
