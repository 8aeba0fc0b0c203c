import MediaMix
import MediaMixInference
import Testing

@Suite("Worlds of recoveries")
struct RecoveryWorldTests {
  /// The numbers of a parameter in a vector of all.
  private func values(
    _ name: String, _ parameters: [Double], _ model: MediaMixModel
  ) -> [Double] {
    model.parameters.range(of: name).map { Array(parameters[$0]) } ?? []
  }

  /// The expected KPI in sum: what a channel brings, over its share.
  private func total(_ model: MediaMixModel, _ parameters: [Double]) -> Double {
    let channel = model.metrics(at: parameters)[1]
    return channel.returnDraws[0] * channel.spend / channel.contributionDraws[0]
  }

  @Test(
    "A channel's share is its level, as metrics have it, and the expected KPI stays",
    arguments: MediaTransform.allCases, [nil, 3])
  func shares(_ transform: MediaTransform, geos: Int?) throws {
    let model = try MediaMixModel(
      dataset: ExampleModel.dataset(geos: geos),
      specification: ModelSpecification(transform: transform))
    // The coefficients of geos differ.
    let count = model.parameters.range(of: "coef_media")?.count ?? 0
    let draw = try model.startingParameters([
      "coef_media": (0..<count).map { 0.1 + 0.02 * Double($0) },
      "coef_extra_features":
        Array(repeating: 0.1, count: 2 * (geos ?? 1)),
    ])
    let world = try model.parameters(draw, settingShares: [0: 0.1, 2: 0])
    let (before, after) = (model.metrics(at: draw), model.metrics(at: world))
    #expect(abs(after[0].contributionDraws[0] - 0.1) < 1e-12)
    #expect(after[2].contributionDraws[0] == 0)
    #expect(
      abs(after[1].contributionDraws[0] / before[1].contributionDraws[0] - 1) < 1e-12,
      "a channel that is not set keeps what it brings")
    #expect(abs(total(model, world) / total(model, draw) - 1) < 1e-12)
    let coefficients = values("coef_media", world, model)
    let factors = zip(coefficients, values("coef_media", draw, model)).map { $0 / $1 }
    for factor in factors[..<(geos ?? 1)] { #expect(abs(factor / factors[0] - 1) < 1e-12) }

    let intercepts = zip(values("intercept", world, model), values("intercept", draw, model))
    let factor = intercepts.map { $0 / $1 }[0]
    #expect(factor > 0)
    for name in ["intercept", "coef_trend", "coef_extra_features", "coef_seasonality"] {
      let parts = zip(values(name, world, model), values(name, draw, model))
      for (one, other) in parts { #expect(abs(one - factor * other) < 1e-12) }
    }
    for name in ["sigma", "expo_trend", "lag_weight", "exponent", "slope", "peak_effect_delay"] {
      #expect(values(name, world, model) == values(name, draw, model))
    }
  }

  @Test("What is fixed stays, and the rest of the baseline makes up for it")
  func fixedParts() throws {
    let model = try ExampleModel.model(
      .adstock,
      priors: ["intercept": .fixed(0.5), "coef_media": .elements(["channel_1": .fixed(0.1)])])
    let draw = try model.startingParameters(["coef_extra_features": [0.5, 0.4]])
    let world = try model.parameters(draw, settingShares: [0: 0.2, 2: 0.1])
    #expect(values("intercept", world, model) == [0.5])
    #expect(values("coef_media", world, model)[1] == 0.1)
    let metrics = model.metrics(at: world)
    #expect(abs(metrics[0].contributionDraws[0] - 0.2) < 1e-12)
    #expect(abs(metrics[2].contributionDraws[0] - 0.1) < 1e-12)
    #expect(abs(total(model, world) / total(model, draw) - 1) < 1e-12)
  }

  @Test("Draws that make no world say why")
  func obstacles() throws {
    let plain = try ExampleModel.model(.adstock)
    let draw = try plain.startingParameters(["intercept": [1]])
    #expect(throws: RecoveryObstacle.nothingLeft) {
      try plain.parameters(draw, settingShares: [0: 0.6, 1: 0.4])
    }
    var negative = draw
    let intercept = try #require(plain.parameters.range(of: "intercept")).lowerBound
    negative[intercept] = -100
    #expect(throws: RecoveryObstacle.noBaseline) {
      try plain.parameters(negative, settingShares: [0: 0.1])
    }
    var still = draw
    let coefficients = try #require(plain.parameters.range(of: "coef_media"))
    still[coefficients.lowerBound] = 0
    #expect(throws: RecoveryObstacle.noEffect(channel: "channel_0")) {
      try plain.parameters(still, settingShares: [0: 0.1])
    }
    #expect(try plain.parameters(still, settingShares: [0: 0])[coefficients.lowerBound] == 0)

    let bounded = try ExampleModel.model(
      .adstock, priors: ["intercept": .family(.uniform, ["low": 0.9, "high": 1.1])])
    let inside = try bounded.startingParameters(["intercept": [1]])
    #expect(throws: RecoveryObstacle.outsidePrior(parameter: "intercept[0]")) {
      try bounded.parameters(inside, settingShares: [0: 0.6])
    }
    let fixed = try ExampleModel.model(
      .adstock, features: 0,
      priors: [
        "intercept": .fixed(1), "coef_trend": .fixed(0), "gamma_seasonality": .fixed(0),
      ])
    #expect(throws: RecoveryObstacle.fixedBaseline) {
      try fixed.parameters(fixed.startingParameters([:]), settingShares: [0: 0.1])
    }
  }

  /// Parameters at which the trend takes off what the intercept brings, and so much more.
  private func falling(_ model: MediaMixModel, by share: Double) throws -> [Double] {
    func parameters(slope: Double) throws -> [Double] {
      func repeated(_ name: String, _ value: Double) -> [Double] {
        Array(repeating: value, count: model.parameters.range(of: name)?.count ?? 0)
      }
      return try model.startingParameters([
        "coef_media": repeated("coef_media", 0.3), "coef_trend": repeated("coef_trend", slope),
        "coef_extra_features": repeated("coef_extra_features", 0),
      ])
    }
    let flat = try parameters(slope: 0)
    let trend = try total(model, parameters(slope: 1)) - total(model, flat)
    let count = model.dataset.target.values.count
    let intercept = values("intercept", flat, model)[0]
    return try parameters(slope: -(intercept + share) * Double(count) / trend)
  }

  @Test(
    "A baseline that is negative or next to nothing is not multiplied: intercepts are raised",
    arguments: [nil, 3], [0.05, -0.02])
  func raisedIntercepts(geos: Int?, share: Double) throws {
    let model = try ExampleModel.model(.adstock, geos: geos)
    let draw = try falling(model, by: share)
    let world = try model.parameters(draw, settingShares: [0: 0.1, 2: 0])
    let metrics = model.metrics(at: world)
    #expect(abs(metrics[0].contributionDraws[0] - 0.1) < 1e-12)
    #expect(abs(total(model, world) / total(model, draw) - 1) < 1e-12)
    for name in ["coef_trend", "coef_extra_features"] {
      #expect(values(name, world, model) == values(name, draw, model))
    }
    let rises = zip(values("intercept", world, model), values("intercept", draw, model)).map(-)
    #expect(rises.count == geos ?? 1)
    #expect(rises.allSatisfy { $0 > 0.1 && abs($0 / rises[0] - 1) < 1e-12 })

    let fixed = try ExampleModel.model(.adstock, geos: geos, priors: ["intercept": .fixed(0)])
    var same = try falling(fixed, by: 0.05)
    #expect(throws: RecoveryObstacle.noBaseline) {
      try fixed.parameters(same, settingShares: [0: 0.1])
    }
    same = try falling(fixed, by: -0.02)
    let scaled = try fixed.parameters(same, settingShares: [0: 0.1])
    #expect(values("intercept", scaled, fixed).allSatisfy { $0 == 0 })
  }

  @Test("What the prior says of an effect: its tail, 0 outside of it, nothing where it is fixed")
  func priors() throws {
    let model = try ExampleModel.model(
      .adstock,
      priors: [
        "coef_media": .elements([
          "channel_0": .family(.uniform, ["low": 0.1, "high": 0.5]), "channel_2": .fixed(0.1),
        ])
      ])
    var parameters = try model.startingParameters([:])
    let first = try #require(model.parameters.range(of: "coef_media")).lowerBound
    func probability(_ value: Double, channel: Int) -> Double? {
      parameters[first + channel] = value
      return model.priorProbability(ofEffectAt: parameters, channel: channel)
    }
    #expect(abs((probability(0.4, channel: 0) ?? 0) - 0.25) < 1e-12)
    #expect(probability(0, channel: 0) == 0)
    #expect(probability(0.6, channel: 0) == 0)
    #expect(probability(0, channel: 1) == 1)
    #expect(probability(0.1, channel: 2) == nil)
    for (value, channel, allowed) in [
      (0.4, 0, true), (0, 0, false), (0.6, 0, false), (0, 1, true), (-0.1, 1, false), (0, 2, true),
    ] {
      parameters[first + channel] = value
      #expect(model.allowsEffect(at: parameters, channel: channel) == allowed)
    }
    // Of geos with the mean 2/π·s their channel's level is s.
    let geos = try ExampleModel.model(.adstock, geos: 3)
    var draw = try geos.startingParameters([:])
    for index in try #require(geos.parameters.range(of: "coef_media")) { draw[index] = 0.2 }
    let prior = try HalfNormal(scale: geos.mediaPriorScales[1])
    let expected = 1 - prior.cumulative(0.1 * .pi)
    #expect(abs((geos.priorProbability(ofEffectAt: draw, channel: 1) ?? 0) - expected) < 1e-12)
  }

  @Test("A world keeps media, has a KPI of its own and no experiments; its noise is the draw's")
  func worlds() async throws {
    let data = ExampleModel.dataset(periods: 40, channels: 2, features: 1)
    let fit = try await MediaMixModel(
      dataset: data,
      specification: ModelSpecification(
        transform: .adstock,
        experiments: [
          LiftTest(
            channel: "channel_0", first: data.dates[30], last: data.dates[35].adding(days: -1),
            estimate: .returnOnInvestment(1), standardError: 0.5)
        ])
    ).fit(SamplerConfiguration(chains: 2, warmup: 60, draws: 40, seed: 3))
    let design = try RecoveryDesign(RecoveryPlan(replications: 6), model: fit.model, seed: 3)
    let world = try RecoveryWorld(like: fit, design, index: 4)
    #expect(world.model.dataset.media == data.media)
    #expect(world.model.dataset.features == data.features)
    #expect(world.model.dataset.target != data.target)
    #expect(world.model.specification.experiments.isEmpty)
    #expect(world.model.scaling == fit.model.scaling)
    for (channel, level) in design.assignments[4].enumerated() {
      #expect(abs(world.truth[channel].contributionDraws[0] - design.levels[level]) < 1e-12)
    }
    let mean = world.model.dataset.target.values.reduce(0, +) / 40
    #expect(abs(mean / (data.target.values.reduce(0, +) / 40) - 1) < 0.1)
    let again = try RecoveryWorld(like: fit, design, index: 4)
    #expect(again.parameters == world.parameters)
    #expect(again.model.dataset == world.model.dataset)
    #expect(again.seed == world.seed)
    let other = try RecoveryWorld(like: fit, design, index: 5)
    #expect(other.model.dataset.target != world.model.dataset.target)
    #expect(other.seed != world.seed)
  }

  /// What channels bring differs from geo to geo, and so does what a geo's KPI becomes in a world.
  @Test("A fixed parameter means in the fit to a world of geos what it means in the world")
  func fixedNoise() async throws {
    var data = ExampleModel.dataset(periods: 200, channels: 1, features: 0, geos: 2)
    for time in 0..<200 {
      data.target[time, 0, 0] *= 50
      data.target[time, 0, 1] -= 0.28 * data.media[time, 0, 1]
    }
    let fit = try await MediaMixModel(
      dataset: data,
      specification: ModelSpecification(transform: .adstock, priors: ["sigma": .fixed(0.08)])
    ).fit(SamplerConfiguration(chains: 1, warmup: 40, draws: 10, seed: 3))
    let design = try RecoveryDesign(
      RecoveryPlan(levels: [0.4], replications: 4), model: fit.model, seed: 3)
    let index = try #require(design.assignments.firstIndex { $0 == [1] })
    let world = try RecoveryWorld(like: fit, design, index: index)
    var workspace = world.model.density.makeWorkspace()
    let expected = world.model.density.fitted(world.parameters, workspace: &workspace).mean
    let seen = world.model.scaling.target.transform(world.model.dataset.target)
    for geo in 0..<2 {
      let noise = zip(
        seen.series(column: 0, geo: geo), expected.series(column: 0, geo: geo)
      ).map(-)
      let deviation = (noise.reduce(0) { $0 + $1 * $1 } / 200).squareRoot()
      // Three standard errors of a standard deviation of 200 numbers.
      #expect(abs(deviation / 0.08 - 1) < 0.15)
    }
  }
}
