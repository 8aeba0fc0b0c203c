/// The families of distributions, by the names that configurations use.
public enum DistributionFamily: String, CaseIterable, Sendable, Hashable, Codable {
  /// Arguments `loc` and `scale`.
  case normal
  /// Argument `scale`.
  case halfNormal = "half_normal"
  /// Arguments `loc` and `scale`, of the logarithm.
  case logNormal = "log_normal"
  /// Arguments `concentration` and `rate`.
  case gamma
  /// Arguments `concentration1` (α) and `concentration0` (β).
  case beta
  /// Arguments `low` and `high`.
  case uniform
  /// Argument `rate`.
  case exponential
  /// Arguments `df`, `loc` and `scale`.
  case studentT = "student_t"
  /// Arguments `loc` and `scale`.
  case cauchy
  /// Argument `scale`.
  case halfCauchy = "half_cauchy"
  /// Arguments `concentration` and `rate`.
  case inverseGamma = "inverse_gamma"
  /// Arguments `loc` and `scale`.
  case laplace
  /// Arguments `loc` and `scale`; optional `low` and `high`.
  case truncatedNormal = "truncated_normal"
  /// Arguments `loc` and `scale`.
  case logistic
  /// Arguments `scale` and `concentration`.
  case weibull
  /// Arguments `scale` and `alpha`.
  case pareto
  /// Arguments `loc` and `scale`.
  case gumbel

  /// The names of all arguments, in order: first the required ones, then the optional ones.
  public var argumentNames: [String] {
    requiredArgumentNames + optionalArgumentNames
  }

  /// The names of the arguments that must be given, in order.
  public var requiredArgumentNames: [String] {
    switch self {
    case .normal, .logNormal, .cauchy, .laplace, .truncatedNormal, .logistic, .gumbel:
      ["loc", "scale"]
    case .halfNormal, .halfCauchy: ["scale"]
    case .gamma, .inverseGamma: ["concentration", "rate"]
    case .beta: ["concentration1", "concentration0"]
    case .uniform: ["low", "high"]
    case .exponential: ["rate"]
    case .studentT: ["df", "loc", "scale"]
    case .weibull: ["scale", "concentration"]
    case .pareto: ["scale", "alpha"]
    }
  }

  /// The names of the arguments that may be left out, in order.
  public var optionalArgumentNames: [String] {
    self == .truncatedNormal ? ["low", "high"] : []
  }

  /// The distribution of this family with the given arguments, by name.
  ///
  /// - Throws: ``DistributionError`` if an argument is unknown, missing or outside its domain; of
  ///   several such arguments the first one in alphabetical order is reported as unknown, in the
  ///   order of ``argumentNames`` as missing.
  public func make(
    _ arguments: [String: Double]
  ) throws(DistributionError) -> any Distribution {
    let allowed = argumentNames
    if let unknown = arguments.keys.filter({ !allowed.contains($0) }).min() {
      throw .unknownArgument(unknown, family: self, allowed: allowed)
    }
    func value(_ name: String) throws(DistributionError) -> Double {
      guard let value = arguments[name] else {
        throw .missingArgument(name, family: self, allowed: allowed)
      }
      return value
    }
    switch self {
    case .normal: return try Normal(loc: value("loc"), scale: value("scale"))
    case .halfNormal: return try HalfNormal(scale: value("scale"))
    case .logNormal: return try LogNormal(loc: value("loc"), scale: value("scale"))
    case .gamma: return try Gamma(concentration: value("concentration"), rate: value("rate"))
    case .beta:
      return try Beta(
        concentration1: value("concentration1"), concentration0: value("concentration0"))
    case .uniform: return try Uniform(low: value("low"), high: value("high"))
    case .exponential: return try Exponential(rate: value("rate"))
    case .studentT:
      return try StudentT(df: value("df"), loc: value("loc"), scale: value("scale"))
    case .cauchy: return try Cauchy(loc: value("loc"), scale: value("scale"))
    case .halfCauchy: return try HalfCauchy(scale: value("scale"))
    case .inverseGamma:
      return try InverseGamma(concentration: value("concentration"), rate: value("rate"))
    case .laplace: return try Laplace(loc: value("loc"), scale: value("scale"))
    case .truncatedNormal:
      return try TruncatedNormal(
        loc: value("loc"), scale: value("scale"), low: arguments["low"], high: arguments["high"])
    case .logistic: return try Logistic(loc: value("loc"), scale: value("scale"))
    case .weibull:
      return try Weibull(scale: value("scale"), concentration: value("concentration"))
    case .pareto: return try Pareto(scale: value("scale"), alpha: value("alpha"))
    case .gumbel: return try Gumbel(loc: value("loc"), scale: value("scale"))
    }
  }
}
