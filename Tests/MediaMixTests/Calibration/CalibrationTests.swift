import MediaMix
import MediaMixInference
import Testing

@Suite("Calibration")
struct CalibrationTests {
  private let sampler = SamplerConfiguration(chains: 2, warmup: 60, draws: 60, seed: 9)

  private func model(
    _ specification: ModelSpecification = ModelSpecification(
      transform: .adstock, seasonality: Seasonality(degrees: 1, frequency: 13))
  ) throws -> MediaMixModel {
    try MediaMixModel(
      dataset: ExampleModel.dataset(periods: 24, channels: 2, features: 1),
      specification: specification)
  }

  @Test(
    "Truths are the prior's draws; the same on any number of threads, and few are first of many")
  func determinism() async throws {
    let model = try model()
    let few = try await Calibration.run(model, sampler: sampler, replications: 3, threads: 1)
    let many = try await Calibration.run(model, sampler: sampler, replications: 5, threads: 3)
    #expect(many.replications.map(\.index) == Array(0..<5))
    #expect(Array(many.replications.prefix(3)) == few.replications)
    for (first, second) in zip(few.quantities, many.quantities) {
      #expect(first.name == second.name)
      #expect(first.ranks == Array(second.ranks.prefix(3)))
    }
    let prior = model.priorTrace(draws: 5, seed: 9)
    for (element, name) in [("sigma[0]", "sigma"), ("expo_trend", "expo_trend")] {
      let quantity = try #require(many.quantities.first { $0.name == element })
      #expect(quantity.truths == prior.draws(of: name))
    }
    let returns = many.quantities.filter { $0.kind == .returnOnInvestment }
    #expect(returns.map(\.name) == ["roi[channel_0]", "roi[channel_1]"])
    #expect(returns.map(\.truths) == prior.mediaMetrics().map(\.returnDraws))
    #expect(many.quantities.allSatisfy { $0.ranks.allSatisfy((0...99).contains) })
    #expect(many.quantities.count == 3 + model.density.dimension)
  }

  @Test("Fixed parameters and what follows from them alone are not ranked")
  func fixed() async throws {
    var specification = ModelSpecification(
      transform: .adstock, seasonality: Seasonality(degrees: 1, frequency: 13))
    specification.priors = [
      "coef_media": .fixed(0), "intercept": .fixed(1),
    ]
    let calibration = try await Calibration.run(
      try model(specification), sampler: sampler, replications: 2)
    let names = calibration.quantities.map(\.name)
    #expect(!names.contains { $0.hasPrefix("roi") || $0.hasPrefix("coef_media") })
    #expect(!names.contains("intercept[0]"))
    #expect(names.contains("log_likelihood") && names.contains("lag_weight[channel_0]"))
  }

  @Test("Data that overflow, and fits that cannot begin, are counted and told")
  func failures() async throws {
    var specification = ModelSpecification(
      transform: .adstock, seasonality: Seasonality(degrees: 1, frequency: 13))
    specification.priors = ["sigma": .family(.halfNormal, ["scale": 1e308])]
    let hopeless = try model(specification)
    await #expect(throws: CalibrationError.self) {
      try await Calibration.run(hopeless, sampler: sampler, replications: 3)
    }
    // Around e³⁵⁰, whose square is about the largest number.
    specification.priors = ["sigma": .family(.logNormal, ["loc": 350, "scale": 100])]
    let wild = try await Calibration.run(
      try model(specification), sampler: sampler, replications: 8)
    #expect(wild.failures.count + wild.replications.count == 8)
    #expect(wild.failures.allSatisfy { !$0.reason.isEmpty })
    #expect(wild.quantities.allSatisfy { $0.ranks.count == wild.replications.count })
    #expect(wild.quantities.allSatisfy { $0.truths.allSatisfy { !$0.isNaN } })
  }

  @Test("Results of experiments are simulated: the model's effect and noise of the standard error")
  func experiments() async throws {
    let dataset = ExampleModel.dataset(periods: 24, channels: 2, features: 1)
    let test = LiftTest(
      channel: "channel_1", first: dataset.dates[4], last: dataset.dates[9],
      estimate: .returnOnInvestment(1e9), standardError: 0.5)
    let specification = ModelSpecification(
      transform: .adstock, seasonality: Seasonality(degrees: 1, frequency: 13),
      experiments: [test])
    let model = try MediaMixModel(dataset: dataset, specification: specification)
    let trace = model.priorTrace(draws: 200, seed: 4)
    let effects = trace.experimentEffects()[0]
    var scores: [Double] = []
    for (index, effect) in effects.enumerated() {
      let replicate = try #require(
        try model.replicate(of: Array(trace.draws.draw(index)), seed: UInt64(index)))
      let experiment = replicate.specification.experiments[0]
      guard case .returnOnInvestment(let result) = experiment.estimate else {
        Issue.record("another measure")
        return
      }
      #expect(experiment.standardError == 0.5)
      scores.append((result - effect) / 0.5)
      #expect(replicate.scaling.target.divisors == model.scaling.target.divisors)
      #expect(replicate.dataset.media == model.dataset.media)
    }
    // Standard normal: of 200, three standard errors.
    let mean = scores.reduce(0, +) / 200
    #expect(mean.magnitude < 0.22)
    #expect((scores.reduce(0) { $0 + $1 * $1 } / 200 - 1).magnitude < 0.3)
    let calibration = try await Calibration.run(model, sampler: sampler, replications: 2)
    #expect(calibration.failures.isEmpty)
  }

  @Test("Fewer draws than are ranked are an error")
  func impossible() async throws {
    let few = SamplerConfiguration(chains: 2, warmup: 60, draws: 49)
    await #expect(throws: CalibrationError.tooFewDraws(98, needed: 99)) {
      try await Calibration.run(try model(), sampler: few, replications: 2)
    }
  }

  @Test("The verdict allows for the number of quantities; short and unconverged fits are told")
  func verdict() {
    var random = RandomStream(seed: 2, purpose: .simulation, index: 0)
    let replications = (0..<100).map {
      Calibration.Replication(
        index: $0, effectiveSampleSize: $0 == 7 ? 50 : $0 == 8 ? .nan : 400,
        largestRHat: $0 == 9 ? 1.2 : 1, divergenceCount: 0)
    }
    func ranking(_ name: String, _ rank: () -> Int) -> Calibration.Ranking {
      Calibration.Ranking(
        kind: .parameter, name: name, truths: replications.map { _ in 0 },
        ranks: replications.map { _ in rank() })
    }
    let even = (0..<60).map { index in ranking("p\(index)") { Int(random.uniform() * 100) } }
    let calibrated = Calibration(rankings: even, replications: replications, failures: [])
    #expect(calibrated.quantities.contains { $0.leavesBand })
    #expect(calibrated.miscalibrated.isEmpty)
    #expect(calibrated.shortOfDraws.map(\.index) == [7, 8])
    #expect(calibrated.unconverged.map(\.index) == [9])
    let low = ranking("low") {
      let share = random.uniform()
      return Int(100 * share * share)
    }
    let wrong = Calibration(
      rankings: even + [low], replications: replications, failures: [])
    #expect(wrong.miscalibrated.map(\.name) == ["low"])
    #expect(wrong.byDoubt[0].name == "low")
    let quantity = wrong.quantities[60]
    #expect(quantity.uniformity.departure == .tooHigh)
    let (band, differences) = (wrong.band, wrong.differences(of: quantity))
    let count = quantity.ranks.count { $0 <= 49 }
    #expect(differences[49] == Double(count) / 100 - 0.5)
    #expect(differences[49] > band.upper[49])
    #expect(zip(band.lower, band.upper).allSatisfy { $0 < 0 && $1 > 0 })
  }
}
