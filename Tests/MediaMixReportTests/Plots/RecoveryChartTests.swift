import MediaMix
import MediaMixInference
import MediaMixReport
import Testing

@Suite("Charts, tables and words of recoveries")
struct RecoveryChartTests {
  private static let national = Task { try await made(PlotExample.national) }
  private static let geos = Task {
    try await made(simulated(Simulation(periods: 40, channels: 2, geos: 3)))
  }
  private static let longNames = Task {
    try await made(simulated(Simulation(periods: 40, channels: 12)))
  }
  private static let one = Task { try await made(PlotExample.one) }
  private static let hostile = Task { try await made(PlotExample.hostile) }
  /// Too few worlds for power.
  private static let few = Task { try await made(PlotExample.national, replications: 6) }

  private static let all = [
    ("national", national), ("geos", geos), ("long-names", longNames), ("one", one),
    ("hostile", hostile), ("few", few),
  ]

  /// A quick fit to invented data; twelve channels have long names.
  private static func simulated(_ simulation: Simulation) -> Task<FittedModel, any Error> {
    Task {
      var data = simulation.run().dataset
      if simulation.channels == 12 { data.channels = ChartSamples.channelNames }
      return try await MediaMixModel(
        dataset: data, specification: ModelSpecification(transform: .adstock)
      ).fit(SamplerConfiguration(chains: 2, warmup: 40, draws: 20))
    }
  }

  private static func made(
    _ fit: Task<FittedModel, any Error>, replications: Int = 60
  ) async throws -> Recovery {
    let fit = try await fit.value
    let levels = replications < 20 ? [0.01, 0.02, 0.05] : [0.02, 0.06]
    let design = try RecoveryDesign(
      RecoveryPlan(levels: levels, replications: replications), model: fit.model, seed: 1)
    return try await Recovery.run(like: fit, design)
  }

  private func recovery(_ name: String) async throws -> Recovery {
    try await #require(Self.all.first { $0.0 == name }).1.value
  }

  @Test("Layout, markup, and the library's numbers", arguments: all.map(\.0))
  func chart(name: String) async throws {
    let recovery = try await recovery(name)
    let chart = Chart.recovery(recovery, target: ChartSamples.hostileName)
    ChartChecks.layout(chart)
    ChartChecks.markup(chart)
    try ChartChecks.table(chart)
    let rows = try Table(csv: chart.csv).rows.map(\.cells)
    let levels = recovery.channels.flatMap(\.levels)
    #expect(
      rows.filter { $0[0] == "level" }.map { Double($0[4]) } == levels.map(\.meanEstimate))
    #expect(rows.filter { $0[0] == "level" }.map { Double($0[7]) } == levels.map(\.power?.share))
    #expect(
      rows.filter { $0[0] == "world" }.map { Double($0[4]) }
        == recovery.worlds.flatMap { $0.estimates.map(\.share.median) })
    #expect(chart.notes.contains { $0.hasPrefix("Framed") } == (name != "few"))
  }

  @Test("The picture is as it was last looked at")
  func snapshot() async throws {
    try ChartChecks.snapshot(
      Chart.recovery(try await recovery("national"), target: "sales"), "recovery")
  }

  @Test("The table has each channel at each level, the words a verdict on each")
  func table() async throws {
    let recovery = try await recovery("national")
    let lines = recovery.text.split(separator: "\n").map(String.init)
    #expect(
      lines[0] == "60 simulated worlds, in which each channel brings 0 %, 2 %, 6 % of the KPI")
    for channel in recovery.channels {
      #expect(lines.contains(channel.name))
      let power = try #require(channel.levels[2].power)
      let words = try #require(lines.first { $0.hasPrefix("\(channel.name): ") })
      switch channel.verdict {
      case .identified: #expect(words.contains("can be told from nothing from "))
      case .notIdentified:
        #expect(words.contains("these data cannot tell it from nothing up to 6 % of the KPI"))
      case .unknown: Issue.record("20 worlds without a channel are enough")
      }
      #expect(words.contains("that one in 20 begins above if it does nothing"))
      #expect(power.total == 20)
    }
    #expect(lines.filter { $0.hasPrefix("  2 %") }.count == 3)
    let few = try await self.recovery("few")
    #expect(few.text.contains("tv: too few worlds in which it does nothing"))
  }

  @Test("Worlds as CSV: what is true and what is estimated")
  func worlds() async throws {
    let recovery = try await recovery("geos")
    let table = try Table(csv: recovery.csv())
    #expect(table.rows.count == 60 * 2)
    let estimates = recovery.worlds.flatMap(\.estimates)
    #expect(table.rows.map { Double($0.cells[3]) } == estimates.map(\.trueShare))
    #expect(table.rows.map { Double($0.cells[6]) } == estimates.map(\.share.median))
    #expect(table.rows.map { Double($0.cells[10]) } == estimates.map(\.returnOnInvestment.median))
  }

  /// What the notes of a quick recovery say under given priors of media; tv's is narrow if it has none.
  private func recovery(priors: [String: PriorSetting]) async throws -> Recovery {
    let data = try await PlotExample.national.value.model.dataset
    let fit = try await MediaMixModel(
      dataset: data,
      specification: ModelSpecification(
        transform: .adstock, mediaPrior: .explicit([0.01, 0.3, 0.3]), priors: priors)
    ).fit(PlotExample.national.value.sampler)
    let design = try RecoveryDesign(
      RecoveryPlan(levels: [0.1], replications: 4), model: fit.model, seed: 1)
    return try await Recovery.run(like: fit, design)
  }

  @Test("What must be known is told: fixed channels, priors that rule effects out, chains apart")
  func notes() async throws {
    let recovery = try await recovery(priors: [
      "coef_media": .elements([
        "search": .fixed(0.1), "social": .family(.uniform, ["low": 0.01, "high": 2]),
      ])
    ])
    #expect(recovery.notes.contains("Note: left out, because coefficients are fixed: search\n"))
    #expect(
      recovery.notes.contains(
        "the prior of tv holds an effect of 10 % of the KPI or more improbable"))
    #expect(recovery.notes.contains("the prior of social does not allow it to do nothing"))
    let improbable = try await self.recovery(priors: [
      "coef_media": .elements([
        "social": .family(.normal, ["loc": -0.5, "scale": 0.1]),
        "tv": .family(.uniform, ["low": -0.05, "high": 0.001]),
      ])
    ])
    #expect(
      improbable.notes.contains(
        "the prior of social holds it improbable (less than 1 %) that it brings anything"))
    #expect(
      improbable.notes.contains("the prior of tv does not allow an effect of 10 % of the KPI"))
    #expect(recovery.warnings.contains("disagree") == (recovery.unconvergedCount > 0))
  }
}
