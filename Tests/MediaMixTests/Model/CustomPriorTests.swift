import MediaMix
import MediaMixInference
import Testing

@Suite("Custom priors")
struct CustomPriorTests {
  private func error(
    _ priors: [String: PriorSetting], geos: Int? = nil, features: Int = 2
  ) -> PriorError? {
    #expect(throws: PriorError.self) {
      try ExampleModel.model(.adstock, features: features, geos: geos, priors: priors)
    }
  }

  private func moments(_ model: MediaMixModel) -> [String: (mean: Double, sd: Double)] {
    Dictionary(uniqueKeysWithValues: zip(model.parameters.elementNames, model.priorMoments))
  }

  @Test("Every family, on every element or on one, has the gradient of its density")
  func families() throws {
    let arguments: [DistributionFamily: [String: PriorArgument]] = [
      .normal: ["loc": 0.1, "scale": 0.5], .halfNormal: ["scale": 0.5],
      .logNormal: ["loc": -1, "scale": 0.5], .gamma: ["concentration": 2, "rate": 4],
      .beta: ["concentration1": 2, "concentration0": 3], .uniform: ["low": 0.1, "high": 2],
      .exponential: ["rate": 2], .studentT: ["df": 4, "loc": 0, "scale": 1],
      .cauchy: ["loc": 0, "scale": 1], .halfCauchy: ["scale": 1],
      .inverseGamma: ["concentration": 3, "rate": 1], .laplace: ["loc": 0, "scale": 1],
      .truncatedNormal: ["loc": 0, "scale": 1, "low": -0.5, "high": 2],
      .logistic: ["loc": 0, "scale": 1], .weibull: ["scale": 1, "concentration": 1.5],
      .pareto: ["scale": 0.1, "alpha": 3], .gumbel: ["loc": 0, "scale": 1],
    ]
    #expect(arguments.count == DistributionFamily.allCases.count)
    for (family, values) in arguments {
      for setting in [
        PriorSetting.family(family, values),
        .elements(["feature_1": .family(family, values), "feature_0": .fixed(0.3)]),
      ] {
        let density = try ExampleModel.model(
          .adstock, geos: 2, priors: ["coef_extra_features": setting]
        ).density
        let position = density.priorMedians.map { $0 + 0.1 }
        let (value, gradient) = density.valueAndGradient(position)
        let expected = numericalGradient(of: { density.valueAndGradient($0).value }, at: position)
        #expect(value.isFinite)
        #expect(relativeError(gradient, expected, floor: 1) < 1e-5, "\(family)")
      }
    }
  }

  @Test("A fixed parameter is a constant of the model and no coordinate of the sampler")
  func fixed() throws {
    let free = try ExampleModel.model(.adstock)
    let model = try ExampleModel.model(
      .adstock,
      priors: [
        "intercept": .fixed(0), "coef_media": .elements(["channel_1": .fixed(0.25)]),
        "gamma_seasonality": .elements(["0,1": .fixed(0.5), "1": .fixed([0.1, 0.2])]),
        "lag_weight": .fixed([0, 0.5, 1]),
      ])
    #expect(model.parameters == free.parameters)
    #expect(model.density.dimension == free.density.dimension - 1 - 1 - 3 - 3)
    let values = model.density.naturalParameters(at: model.density.priorMedians)
    let named = Dictionary(uniqueKeysWithValues: zip(model.parameters.elementNames, values))
    #expect(named["intercept[0]"] == 0 && named["coef_media[channel_1]"] == 0.25)
    #expect(named["gamma_seasonality[0,1]"] == 0.5 && named["gamma_seasonality[1,1]"] == 0.2)
    #expect(named["lag_weight[channel_2]"] == 1)
    // The likelihood at the same point; priors of what is fixed have gone.
    let position = model.density.priorMedians
    let (value, gradient) = model.density.valueAndGradient(position)
    let expected = numericalGradient(
      of: { model.density.valueAndGradient($0).value }, at: position)
    #expect(value.isFinite && relativeError(gradient, expected, floor: 1) < 1e-5)
    #expect(moments(model)["coef_media[channel_1]"].map { $0 == (0.25, 0) } == true)
    #expect(try ExampleModel.model(.adstock, priors: ["sigma": .fixed(0.1)]).density.dimension > 0)
  }

  @Test("Arguments are broadcast to the parameter's shape")
  func broadcasting() throws {
    let model = try ExampleModel.model(
      .adstock, geos: 3,
      priors: [
        "coef_extra_features": .family(.normal, ["loc": [[1], [2]], "scale": [0.1, 0.2, 0.3]]),
        "gamma_seasonality": .arguments(["loc": [1, 2, 3, 4]]), "intercept": .positional([0.5]),
        "coef_media": .arguments(["scale": [0.1, 0.2, 0.3]]),
      ])
    let moments = moments(model)
    #expect(moments["coef_extra_features[feature_1,geo_0]"].map { $0 == (2, 0.1) } == true)
    #expect(moments["coef_extra_features[feature_0,geo_2]"].map { $0 == (1, 0.3) } == true)
    #expect(moments["gamma_seasonality[1,0]"]?.mean == 3)
    let halfNormalMean = (2 / Double.pi).squareRoot()
    #expect(abs((moments["intercept[geo_1]"]?.mean ?? 0) - 0.5 * halfNormalMean) < 1e-15)
    #expect(
      abs((moments["channel_coef_media[channel_2,0]"]?.mean ?? 0) - 0.3 * halfNormalMean) < 1e-15)
    #expect(
      abs((moments["coef_media[channel_2,geo_1]"]?.mean ?? 0) - 0.3 * halfNormalMean * 2 / .pi)
        < 1e-15)
  }

  @Test("Elements are known by their labels, by those of the first axis, and by no part of one")
  func elements() throws {
    let model = try ExampleModel.model(
      .adstock, geos: 2,
      priors: [
        "coef_media": .elements(["channel_0": .family(.logNormal, ["loc": -2, "scale": 0.5])]),
        "coef_extra_features": .elements([
          "feature_0": .arguments(["scale": 0.1]), "feature_0,geo_1": .arguments(["scale": 0.2]),
        ]),
        "intercept": .arguments(["geo_1": 0.4]),
      ])
    let moments = moments(model)
    #expect(moments["coef_extra_features[feature_0,geo_0]"]?.sd == 0.1)
    #expect(moments["coef_extra_features[feature_0,geo_1]"]?.sd == 0.2)
    #expect(moments["coef_extra_features[feature_1,geo_1]"]?.sd == 1)
    #expect((moments["intercept[geo_1]"]?.mean ?? 9) < 0.4)
    #expect((moments["intercept[geo_0]"]?.mean ?? 0) > 1)
    #expect(
      error(["intercept": .elements(["geo": .fixed(1)])], geos: 2)
        == .unknownElement("geo", parameter: "intercept", known: ["geo_0", "geo_1"]))
  }

  @Test("What does not fit is refused in the user's words")
  func refusals() {
    #expect(error(["coef_seasonality": .fixed(1)])?.description.contains("national") == true)
    #expect(error(["sigmo": .fixed(1)])?.description.contains("did you mean sigma?") == true)
    #expect(error(["sigma": .fixed(0)]) == .fixedValue(0, parameter: "sigma[0]", needs: "positive"))
    #expect(
      error(["coef_media": .fixed(0)], geos: 2)?.description.contains(
        "coef_media[channel_0]: it is fixed to 0.0") == true)
    #expect(
      error(["coef_media": .family(.normal, ["loc": 0, "scale": 1])], geos: 2)?.description
        .contains("prior of coef_media") == true)
    #expect(
      error(["coef_media": .fixed(1), "channel_coef_media": .fixed(1)], geos: 2)
        == .givenTwice("channel_coef_media", "coef_media"))
    #expect(
      error(["lag_weight": .arguments(["concentration1": [1, 2]])])
        == .shape(
          argument: "concentration1", found: [2], parameter: "lag_weight", allowed: [3]))
    #expect(
      error(["sigma": .positional([1, 2, 3])])
        == .tooManyArguments(count: 3, parameter: "sigma", family: .gamma))
    #expect(
      error(["coef_media": .elements(["lognormal": .arguments(["loc": 0])])])?.description.contains(
        "did you mean log_normal?") == true)
    #expect(
      error(["sigma": .family(.normal, ["loc": 0, "scale": 1])])
        == .support(parameter: "sigma", needs: "positive"))
  }

  @Test("With every parameter fixed nothing is left to estimate")
  func nothingLeft() throws {
    let names = try ExampleModel.model(.adstock, features: 0).parameters.parameters.map(\.name)
    let priors = Dictionary(uniqueKeysWithValues: names.map { ($0, PriorSetting.fixed(0.5)) })
    #expect(error(priors, features: 0) == .nothingToEstimate)
  }
}
