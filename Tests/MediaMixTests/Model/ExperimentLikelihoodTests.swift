import MediaMix
import MediaMixInference
import Testing

@Suite("The likelihood of experiments")
struct ExperimentLikelihoodTests {
  private func positions(of density: MediaMixDensity, count: Int) -> [[Double]] {
    var random = RandomStream(seed: 9, purpose: .initialization, index: 0)
    return (0..<count).map { _ in density.priorMedians.map { $0 + 0.7 * random.normal() } }
  }

  @Test(
    "The log density is that of the data plus normal densities of the effects",
    arguments: MediaTransform.allCases, [nil, 2])
  func value(transform: MediaTransform, geos: Int?) throws {
    for scaling in ModelSpecification.ScalingRule.allCases {
      let model = try ExperimentExample.model(transform, geos: geos, scaling: scaling)
      let plain = try ExperimentExample.model(transform, geos: geos, scaling: scaling) { _ in [] }
      for position in positions(of: model.density, count: 5) {
        let parameters = model.density.naturalParameters(at: position)
        var expected = plain.density.value(at: parameters).natural
        for test in model.specification.experiments {
          let effect = try ExperimentExample.effect(test, of: model, at: parameters)
          // In units of the KPI, whatever the result's.
          let channel = try #require(model.dataset.channels.firstIndex(of: test.channel))
          let spend = model.dataset.dates.indices
            .filter {
              test.first <= model.dataset.dates[$0] && model.dataset.dates[$0] <= test.last
            }
            .reduce(0.0) { sum, t in
              (0..<(geos ?? 1)).reduce(sum) { $0 + model.dataset.spend[t, channel, $1] }
            }
          switch test.estimate {
          case .incrementalKPI(let gain):
            expected += try Normal(loc: effect, scale: test.standardError)
              .logDensityAndGradient(at: gain).logDensity
          case .returnOnInvestment(let ratio):
            expected += try Normal(loc: effect * spend, scale: test.standardError * spend)
              .logDensityAndGradient(at: ratio * spend).logDensity
          }
        }
        #expect(relativeError([model.density.value(at: parameters).natural], [expected]) < 1e-11)
        #expect(
          relativeError(
            [model.density.valueAndGradient(position).value],
            [model.density.value(at: parameters).unconstrained]) < 1e-9)
      }
    }
  }

  @Test("Gradient against central differences", arguments: MediaTransform.allCases, [nil, 1, 3])
  func gradient(transform: MediaTransform, geos: Int?) throws {
    let density = try ExperimentExample.model(transform, geos: geos).density
    for position in positions(of: density, count: 15) {
      let (value, gradient) = density.valueAndGradient(position)
      let expected = numericalGradient(of: { density.valueAndGradient($0).value }, at: position)
      #expect(relativeError(gradient, expected, floor: 1) < 1e-6 * max(1, abs(value) * 1e-2))
    }
  }

  @Test("Each experiment by itself has the right gradient", arguments: MediaTransform.allCases)
  func single(transform: MediaTransform) throws {
    for geos in [nil, 2] {
      for index in 0..<4 {
        let density = try ExperimentExample.model(transform, geos: geos) {
          [ExperimentExample.tests(in: $0)[index]]
        }.density
        for position in positions(of: density, count: 4) {
          let (value, gradient) = density.valueAndGradient(position)
          let expected = numericalGradient(
            of: { density.valueAndGradient($0).value }, at: position)
          #expect(relativeError(gradient, expected, floor: 1) < 1e-6 * max(1, abs(value) * 1e-2))
        }
      }
    }
  }

  @Test("Never NaN at the edges of every coordinate", arguments: MediaTransform.allCases)
  func edges(transform: MediaTransform) throws {
    for geos in [nil, 2] {
      let density = try ExperimentExample.model(transform, geos: geos).density
      for extreme in [-800.0, -300, -40, 40, 300, 800] {
        for i in 0..<density.dimension {
          var position = density.priorMedians
          position[i] += extreme
          let (value, gradient) = density.valueAndGradient(position)
          #expect(!value.isNaN && value < .infinity)
          if value.isFinite { #expect(gradient.allSatisfy { $0.isFinite }) }
        }
      }
    }
  }

  @Test("A workspace forgets the evaluation before")
  func workspaceReuse() throws {
    for transform in MediaTransform.allCases {
      let density = try ExperimentExample.model(transform, geos: 2).density
      var workspace = density.makeWorkspace()
      let points = positions(of: density, count: 5)
      for point in points + points.reversed() {
        var gradient = Array(repeating: 0.0, count: density.dimension)
        var span = gradient.mutableSpan
        let value = density.evaluate(at: point.span, gradient: &span, workspace: &workspace)
        let fresh = density.valueAndGradient(point)
        #expect(value == fresh.value && gradient == fresh.gradient)
      }
    }
  }

  @Test("Effects of draws are those of the public transforms", arguments: MediaTransform.allCases)
  func effects(transform: MediaTransform) async throws {
    let model = try ExperimentExample.model(transform)
    let fit = try await model.fit(SamplerConfiguration(chains: 2, warmup: 20, draws: 10))
    let effects = fit.experimentEffects()
    #expect(effects.map(\.count) == [20, 20, 20, 20])
    for (test, draws) in zip(model.specification.experiments, effects) {
      let expected = try draws.indices.map {
        try ExperimentExample.effect(test, of: model, at: Array(fit.draws.draw($0)))
      }
      #expect(relativeError(draws, expected, floor: 1e-6) < 1e-9)
    }
  }
}
