import MediaMix
import Testing

@Suite("Designs of recoveries")
struct RecoveryDesignTests {
  private func design(
    _ plan: RecoveryPlan = RecoveryPlan(), channels: Int = 3, seed: UInt64 = 1,
    priors: [String: PriorSetting] = [:]
  ) throws -> RecoveryDesign {
    try RecoveryDesign(
      plan,
      model: ExampleModel.model(
        .adstock, periods: max(40, 2 * channels), channels: channels, priors: priors),
      seed: seed)
  }

  /// How often a channel has each level.
  private func counts(_ design: RecoveryDesign, channel: Int) -> [Int] {
    design.levels.indices.map { level in design.assignments.count { $0[channel] == level } }
  }

  @Test("Every channel has every level equally often, 0 twice as often as each of four others")
  func balance() throws {
    let design = try design()
    #expect(design.levels == [0, 0.01, 0.025, 0.05, 0.1])
    #expect(design.channels == [0, 1, 2])
    for channel in 0..<3 { #expect(counts(design, channel: channel) == [40, 20, 20, 20, 20]) }
    // 50 are eight whole rounds and the first two worlds of another.
    let odd = try self.design(RecoveryPlan(replications: 50))
    for channel in 0..<3 { #expect(counts(odd, channel: channel) == [18, 8, 8, 8, 8]) }
    let one = try self.design(RecoveryPlan(levels: [0.2], replications: 40))
    #expect(one.levels == [0, 0.2])
    #expect(counts(one, channel: 1) == [20, 20])
  }

  @Test("What a channel has says nothing of the others")
  func independence() throws {
    let design = try design()
    let columns = (0..<3).map { channel in
      design.assignments.map { design.levels[$0[channel]] }
    }
    let mean = columns[0].reduce(0, +) / 120
    let variance = columns[0].reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
      let covariance = zip(columns[one], columns[other]).reduce(0) {
        $0 + ($1.0 - mean) * ($1.1 - mean)
      }
      // Three standard errors of a correlation of 120 independent pairs.
      #expect(abs(covariance / variance) < 0.28)
    }
  }

  @Test("The seed decides the order")
  func seeds() throws {
    #expect(try design() == design())
    #expect(try design(seed: 2).assignments != design().assignments)
  }

  @Test("Levels are sorted, once each, with 0")
  func levels() throws {
    #expect(try design(RecoveryPlan(levels: [0.1, 0, 0.05, 0.1])).levels == [0, 0.05, 0.1])
    #expect(try design(RecoveryPlan(levels: [1e-5, 0.1])).levels == [0, 1e-5, 0.1])
    #expect(try design(RecoveryPlan(levels: [0.1, 0.101])).levels == [0, 0.1, 0.101])
  }

  @Test(
    "Default levels shrink with the number of channels, which together leave half to the baseline",
    arguments: [
      (8, [0, 0.01, 0.025, 0.05, 0.1]), (9, [0, 0.005, 0.0125, 0.025, 0.05]),
      (32, [0, 0.005, 0.0125, 0.025, 0.05]), (33, [0, 0.002, 0.005, 0.01, 0.02]),
      (60, [0, 0.002, 0.005, 0.01, 0.02]), (100, [0, 0.001, 0.0025, 0.005, 0.01]),
    ])
  func defaults(channels: Int, levels: [Double]) throws {
    let design = try design(channels: channels)
    #expect(design.levels == levels)
    let sums = design.assignments.map { $0.reduce(0) { $0 + levels[$1] } }
    #expect(sums.reduce(0, +) / 120 <= 0.5)
    #expect(sums.allSatisfy { $0 < 0.9 })
  }

  @Test("A channel with a fixed coefficient is left out; with all of them there is nothing to do")
  func fixedChannels() throws {
    let one = try design(priors: ["coef_media": .elements(["channel_1": .fixed(0.2)])])
    #expect(one.channels == [0, 2])
    #expect(one.assignments.allSatisfy { $0.count == 2 })
    #expect(throws: RecoveryError.nothingToRecover) {
      try design(priors: ["coef_media": .fixed(0.2)])
    }
  }

  @Test("Channels never bring the whole KPI together")
  func sums() throws {
    let plan = RecoveryPlan(levels: [0.45], replications: 4)
    for seed in 1...20 {
      let design = try design(plan, seed: UInt64(seed))
      for row in design.assignments { #expect(row.count { $0 == 1 } < 3) }
    }
    let high = RecoveryPlan(levels: [0.9], replications: 100)
    #expect {
      try design(high)
    } throws: {
      "\($0)".contains("nothing would be left for the baseline: give lower levels")
    }
  }

  @Test(
    "Plans that will not do",
    arguments: [
      (RecoveryPlan(levels: [-0.1]), RecoveryError.level(-0.1)),
      (RecoveryPlan(levels: [0.5, 1]), RecoveryError.level(1)),
      (RecoveryPlan(levels: []), RecoveryError.noLevels),
      (RecoveryPlan(levels: [0]), RecoveryError.noLevels),
      (RecoveryPlan(replications: 5), .tooFewReplications(5, levels: 5, least: 6)),
      (RecoveryPlan(replications: -1), .tooFewReplications(-1, levels: 5, least: 6)),
      (RecoveryPlan(levels: [0.1], replications: 1), .tooFewReplications(1, levels: 2, least: 2)),
      (RecoveryPlan(replications: 10_001), .tooManyReplications(10_001, most: 10_000)),
      (RecoveryPlan(replications: .max), .tooManyReplications(.max, most: 10_000)),
      (RecoveryPlan(levels: [1e-300, 0.1]), .levelTooLow(1e-300, least: 1e-5)),
      (RecoveryPlan(levels: [9e-6]), .levelTooLow(9e-6, least: 1e-5)),
      (
        RecoveryPlan(levels: [0.1, 0.0500000000001, 0.05]),
        .levelsAlike(0.05, 0.0500000000001)
      ),
    ])
  func errors(plan: RecoveryPlan, error: RecoveryError) {
    #expect(throws: error) { try design(plan) }
    #expect(throws: error) { try plan.validate() }
  }

  @Test("As many replications as there may be")
  func most() throws {
    #expect(try design(RecoveryPlan(replications: 10_000)).assignments.count == 10_000)
    try RecoveryPlan().validate()
  }

  @Test("NaN is no level")
  func nan() {
    #expect { try design(RecoveryPlan(levels: [.nan])) } throws: {
      "\($0)".contains("the level nan")
    }
  }
}
