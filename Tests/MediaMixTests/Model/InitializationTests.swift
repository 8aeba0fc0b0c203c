import MediaMix
import MediaMixInference
import Testing

@Suite("Where chains begin")
struct InitializationTests {
  private static let quick = SamplerConfiguration(chains: 3, warmup: 0, draws: 1, seed: 4)

  private func fit(
    _ initialization: Initialization, priors: [String: PriorSetting] = [:], geos: Int? = nil,
    _ configuration: SamplerConfiguration = quick
  ) async throws -> FittedModel {
    try await ExampleModel.model(.adstock, geos: geos, priors: priors)
      .fit(configuration, initialization: initialization)
  }

  private func error(
    _ initialization: Initialization, priors: [String: PriorSetting] = [:], geos: Int? = nil
  ) async -> InitializationError? {
    await #expect(throws: InitializationError.self) {
      try await fit(initialization, priors: priors, geos: geos)
    }
  }

  @Test("Every strategy fits, each from a place of its own", arguments: [nil, 3])
  func strategies(geos: Int?) async throws {
    let strategies: [Initialization] = [
      .priorMedian, .priorMean, .priorSample, .uniform, .values(["expo_trend": [0.7]]),
    ]
    var firsts: Set<[Double]> = []
    for strategy in strategies {
      let fit = try await fit(strategy, geos: geos)
      #expect(fit.initialization == strategy)
      #expect(fit.configuration.initialization == strategy)
      firsts.insert(fit.draws.values)
    }
    #expect(firsts.count == strategies.count)
  }

  @Test("Leaving the start out means modes, to the same bits")
  func standard() async throws {
    let model = try ExampleModel.model(.hillAdstock)
    let standard = try await model.fit(Self.quick)
    let modes = try await model.fit(Self.quick, initialization: .modes)
    #expect(standard.draws.values == modes.draws.values)
  }

  @Test("What is not given begins at its prior median, given its parent")
  func values() throws {
    let model = try ExampleModel.model(.adstock, geos: 2)
    let coefficient = [0.5, 1, 2]
    let start = try model.startingParameters(["channel_coef_media": coefficient])
    let range = try #require(model.parameters.range(of: "channel_coef_media"))
    #expect(Array(start[range]) == coefficient)
    // A geo's median is 0.6745·√(2/π) of its channel's coefficient.
    let geos = try #require(model.parameters.range(of: "coef_media"))
    for (index, value) in start[geos].enumerated() {
      let expected = 0.674489750196082 * 0.797884560802865 * coefficient[index / 2]
      #expect(abs(value - expected) < 1e-12)
    }
  }

  @Test("A prior without a mean is named, and so is a mean outside the support")
  func means() async throws {
    let cauchy = await error(
      .priorMean, priors: ["coef_trend": .family(.cauchy, ["loc": 0, "scale": 1])])
    #expect(cauchy == .noMean("coef_trend[0]"))
    let pareto = await error(
      .priorMean,
      priors: ["sigma": .family(.pareto, ["scale": 1, "alpha": 0.5])])
    #expect(pareto == .noMean("sigma[0]"))
    #expect(pareto?.description.contains("sigma[0]") == true)
    // 1 − 1e-17 rounds to 1, the bound.
    let beta = await error(
      .priorMean,
      priors: [
        "lag_weight": .elements([
          "channel_1": .family(.beta, ["concentration1": 1, "concentration0": 1e-17])
        ])
      ])
    #expect(beta == .meanOutsideSupport("lag_weight[channel_1]", mean: 1))
  }

  @Test("Given values that do not fit the model")
  func wrongValues() async throws {
    #expect(
      await error(.values(["sgima": [1]]))?.description.contains("did you mean sigma?") == true)
    #expect(
      await error(.values(["lag_weight": [0.5, 0.5]]))
        == .value(.shape("lag_weight", found: 2, expected: [3])))
    #expect(
      await error(.values(["lag_weight": [0.5, 1.5, 0.5]]))
        == .value(.outsideSupport("lag_weight[channel_1]", value: 1.5)))
    let nan = await error(.values(["intercept": [.nan]]))
    guard case .value(.outsideSupport("intercept[0]", _)) = nan else {
      Issue.record("\(String(describing: nan))")
      return
    }
    let fixed: [String: PriorSetting] = ["coef_trend": .fixed(0)]
    #expect(
      await error(.values(["coef_trend": [1]]), priors: fixed)
        == .value(.contradictsFixed("coef_trend[0]", value: 1, fixed: 0)))
    _ = try await fit(.values(["coef_trend": [0]]), priors: fixed)
  }

  @Test(
    "Experiments that make every start impossible are to blame, the worst by name",
    arguments: [.priorMedian, .priorMean, .priorSample, .uniform, .values([:])] as [Initialization])
  func experiments(initialization: Initialization) async throws {
    func message(_ estimate: Double, error: Double, sigma: PriorSetting? = nil) async throws
      -> String
    {
      var model = try ExperimentExample.model(.adstock) { data in
        var tests = ExperimentExample.tests(in: data)
        tests[1].estimate = .incrementalKPI(estimate)
        tests[1].standardError = error
        return tests
      }
      if let sigma {
        var specification = model.specification
        specification.priors["sigma"] = sigma
        model = try MediaMixModel(dataset: model.dataset, specification: specification)
      }
      let failure = await #expect(throws: SamplerError.self) {
        try await model.fit(Self.quick, initialization: initialization)
      }
      return failure?.description ?? ""
    }
    for (estimate, error) in [(1e300, 1), (1, 1e-300)] {
      let text = try await message(estimate, error: error)
      #expect(text.contains("the experiments make them impossible"), "\(text)")
      #expect(text.contains("experiment 2 (\"channel_0\")"), "\(text)")
    }
    // Data that are impossible by themselves.
    let both = try await message(1e300, error: 1, sigma: .fixed(1e-200))
    #expect(both.contains(". Check the results and standard errors of experiments as well"))
    #expect(!both.contains("experiment 2"))
  }

  @Test("A value inside its support that makes the data impossible is named")
  func impossible() async throws {
    let one = await error(.values(["intercept": [1], "sigma": [1e-200], "expo_trend": [1]]))
    #expect(one == .impossible(["sigma"]))
    #expect(one?.description.contains("the given sigma makes the data impossible") == true)
    let two = await error(.values(["intercept": [1e200], "sigma": [1e-200]]))
    #expect(two == .impossible(["intercept", "sigma"]))
  }
}
