import Foundation
import MediaMixInference
import Testing

@Suite("Pareto smoothing and leave-one-out")
struct LeaveOneOutTests {
  @Test("Leave-one-out estimates are ArviZ's", arguments: LeaveOneOutFixture.shared.cases)
  func reference(example: LeaveOneOutFixture.Case) {
    let estimate = LeaveOneOut(
      points: example.logLikelihood.map {
        LeaveOneOut.Point(logLikelihood: [$0], relativeEfficiency: example.relativeEfficiency)
      }, drawCount: example.logLikelihood[0].count)
    expectSame(estimate.elpd, example.elpd, "elpd")
    expectSame(estimate.standardError, example.standardError, "se")
    expectSame(estimate.effectiveParameterCount, example.effectiveParameterCount, "p_loo")
    expectSame(estimate.shapeLimit, example.shapeLimit, "limit")
    for (point, elpd) in zip(estimate.points, example.pointwise) {
      expectSame(point.elpd, elpd, "pointwise")
    }
    for (point, shape) in zip(estimate.points, example.shapes) {
      if let shape {
        expectSame(point.shape, shape, scale: 1, "k")
      } else {
        #expect(point.shape == .infinity)
      }
    }
    let unreliable = example.shapes.indices.filter {
      (example.shapes[$0] ?? .infinity) > example.shapeLimit
    }
    #expect(estimate.unreliablePoints == unreliable)
  }

  @Test("Smoothed weights are ArviZ's", arguments: LeaveOneOutFixture.shared.cases)
  func weights(example: LeaveOneOutFixture.Case) {
    for (logLikelihood, reference) in zip(example.logLikelihood, example.logWeights) {
      let smoothed = ParetoSmoothing(
        logRatios: logLikelihood.map(-), relativeEfficiency: example.relativeEfficiency)
      let total = smoothed.logWeights.reduce(0) { $0 + exp($1) }
      #expect(abs(total - 1) < 1e-12)
      for (place, weight) in reference.enumerated() {
        expectSame(smoothed.logWeights[5 * place], weight, "weight")
      }
    }
  }

  @Test("The shape of a Pareto tail is found")
  func paretoTail() throws {
    // Exact quantiles of 1/k = 2.5 moments: no noise, so that only the prior of k pulls.
    let count = 400
    let exceedances = (0..<count).map { rank -> Double in
      let tail = 1 - (Double(rank) + 0.5) / Double(count)
      return (pow(tail, -0.4) - 1) / 0.4
    }
    let fit = try #require(GeneralizedPareto(ascending: exceedances))
    let drawn = (400 * 0.4 + 5.0) / 410
    #expect(abs(fit.shape - drawn) < 0.02)
    #expect(abs(fit.scale - 1) < 0.05)
    #expect(GeneralizedPareto(ascending: [1, 2, 3, 4]) == nil)
    #expect(GeneralizedPareto(ascending: [0, 0, 0, 0, 0, 1]) == nil)
  }

  @Test("Quantiles of the generalised Pareto distribution, an exponential tail included")
  func quantiles() throws {
    let fit = try #require(GeneralizedPareto(ascending: (1...100).map { Double($0) / 100 }))
    let x = fit.quantile(0.9)
    #expect(abs(pow(1 + fit.shape * x / fit.scale, -1 / fit.shape) - 0.1) < 1e-12)
  }

  @Test("Equal weights, one draw and infinite ratios give no NaN")
  func edges() {
    let infinity = Double.infinity
    let cases: [[Double]] = [
      [2.5], [0, 0, 0, 0], Array(repeating: -3, count: 100), [-infinity, 0, 1],
      [0, infinity, infinity], [-infinity, -infinity], [0, -1e4, -2e4],
    ]
    for ratios in cases {
      let smoothed = ParetoSmoothing(logRatios: ratios)
      #expect(!smoothed.logWeights.contains { $0.isNaN }, "\(ratios)")
      #expect(smoothed.shape == infinity)
      let total = smoothed.logWeights.reduce(0) { $0 + exp($1) }
      #expect(abs(total - 1) < 1e-14)
    }
    let infinite = ParetoSmoothing(logRatios: [0, infinity, infinity]).logWeights
    #expect(infinite[0] == -infinity)
    #expect(abs(infinite[1] + log(2)) < 1e-15)
    #expect(infinite[1] == infinite[2])
    // An observation that one draw makes impossible.
    let point = LeaveOneOut.Point(logLikelihood: [[0, -infinity, 0, 0, 0]])
    #expect(point.elpd == -infinity)
  }

  @Test("The fewest draws that show a shape, and a limit of fewer")
  func fewDraws() {
    let ratios = (0..<ParetoSmoothing.fewestDraws).map { Double($0 * $0) / 100 }
    #expect(ParetoSmoothing(logRatios: ratios).shape.isFinite)
    #expect(ParetoSmoothing(logRatios: ratios.dropLast()).shape == .infinity)
    for count in 1...10 { #expect(ParetoSmoothing.shapeLimit(drawCount: count) == 0) }
    #expect(abs(ParetoSmoothing.shapeLimit(drawCount: 100) - 0.5) < 1e-12)
  }

  @Test("Correlated draws are worth less, whatever the scale of the likelihood")
  func efficiency() {
    let independent = normalDraws(chains: 4, draws: 250)
    #expect(abs(ParetoSmoothing.relativeEfficiency(logValues: independent) - 1) < 0.25)
    let correlated = independent.map { chain in
      chain.indices.map { chain[$0 - $0 % 5] }
    }
    let efficiency = ParetoSmoothing.relativeEfficiency(logValues: correlated)
    #expect(abs(efficiency - 0.2) < 0.07)
    let shifted = correlated.map { $0.map { $0 - 1000 } }
    expectSame(ParetoSmoothing.relativeEfficiency(logValues: shifted), efficiency, "shifted")
    #expect(ParetoSmoothing.relativeEfficiency(logValues: [[1, 2]]) == 1)
  }

  @Test("A normal mean: leave-one-out is close to the exact predictive density")
  func exact() {
    // y_i ~ N(μ, 1), flat prior: the posterior without y_i is N(mean of others, 1/(n − 1)).
    let y = (0..<20).map { place -> Double in Double((place * 7) % 20) / 10 - 1 }
    let (count, mean) = (Double(y.count), y.reduce(0, +) / Double(y.count))
    let error = 1 / count.squareRoot()
    let draws = normalDraws(chains: 4, draws: 2500).map { chain in chain.map { mean + error * $0 } }
    let logTwoPi = log(2 * Double.pi)
    func logDensity(_ value: Double, _ mean: Double, variance: Double = 1) -> Double {
      let residual = value - mean
      return -0.5 * (residual * residual / variance + log(variance) + logTwoPi)
    }
    let estimate = LeaveOneOut(
      points: y.map { value in
        let logs = draws.map { chain in chain.map { logDensity(value, $0) } }
        return LeaveOneOut.Point(logLikelihood: logs)
      }, drawCount: 10_000)
    #expect(estimate.unreliablePoints.isEmpty)
    for (point, value) in zip(estimate.points, y) {
      let others = (mean * count - value) / (count - 1)
      let exact = logDensity(value, others, variance: 1 + 1 / (count - 1))
      #expect(abs(point.elpd - exact) < 0.01)
    }
  }

  @Test("Differences cancel what models share")
  func differences() {
    func estimate(_ elpd: [Double]) -> LeaveOneOut {
      LeaveOneOut(
        points: elpd.map {
          LeaveOneOut.Point(logLikelihood: [[$0, $0]], relativeEfficiency: 1)
        }, drawCount: 2)
    }
    let (a, b) = (estimate([-1, -5, -3]), estimate([-2, -6, -4]))
    #expect(abs(a.difference(from: b).value - 3) < 1e-12)
    #expect(a.difference(from: b).standardError < 1e-12)
    #expect(abs(a.standardError - 8.0.squareRoot()) < 1e-12)
  }
}

/// Log likelihoods with what ArviZ makes of them; nil where it is not a finite number.
struct LeaveOneOutFixture: Decodable {
  struct Case: Decodable, CustomTestStringConvertible {
    let name: String
    let relativeEfficiency: Double
    /// `[point][draw]`.
    let logLikelihood: [[Double]]
    let elpd, standardError, effectiveParameterCount, shapeLimit: Double
    let pointwise: [Double]
    let shapes: [Double?]
    /// `[point]` and every fifth draw.
    let logWeights: [[Double]]
    var testDescription: String { name }
  }

  struct Stacking: Decodable {
    /// `[model][point]`.
    let pointwise: [[Double]]
    let weights, differences, differenceErrors: [Double]
    let best: Int
  }

  let cases: [Case]
  let stacking: Stacking

  static let shared: LeaveOneOutFixture = {
    let url = Bundle.module.url(
      forResource: "leave_one_out", withExtension: "json", subdirectory: "Fixtures")!
    return try! JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
  }()
}
