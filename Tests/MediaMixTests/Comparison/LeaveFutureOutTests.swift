import Foundation
import MediaMix
import MediaMixInference
import Testing

@Suite("Log likelihoods, leave-one-out and leave-future-out of a fit")
struct LeaveFutureOutTests {
  private static let quick = SamplerConfiguration(chains: 2, warmup: 150, draws: 150, seed: 3)

  /// A model so simple that a fit of it can be carried on.
  private static let simple = ModelSpecification(
    transform: .carryover, numberOfLags: 4, scaling: .none, mediaPrior: .explicit([0.3]),
    priors: ["coef_trend": .fixed(0)])

  @Test("Log likelihoods are normal densities in the KPI's units", arguments: [nil, 2])
  func logLikelihood(geos: Int?) async throws {
    let data = ExampleModel.dataset(periods: 20, geos: geos)
    let model = try MediaMixModel(
      dataset: data, specification: ModelSpecification(transform: .adstock))
    let fit = try await model.fit(SamplerConfiguration(chains: 2, warmup: 20, draws: 3))
    let geoCount = geos ?? 1
    let means = fit.trace.muInDataUnits.values
    let sigmas = try #require(fit.draws(of: "sigma"))
    let range = 5..<12
    let values = fit.trace.logLikelihood(ofPoints: range)
    #expect(values.count == range.count)
    for (point, draws) in zip(range, values) {
      #expect(draws.count == 6)
      for (draw, value) in draws.enumerated() {
        let geo = point % geoCount
        let sigma =
          sigmas[draw * geoCount + geo] * model.scaling.target.divisor(column: 0, geo: geo)
        let mean = means[draw * data.target.values.count + point]
        let z = (data.target.values[point] - mean) / sigma
        let expected = -0.5 * z * z - log(sigma) - 0.5 * log(2 * Double.pi)
        #expect(abs(value - expected) < 1e-10 * max(1, abs(expected)))
      }
    }
  }

  @Test("Leave-one-out of a fit is that of its log likelihoods")
  func leaveOneOut() async throws {
    let fit = try await ExampleModel.model(.carryover, periods: 25).fit(Self.quick)
    let estimate = fit.leaveOneOut()
    #expect(estimate.points.count == 25)
    #expect(estimate.drawCount == 300)
    let logLikelihood = fit.trace.logLikelihood(ofPoints: 7..<8)[0]
    let point = LeaveOneOut.Point(
      logLikelihood: [Array(logLikelihood[..<150]), Array(logLikelihood[150...])])
    #expect(estimate.points[7] == point)
    // More parameters than none, and each observation is predicted worse when it is not seen.
    #expect(estimate.effectiveParameterCount > 1)
    #expect(estimate.points.allSatisfy { $0.elpd < $0.logPredictiveDensity })
  }

  @Test("Each period is predicted from those before it, as by a fit to them")
  func futures() async throws {
    let data = ExampleModel.dataset(periods: 40, channels: 1, features: 0)
    let specification = Self.simple
    let sampler = SamplerConfiguration(chains: 2, warmup: 300, draws: 700, seed: 3)
    let fit = try await MediaMixModel(dataset: data, specification: specification).fit(sampler)
    let future = try await fit.leaveFutureOut(periods: 3)
    #expect(future.periods.map(\.date) == Array(data.dates.suffix(3)))
    #expect(future.periods[0].shape == nil)
    #expect(future.fitCount < 3, "nothing was carried on")
    for (period, count) in zip(future.periods, 37..<40) {
      let exact = try await MediaMixModel(
        dataset: data.rows(0..<count), specification: specification
      ).fit(sampler)
      let means = try exact.predict(FutureRows(data.rows(count..<count + 1))).mean.values
      let sigmas = try #require(exact.draws(of: "sigma"))
      let densities = zip(means, sigmas).map { mean, sigma -> Double in
        let z = (data.target[count, 0] - mean) / sigma
        return exp(-0.5 * z * z) / (sigma * (2 * Double.pi).squareRoot())
      }
      let elpd = log(densities.reduce(0, +) / Double(densities.count))
      #expect(abs(period.elpd - elpd) < 0.1, "\(count)")
    }
    let elpd = future.periods.reduce(0) { $0 + $1.elpd }
    #expect(abs(future.elpd.value - elpd) < 1e-12)
  }

  @Test("Leave-future-out does not depend on the number of threads, nor on later experiments")
  func threads() async throws {
    let data = ExampleModel.dataset(periods: 30, channels: 2, features: 0)
    let experiment = LiftTest(
      channel: "channel_0", first: data.dates[27], last: data.dates[28],
      estimate: .incrementalKPI(1), standardError: 0.5)
    let fit = try await MediaMixModel(
      dataset: data,
      specification: ModelSpecification(transform: .adstock, experiments: [experiment])
    ).fit(SamplerConfiguration(chains: 2, warmup: 60, draws: 60))
    let future = try await fit.leaveFutureOut(periods: 3, threads: 1)
    #expect(future == (try await fit.leaveFutureOut(periods: 3)))
    #expect(LeaveFutureOut.mostPeriods(of: data) == 27)
    #expect(future.difference(from: future).value == 0)
    let without = try await MediaMixModel(
      dataset: data, specification: ModelSpecification(transform: .adstock)
    ).fit(fit.sampler).leaveFutureOut(periods: 3)
    // Two begin before it is over.
    #expect(future.periods.prefix(2) == without.periods.prefix(2))
    #expect(future.periods[2].elpd != without.periods[2].elpd)
  }

  @Test("A fit is not carried on past the end of an experiment")
  func experimentEnds() async throws {
    let data = ExampleModel.dataset(periods: 40, channels: 1, features: 0)
    func periods(_ specification: ModelSpecification) async throws -> [LeaveFutureOut.Period] {
      try await MediaMixModel(dataset: data, specification: specification)
        .fit(SamplerConfiguration(chains: 2, warmup: 300, draws: 700, seed: 3))
        .leaveFutureOut(periods: 3).periods
    }
    let without = try await periods(Self.simple)
    let place = try #require(without.firstIndex { $0.shape != nil }, "nothing was carried on")
    var informed = Self.simple
    informed.experiments = [
      LiftTest(
        channel: "channel_0", first: data.dates[30],
        last: without[place].date.adding(days: -1), estimate: .returnOnInvestment(1),
        standardError: 10)
    ]
    let with = try await periods(informed)
    #expect(with[..<place] == without[..<place])
    #expect(with[place].shape == nil)
  }
}
