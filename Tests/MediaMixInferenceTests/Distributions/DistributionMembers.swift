import MediaMixInference

/// A distribution by its family and arguments.
struct DistributionMember: Sendable, CustomStringConvertible {
  let family: DistributionFamily
  let arguments: [String: Double]

  init(_ family: DistributionFamily, _ arguments: [String: Double]) {
    self.family = family
    self.arguments = arguments
  }

  func make() throws -> any Distribution { try family.make(arguments) }

  var description: String {
    let list = family.argumentNames.compactMap { name in
      arguments[name].map { "\(name) \($0)" }
    }
    return "\(family.rawValue) (\(list.joined(separator: ", ")))"
  }

  /// Two members of each family at least, those with poles, heavy tails or odd limits among them;
  /// truncated normals with every combination of limits: in the middle, in either tail and far out.
  static let all: [DistributionMember] = [
    .init(.normal, ["loc": 0.3, "scale": 1.7]), .init(.normal, ["loc": -4e3, "scale": 0.01]),
    .init(.halfNormal, ["scale": 2]), .init(.halfNormal, ["scale": 1e-4]),
    .init(.logNormal, ["loc": 0.2, "scale": 0.6]), .init(.logNormal, ["loc": -3, "scale": 2]),
    .init(.gamma, ["concentration": 2.3, "rate": 1.4]),
    .init(.gamma, ["concentration": 0.2, "rate": 30]),
    .init(.gamma, ["concentration": 1, "rate": 1]),
    .init(.gamma, ["concentration": 5000, "rate": 2]),
    .init(.beta, ["concentration1": 2.2, "concentration0": 1.3]),
    .init(.beta, ["concentration1": 9, "concentration0": 1]),
    .init(.beta, ["concentration1": 0.3, "concentration0": 0.4]),
    .init(.beta, ["concentration1": 1, "concentration0": 1]),
    .init(.beta, ["concentration1": 400, "concentration0": 700]),
    .init(.uniform, ["low": -0.5, "high": 1.5]), .init(.uniform, ["low": 100, "high": 100.25]),
    .init(.exponential, ["rate": 1.7]), .init(.exponential, ["rate": 1e-3]),
    .init(.studentT, ["df": 4.5, "loc": 0.2, "scale": 0.7]),
    .init(.studentT, ["df": 0.7, "loc": 0, "scale": 3]),
    .init(.studentT, ["df": 300, "loc": -4, "scale": 1]),
    .init(.cauchy, ["loc": 0.1, "scale": 0.6]), .init(.cauchy, ["loc": -20, "scale": 5]),
    .init(.halfCauchy, ["scale": 0.8]), .init(.halfCauchy, ["scale": 25]),
    .init(.inverseGamma, ["concentration": 3, "rate": 2]),
    .init(.inverseGamma, ["concentration": 0.6, "rate": 2]),
    .init(.laplace, ["loc": 0.1, "scale": 0.5]), .init(.laplace, ["loc": -7, "scale": 3]),
    .init(.truncatedNormal, ["loc": 0.5, "scale": 0.8, "low": 0, "high": 2]),
    .init(.truncatedNormal, ["loc": 0.5, "scale": 0.8]),
    .init(.truncatedNormal, ["loc": 2, "scale": 0.5, "low": 0]),
    .init(.truncatedNormal, ["loc": -3, "scale": 0.8, "low": 2]),
    .init(.truncatedNormal, ["loc": 0, "scale": 1, "low": 30]),
    .init(.truncatedNormal, ["loc": -1, "scale": 2, "high": 1]),
    .init(.truncatedNormal, ["loc": 3, "scale": 0.8, "high": 1]),
    .init(.truncatedNormal, ["loc": 0, "scale": 1, "high": -20]),
    .init(.truncatedNormal, ["loc": 0, "scale": 1, "low": 40, "high": 41]),
    .init(.truncatedNormal, ["loc": 5, "scale": 0.25, "low": -1, "high": 0]),
    .init(.truncatedNormal, ["loc": 0, "scale": 1, "low": -0.01, "high": 0.02]),
    .init(.logistic, ["loc": 0.2, "scale": 0.5]), .init(.logistic, ["loc": 30, "scale": 12]),
    .init(.weibull, ["scale": 1.2, "concentration": 1.8]),
    .init(.weibull, ["scale": 1.2, "concentration": 0.6]),
    .init(.pareto, ["scale": 0.5, "alpha": 2.5]), .init(.pareto, ["scale": 3, "alpha": 0.8]),
    .init(.gumbel, ["loc": 0.1, "scale": 0.6]), .init(.gumbel, ["loc": -5, "scale": 4]),
  ]
}
