import MediaMix
import MediaMixInference
import Testing

@Suite("Evaluation at given parameters")
struct EvaluationTests {
  private func values(of model: MediaMixModel) -> [String: [Double]] {
    let natural = model.density.naturalParameters(at: model.density.priorMedians)
    var values: [String: [Double]] = [:]
    for parameter in model.parameters.parameters {
      values[parameter.name] = model.parameters.range(of: parameter.name).map { Array(natural[$0]) }
    }
    return values
  }

  @Test("An impossible point has no density, and a gradient that says so")
  func impossible() throws {
    let model = try ExampleModel.model(.adstock)
    var values = values(of: model)
    values["intercept"] = [1e308]
    values["coef_trend"] = [-1e308]
    let evaluation = try model.evaluate(at: values)
    #expect(evaluation.logDensity == -.infinity)
    #expect(evaluation.logDensityUnconstrained == -.infinity)
    #expect(evaluation.gradientUnconstrained.values.allSatisfy { $0.allSatisfy { $0.isNaN } })
  }

  @Test("Values that do not fit the model are refused by name")
  func refusals() throws {
    let model = try ExampleModel.model(.adstock)
    func error(_ change: (inout [String: [Double]]) -> Void) -> ParameterValueError? {
      var values = values(of: model)
      change(&values)
      return #expect(throws: ParameterValueError.self) { try model.evaluate(at: values) }
    }
    #expect(error { $0["sigma"] = nil } == .missing("sigma"))
    #expect(error { $0["sigma"] = [1, 2] } == .shape("sigma", found: 2, expected: [1]))
    #expect(error { $0["sigma"] = [-1] } == .outsideSupport("sigma[0]", value: -1))
    #expect(error { $0["sigmo"] = [1] }?.description.contains("did you mean sigma?") == true)
  }

  @Test("Prior moments are those of the families")
  func priorMoments() throws {
    let model = try ExampleModel.model(
      .adstock,
      priors: ["coef_trend": .family(.cauchy, ["loc": 0, "scale": 1])])
    let moments = Dictionary(
      uniqueKeysWithValues: zip(model.parameters.elementNames, model.priorMoments))
    #expect(moments["lag_weight[channel_0]"].map { abs($0.mean - 2.0 / 3) < 1e-15 } == true)
    #expect(moments["expo_trend"].map { abs($0.sd - (1.0 / 12).squareRoot()) < 1e-15 } == true)
    #expect(moments["coef_trend[0]"]?.sd.isFinite == false)
  }
}
