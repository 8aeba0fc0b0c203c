internal import MediaMixInference

/// One parameter with the prior of each of its elements.
struct ParameterPrior: Sendable {
  /// Name and shape.
  let parameter: Parameter
  /// One distribution per element, row-major.
  let distributions: [any Distribution]
}

/// The values at which a parameter leaves the model defined.
private enum Domain: String {
  case real = "real"
  case positive = "positive"
  case unitInterval = "between 0 and 1"

  func contains(_ support: Support) -> Bool {
    switch self {
    case .real: true
    case .positive: support.lowerBound >= 0
    case .unitInterval: support.lowerBound >= 0 && support.upperBound <= 1
    }
  }
}

/// The default family of a parameter: arguments by name, one value or one per element.
private struct DefaultPrior {
  var family: DistributionFamily
  var arguments: [String: [Double]]
  var domain: Domain

  init(_ family: DistributionFamily, _ arguments: [String: [Double]], _ domain: Domain) {
    self.family = family
    self.arguments = arguments
    self.domain = domain
  }
}

/// Chooses the parameters that a model has, and their priors: the defaults of the reference, or the
/// user's own.
struct PriorTable {
  private let channels: [String]
  private let features: [String]
  private let mediaScales: [Double]
  private let specification: ModelSpecification

  /// The priors of a national model.
  ///
  /// - Parameter mediaScales: the scale of each channel's coefficient, > 0, `[channel]`.
  init(
    channels: [String], features: [String], mediaScales: [Double],
    specification: ModelSpecification
  ) {
    self.channels = channels
    self.features = features
    self.mediaScales = mediaScales
    self.specification = specification
  }

  /// All parameters in their order, with their priors.
  ///
  /// - Throws: ``PriorError`` where a custom prior does not fit.
  func resolve() throws(PriorError) -> [ParameterPrior] {
    let names = parameterNames
    let known = names.map(\.rawValue)
    if let unknown = specification.priors.keys.sorted().first(where: { !known.contains($0) }) {
      throw .unknownParameter(unknown, known: known)
    }
    var priors: [ParameterPrior] = []
    for name in names {
      let parameter = Parameter(name.rawValue, axes: axes(of: name))
      priors.append(
        ParameterPrior(
          parameter: parameter,
          distributions: try distributions(of: parameter, default: defaultPrior(of: name))))
    }
    return priors
  }

  private var parameterNames: [ParameterName] {
    var names: [ParameterName] = [
      .intercept, .sigma, .trendCoefficient, .trendExponent, .mediaCoefficient, .seasonality,
    ]
    if specification.seasonality.weekday { names.append(.weekday) }
    if !features.isEmpty { names.append(.featureCoefficient) }
    switch specification.transform {
    case .adstock: names += [.lagWeight, .exponent]
    case .hillAdstock: names += [.lagWeight, .halfSaturation, .slope]
    case .carryover: names += [.retentionRate, .peakDelay, .exponent]
    }
    return names
  }

  private func axes(of name: ParameterName) -> [ParameterAxis] {
    switch name {
    case .intercept, .sigma, .trendCoefficient: [ParameterAxis("geo", count: 1)]
    case .trendExponent: []
    case .seasonality:
      [
        ParameterAxis("degree", count: specification.seasonality.degrees),
        ParameterAxis("fourier", count: 2),
      ]
    case .weekday: [ParameterAxis("day", count: 7)]
    case .featureCoefficient: [ParameterAxis("feature", labels: features)]
    case .mediaCoefficient, .lagWeight, .exponent, .halfSaturation, .slope, .retentionRate,
      .peakDelay:
      [ParameterAxis("channel", labels: channels)]
    }
  }

  private func defaultPrior(of name: ParameterName) -> DefaultPrior {
    switch name {
    case .intercept: DefaultPrior(.halfNormal, ["scale": [2]], .real)
    case .sigma: DefaultPrior(.gamma, ["concentration": [1], "rate": [1]], .positive)
    case .trendCoefficient: DefaultPrior(.normal, ["loc": [0], "scale": [1]], .real)
    case .trendExponent: DefaultPrior(.uniform, ["low": [0.5], "high": [1.5]], .positive)
    case .mediaCoefficient: DefaultPrior(.halfNormal, ["scale": mediaScales], .real)
    case .seasonality, .featureCoefficient:
      DefaultPrior(.normal, ["loc": [0], "scale": [1]], .real)
    case .weekday: DefaultPrior(.normal, ["loc": [0], "scale": [0.5]], .real)
    case .lagWeight:
      DefaultPrior(.beta, ["concentration1": [2], "concentration0": [1]], .unitInterval)
    case .exponent:
      DefaultPrior(.beta, ["concentration1": [9], "concentration0": [1]], .positive)
    case .halfSaturation, .slope:
      DefaultPrior(.gamma, ["concentration": [1], "rate": [1]], .positive)
    case .retentionRate:
      DefaultPrior(.beta, ["concentration1": [1], "concentration0": [1]], .unitInterval)
    case .peakDelay: DefaultPrior(.halfNormal, ["scale": [2]], .real)
    }
  }

  private func distributions(
    of parameter: Parameter, default standard: DefaultPrior
  ) throws(PriorError) -> [any Distribution] {
    let (family, arguments) = try familyAndArguments(of: parameter, default: standard)
    for (argument, values) in arguments.sorted(by: { $0.key < $1.key })
    where values.count != 1 && values.count != parameter.count {
      throw .shape(
        argument: argument, count: values.count, parameter: parameter.name,
        allowed: parameter.count)
    }
    let varies = arguments.values.contains { $0.count > 1 }
    var distributions: [any Distribution] = []
    for element in 0..<parameter.count {
      let values = arguments.mapValues { $0.count == 1 ? $0[0] : $0[element] }
      do {
        distributions.append(try family.make(values))
      } catch {
        throw .argument(error, parameter: parameter.name, element: varies ? element : nil)
      }
    }
    guard distributions.allSatisfy({ standard.domain.contains($0.support) }) else {
      throw .support(parameter: parameter.name, needs: standard.domain.rawValue)
    }
    return distributions
  }

  private func familyAndArguments(
    of parameter: Parameter, default standard: DefaultPrior
  ) throws(PriorError) -> (DistributionFamily, [String: [Double]]) {
    guard let setting = specification.priors[parameter.name] else {
      return (standard.family, standard.arguments)
    }
    guard let familyName = setting.family else {
      return (
        standard.family,
        try named(setting.arguments, of: parameter, family: standard.family)
      )
    }
    guard let family = DistributionFamily(rawValue: familyName) else {
      throw .unknownFamily(familyName, parameter: parameter.name)
    }
    return (family, setting.arguments)
  }

  /// Arguments of the default family that are keyed by position, "0", "1" …, keyed by name.
  private func named(
    _ arguments: [String: [Double]], of parameter: Parameter, family: DistributionFamily
  ) throws(PriorError) -> [String: [Double]] {
    var named: [String: [Double]] = [:]
    for (key, values) in arguments {
      guard let position = Int(key) else {
        named[key] = values
        continue
      }
      guard family.argumentNames.indices.contains(position) else {
        throw .tooManyArguments(
          count: arguments.count, parameter: parameter.name, family: family)
      }
      named[family.argumentNames[position]] = values
    }
    return named
  }
}
