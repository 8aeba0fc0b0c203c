import Foundation
import MediaMixInference
import Testing

@Suite("Stacking weights")
struct StackingWeightsTests {
  /// Σ_i p_ik / Σ_j w_j p_ij / n of each model: 1 where it has weight, at most 1 elsewhere.
  private func conditions(_ logDensities: [[Double]], _ weights: [Double]) -> [Double] {
    logDensities.map { model in
      let ratios = model.indices.map { point -> Double in
        let mixed = zip(logDensities, weights).reduce(0.0) { $0 + $1.1 * exp($1.0[point]) }
        return exp(model[point]) / mixed
      }
      return ratios.reduce(0, +) / Double(ratios.count)
    }
  }

  private func expectOptimal(
    _ logDensities: [[Double]], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let weights = StackingWeights(logDensities).weights
    #expect(abs(weights.reduce(0, +) - 1) < 1e-14, sourceLocation: sourceLocation)
    for (weight, slope) in zip(weights, conditions(logDensities, weights)) {
      #expect(weight >= 0, sourceLocation: sourceLocation)
      #expect(slope < 1 + 1e-8, sourceLocation: sourceLocation)
      if weight > 0 { #expect(abs(slope - 1) < 1e-8, sourceLocation: sourceLocation) }
    }
  }

  @Test("Weights and differences are close to ArviZ's, and better than them")
  func reference() {
    let fixture = LeaveOneOutFixture.shared.stacking
    let weights = StackingWeights(fixture.pointwise).weights
    func score(_ weights: [Double]) -> Double {
      fixture.pointwise[0].indices.reduce(0.0) { sum, point in
        let mixed = zip(fixture.pointwise, weights).reduce(0.0) { $0 + $1.1 * exp($1.0[point]) }
        return sum + log(mixed)
      }
    }
    for (own, other) in zip(weights, fixture.weights) { #expect(abs(own - other) < 0.01) }
    #expect(score(weights) >= score(fixture.weights) - 1e-10)
    expectOptimal(fixture.pointwise)
    let best = fixture.pointwise[fixture.best]
    for (index, model) in fixture.pointwise.enumerated() {
      let difference = ElpdSum(zip(model, best).map { $0 - $1 })
      // ArviZ gives the difference the other sign.
      expectSame(-difference.value, fixture.differences[index], scale: 1, "difference")
      expectSame(difference.standardError, fixture.differenceErrors[index], scale: 1, "error")
    }
  }

  @Test("Optimality of weights inside, at an edge and in a corner")
  func optimality() {
    let first = (0..<50).map { place -> Double in -0.5 * pow(Double(place % 7) - 2, 2) }
    let second = (0..<50).map { place -> Double in -0.5 * pow(Double(place % 5) - 3, 2) }
    expectOptimal([first, second])
    expectOptimal([first, second, first.map { $0 - 0.01 }])
    expectOptimal([first, first.map { $0 - 5 }, second, zip(first, second).map { min($0.0, $0.1) }])
    let dominated = StackingWeights([first, first.map { $0 - 0.5 }]).weights
    #expect(dominated == [1, 0])
  }

  @Test("Two points, two models: the weight that calculus gives")
  func byHand() {
    // w maximises ln(w·2 + (1 − w)·1) + ln(w·1 + (1 − w)·4): w = 1/6.
    let weights = StackingWeights([[log(2), 0], [0, log(4)]]).weights
    #expect(abs(weights[0] - 1.0 / 6) < 1e-10)
  }

  @Test("Densities far below what a double holds, one model, equal models, unusable observations")
  func edges() {
    let logs: [[Double]] = [[-2000, -3000.5, -1], [-2001, -2999, -2]]
    let weights = StackingWeights(logs).weights
    #expect(abs(weights.reduce(0, +) - 1) < 1e-14)
    #expect(StackingWeights([[-1, -2]]).weights == [1])
    for weight in StackingWeights([[-1, -2], [-1, -2], [-1, -2]]).weights {
      #expect(abs(weight - 1.0 / 3) < 1e-6)
    }
    #expect(StackingWeights([[-.infinity], [.nan]]).weights == [0.5, 0.5])
  }

  @Test("An observation that one model holds for impossible counts against it, of all against none")
  func impossible() {
    // w maximises ln(w e⁻¹ + (1 − w) e⁻²) + ln((1 − w) e⁻¹).
    let logs: [[Double]] = [[-1, -.infinity], [-2, -1]]
    let ratio: Double = exp(-1)
    let weight = (1 - 2 * ratio) / (2 - 2 * ratio)
    let weights = StackingWeights(logs).weights
    #expect(abs(weights[0] - weight) < 1e-9)
    expectOptimal(logs)
    #expect(
      StackingWeights([[-1, -.infinity, -.infinity], [-2, -1, -.infinity]]).weights == weights)
    #expect(StackingWeights([[-.infinity, -1], [-2, -3]]).weights[0] < 0.5)
    #expect(StackingWeights([[-.infinity, -.infinity], [-2, -1]]).weights == [0, 1])
  }
}
