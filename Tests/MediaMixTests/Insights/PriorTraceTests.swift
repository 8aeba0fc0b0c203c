import MediaMix
import MediaMixInference
import Testing

@Suite("Draws of the prior")
struct PriorTraceTests {
  @Test("More draws extend fewer, and the seed decides")
  func extended() throws {
    let model = try ExampleModel.model(.hillAdstock, geos: 2)
    let few = model.priorTrace(draws: 5, seed: 3).draws
    let many = model.priorTrace(draws: 9, seed: 3).draws
    #expect(few.chainCount == 1 && few.drawCount == 5 && few.statistics.isEmpty)
    #expect(Array(many.values.prefix(few.values.count)) == few.values)
    #expect(model.priorTrace(draws: 5, seed: 4).draws.values != few.values)
    #expect(Set((0..<9).map { Array(many.draw($0)) }).count == 9)
  }

  @Test(
    "Means and deviations are those of the priors",
    arguments: [nil, 3], [MediaTransform.adstock, .carryover])
  func moments(geos: Int?, transform: MediaTransform) throws {
    let model = try ExampleModel.model(
      transform, geos: geos, priors: ["coef_trend": .fixed(0.25)])
    let draws = model.priorTrace(draws: 4000, seed: 1).draws
    for (index, moments) in model.priorMoments.enumerated() {
      let values = draws.chains(of: index)[0]
      let mean = values.reduce(0, +) / 4000
      let sd = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3999).squareRoot()
      #expect(abs(mean - moments.mean) <= 4.5 * moments.sd / 4000.0.squareRoot())
      #expect(abs(sd - moments.sd) <= 0.12 * moments.sd)
    }
  }
}
