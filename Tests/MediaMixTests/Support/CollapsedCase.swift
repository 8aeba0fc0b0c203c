import MediaMix
import MediaMixInference
import Testing

/// A model whose collapsed density is held against the plain one.
struct CollapsedCase: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var transform = MediaTransform.adstock
  var periods = 40
  var geos: Int?
  var features = 2
  var weekday = false
  var experiments = false
  var priors: [String: PriorSetting] = [:]

  static let standard: [CollapsedCase] = MediaTransform.allCases.flatMap { transform in
    [
      CollapsedCase(testDescription: "national", transform: transform),
      // No whole number of vectors.
      CollapsedCase(testDescription: "43 periods", transform: transform, periods: 43),
      CollapsedCase(testDescription: "daily", transform: transform, features: 0, weekday: true),
      CollapsedCase(testDescription: "geo", transform: transform, geos: 3),
      CollapsedCase(
        testDescription: "daily geo", transform: transform, geos: 3, features: 0, weekday: true),
    ]
  }

  static let custom: [CollapsedCase] = [nil, 3].flatMap { (geos: Int?) in
    let place = geos == nil ? "national" : "geo"
    func example(
      _ name: String, _ priors: [String: PriorSetting], experiments: Bool = false
    ) -> CollapsedCase {
      CollapsedCase(
        testDescription: "\(place) \(name)", geos: geos, weekday: true, experiments: experiments,
        priors: priors)
    }
    return [
      example(
        "locations",
        [
          "coef_trend": .arguments(["loc": 0.3, "scale": 0.2]),
          "gamma_seasonality": .arguments(["loc": [[0.2, -0.1], [0, 0.4]], "scale": 0.5]),
          "weekday": .arguments(["loc": -0.2]),
          "coef_extra_features": .arguments(["loc": 1, "scale": 3]),
        ]),
      example(
        "one Fourier term of another family",
        [
          "gamma_seasonality": .elements([
            "0,1": .family(.studentT, ["df": 4, "loc": 0.1, "scale": 0.5]), "1,0": .fixed(0.3),
          ]),
          "weekday": .elements(["2": .family(.laplace, ["loc": 0, "scale": 0.3])]),
        ]),
      example(
        "media and trend",
        [
          "coef_media": .family(.logNormal, ["loc": -1, "scale": 0.5]), "coef_trend": .fixed(0.02),
          "lag_weight": .arguments(["concentration1": 2, "concentration0": 3]),
        ]),
      example(
        "explicit trend", ["coef_trend": .family(.studentT, ["df": 5, "loc": 0, "scale": 0.1])]),
      example("fixed exponent", ["expo_trend": .fixed(0.8)]),
      example("fixed intercept", ["intercept": .fixed(0.7)]),
      example("normal intercept", ["intercept": .family(.normal, ["loc": 1, "scale": 0.5])]),
      example("gamma intercept", ["intercept": .family(.gamma, ["concentration": 2, "rate": 2])]),
      example(
        "fixed channel",
        ["coef_media": .elements(["channel_1": .fixed(0.4)]), "sigma": .fixed(0.3)]),
      example(
        "features", ["coef_extra_features": .elements(["feature_0": .fixed(0.4)])]),
      example("experiments", [:], experiments: true),
    ]
  }

  static let all = standard + custom

  static let drawn = all.filter { $0.transform == .adstock && $0.testDescription != "geo" }

  func model() throws -> MediaMixModel {
    let model = try ExampleModel.model(
      transform, periods: periods, features: features, geos: geos, weekday: weekday,
      priors: priors)
    guard experiments else { return model }
    var specification = model.specification
    specification.experiments = ExperimentExample.tests(in: model.dataset)
    return try MediaMixModel(dataset: model.dataset, specification: specification)
  }

  /// The national intercept, if it is integrated out and has its default prior.
  func positive(in model: MediaMixModel, block: [Int]) -> Int? {
    guard geos == nil, priors["intercept"] == nil,
      let range = model.parameters.range(of: "intercept"), block.contains(range.lowerBound)
    else { return nil }
    return range.lowerBound
  }
}

extension CollapsedDensity {
  /// Places that are spread like the prior.
  func proposals(_ count: Int) -> [[Double]] {
    var random = RandomStream(seed: 8, purpose: .initialization, index: 0)
    return (0..<count).map { _ in startProposal(using: &random) }
  }

  func valueAndGradient(_ position: [Double]) -> (value: Double, gradient: [Double]) {
    var workspace = makeWorkspace()
    var gradient = Array(repeating: 0.0, count: dimension)
    var span = gradient.mutableSpan
    let value = evaluate(at: position.span, gradient: &span, workspace: &workspace)
    return (value, gradient)
  }

  /// A draw of all parameters.
  func write(
    _ position: [Double], _ workspace: inout Workspace, _ random: inout RandomStream
  ) -> [Double] {
    var values = Array(repeating: 0.0, count: layout.count)
    var span = values.mutableSpan
    write(parametersAt: position.span, into: &span, workspace: &workspace, using: &random)
    return values
  }

  func parameters(at position: [Double], index: Int = 0) -> [Double] {
    var workspace = makeWorkspace()
    var random = RandomStream(seed: 1, purpose: .conditional, index: index)
    return write(position, &workspace, &random)
  }

  /// The scalars that differ from one draw to another at the same place.
  var integratedScalars: [Int] {
    let position = proposals(1)[0]
    let (one, other) = (parameters(at: position), parameters(at: position, index: 1))
    return one.indices.filter { one[$0] != other[$0] }
  }

  /// The log determinant of the derivatives of the explicit parameters by the coordinates, by
  /// differences.
  func logJacobian(at position: [Double], isFixed: [Bool]) throws -> Double {
    let block = Set(integratedScalars)
    let explicit = (0..<layout.count).filter { !block.contains($0) && !isFixed[$0] }
    #expect(explicit.count == dimension)
    var rows = explicit.map { scalar in
      numericalGradient(of: { parameters(at: $0)[scalar] }, at: position, step: 1e-3)
    }
    // Gaussian elimination with pivots.
    var value = 0.0
    for k in rows.indices {
      let best = (k..<rows.count).max { abs(rows[$0][k]) < abs(rows[$1][k]) } ?? k
      rows.swapAt(k, best)
      value += VectorMath.log(abs(rows[k][k]))
      for i in rows.indices where i > k {
        let factor = rows[i][k] / rows[k][k]
        for j in rows.indices { rows[i][j] -= factor * rows[k][j] }
      }
    }
    return value
  }
}
