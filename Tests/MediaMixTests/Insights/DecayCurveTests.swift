import MediaMix
import MediaMixInference
import Testing

@Suite("Decay curves")
struct DecayCurveTests {
  @Test(
    "Weights are what the model's lag makes of a unit of media, draw by draw",
    arguments: [MediaTransform.adstock, .hillAdstock, .carryover], [nil, 2])
  func impulse(_ transform: MediaTransform, geos: Int?) async throws {
    let fit = try await InsightExample.fit(transform, geos: geos)
    let draws = InsightExample.draws(of: fit)
    let curves = try fit.decayCurves(periods: 8)
    #expect(curves.map(\.channel) == fit.model.dataset.channels)
    var impulse = Panel(repeating: 0, timeCount: 8, columnCount: 3)
    for channel in 0..<3 { impulse[0, channel] = 1 }
    let responses = draws.map { parameters -> Panel in
      func values(_ name: String) -> [Double] {
        fit.model.parameters.range(of: name).map { Array(parameters[$0]) } ?? []
      }
      return transform == .carryover
        ? Carryover.apply(
          to: impulse, retentionRate: values("ad_effect_retention_rate"),
          peakDelay: values("peak_effect_delay"), numberOfLags: 5)
        : Adstock.apply(to: impulse, lagWeight: values("lag_weight"))
    }
    for (channel, curve) in curves.enumerated() {
      for lag in 0..<8 {
        #expect(
          curve.weights[lag] == DistributionSummary(responses.map { $0[lag, channel] }))
      }
      #expect(
        curve.carriedOver == DistributionSummary(responses.map { 1 - $0[0, channel] }))
      if transform == .carryover {
        #expect(abs(curve.weights.map(\.mean).reduce(0, +) - 1) < 1e-12)
        #expect(curve.weights[5...].allSatisfy { $0.q95 == 0 })
      }
    }
  }

  @Test("Half-lives: of λ = ½ one period; of a kernel where half of it is reached; λ = 1 never")
  func halfLives() async throws {
    let adstock = try await InsightExample.fit(.adstock)
      .editingDraws(of: "lag_weight") { element, _ in [0, 0.5, 1][element.index] }
    let curves = try adstock.decayCurves(periods: 3)
    #expect(curves.map(\.halfLife.median) == [0, 1, .infinity])
    #expect(curves.map(\.carriedOver.median) == [0, 0.5, 1])
    #expect(curves[1].weights.map(\.median) == [0.5, 0.25, 0.125])
    let slow = try await InsightExample.fit(.hillAdstock)
      .editingDraws(of: "lag_weight") { _, _ in 0.5.squareRoot() }
    #expect(try slow.decayCurves()[0].weights.count == 13)
    #expect(abs(try slow.decayCurves()[0].halfLife.median - 2) < 1e-12)
    // τ⁰, τ¹ and τ⁴ around a peak at lag 2 with τ = ½: 1/16, 1/2, 1, 1/2, 1/16 of 17/8.
    let carryover = try await InsightExample.fit(.carryover)
      .editingDraws(of: "ad_effect_retention_rate") { _, _ in 0.5 }
      .editingDraws(of: "peak_effect_delay") { _, _ in 2 }
    let late = try carryover.decayCurves(periods: 2)[0]
    #expect(abs(late.halfLife.median - 2.5) < 1e-12)
    #expect(abs(late.weights[1].median - 4.0 / 17) < 1e-12)
  }

  @Test("Numbers of periods that make no sense are errors")
  func periods() async throws {
    let fit = try await InsightExample.fit(.adstock)
    #expect(try fit.decayCurves(periods: 1)[0].weights.count == 1)
    for periods in [0, -1, 5001] {
      #expect(throws: InsightError.self) { try fit.decayCurves(periods: periods) }
    }
  }
}
