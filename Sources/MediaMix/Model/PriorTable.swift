internal import MediaMixInference

/// The default prior of a parameter and the values that the model can do with.
private struct DefaultPrior {
  var family: DistributionFamily
  /// Each one number, or one per element.
  var arguments: [String: PriorArgument]
  var domain: Domain

  init(_ family: DistributionFamily, _ arguments: [String: PriorArgument], _ domain: Domain) {
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
  /// Empty for national data.
  private let geos: [String]
  private let mediaScales: [Double]
  private let specification: ModelSpecification

  /// The priors of a model of data with these columns.
  ///
  /// - Parameters:
  ///   - geos: the geos' names; empty for national data.
  ///   - mediaScales: the scale of each channel's coefficient, > 0, `[channel]`.
  init(
    channels: [String], features: [String], geos: [String], mediaScales: [Double],
    specification: ModelSpecification
  ) {
    self.channels = channels
    self.features = features
    self.geos = geos
    self.mediaScales = mediaScales
    self.specification = specification
  }

  /// All parameters in their order, with their priors.
  ///
  /// - Throws: ``PriorError`` where a custom prior does not fit.
  func resolve() throws(PriorError) -> JointPrior {
    let settings = try settings()
    var priors: [ParameterPrior] = []
    for name in parameterNames {
      let parameter = Parameter(name.rawValue, axes: axes(of: name))
      guard let standard = defaultPrior(of: name) else {
        priors.append(geoCoefficients(of: parameter))
        continue
      }
      priors.append(
        ParameterPrior(
          parameter: parameter,
          elements: try elements(of: parameter, default: standard, custom: settings[name]),
          domain: standard.domain))
    }
    let joint = JointPrior(priors)
    guard joint.dimension > 0 else { throw .nothingToEstimate }
    return joint
  }

  /// A custom prior, and the name that it was given under.
  private struct Custom {
    let key: String
    let setting: PriorSetting
  }

  /// The custom priors by parameter. Of geo data, `coef_media` means the channel's coefficient, which
  /// all geos scatter around.
  private func settings() throws(PriorError) -> [ParameterName: Custom] {
    let names = parameterNames
    var settings: [ParameterName: Custom] = [:]
    for (key, setting) in specification.priors.sorted(by: { $0.key < $1.key }) {
      let named = ParameterName(rawValue: key)
      guard let named, names.contains(named) else {
        let isGeoOnly = named == .channelCoefficient || named == .seasonalityCoefficient
        throw .unknownParameter(key, known: names.map(\.rawValue), geoOnly: isGeoOnly)
      }
      let name = named == .mediaCoefficient && !geos.isEmpty ? .channelCoefficient : named
      guard settings.updateValue(Custom(key: key, setting: setting), forKey: name) == nil else {
        throw .givenTwice(
          ParameterName.channelCoefficient.rawValue, ParameterName.mediaCoefficient.rawValue)
      }
    }
    return settings
  }

  private var parameterNames: [ParameterName] {
    var names: [ParameterName] = [.intercept, .sigma, .trendCoefficient, .trendExponent]
    if !geos.isEmpty { names.append(.channelCoefficient) }
    names += [.mediaCoefficient, .seasonality]
    if specification.seasonality.weekday { names.append(.weekday) }
    if !geos.isEmpty { names.append(.seasonalityCoefficient) }
    if !features.isEmpty { names.append(.featureCoefficient) }
    return names + specification.transform.parameters
  }

  private func axes(of name: ParameterName) -> [ParameterAxis] {
    let channel = ParameterAxis("channel", labels: channels)
    let geo =
      geos.isEmpty ? ParameterAxis("geo", count: 1) : ParameterAxis("geo", labels: geos)
    return switch name {
    case .intercept, .sigma, .trendCoefficient, .seasonalityCoefficient: [geo]
    case .trendExponent: []
    case .seasonality:
      [
        ParameterAxis("degree", count: specification.seasonality.degrees),
        ParameterAxis("fourier", count: 2),
      ]
    case .weekday: [ParameterAxis("day", count: 7)]
    case .featureCoefficient:
      [ParameterAxis("feature", labels: features)] + (geos.isEmpty ? [] : [geo])
    case .channelCoefficient: [channel, ParameterAxis(Self.allGeos, count: 1)]
    case .mediaCoefficient: [channel] + (geos.isEmpty ? [] : [geo])
    case .lagWeight, .exponent, .halfSaturation, .slope, .retentionRate, .peakDelay: [channel]
    }
  }

  /// Nil for the coefficients of geos, whose prior is the model's own.
  private func defaultPrior(of name: ParameterName) -> DefaultPrior? {
    switch name {
    case .intercept: DefaultPrior(.halfNormal, ["scale": 2], .real)
    case .sigma: DefaultPrior(.gamma, ["concentration": 1, "rate": 1], .positive)
    case .trendCoefficient: DefaultPrior(.normal, ["loc": 0, "scale": 1], .real)
    case .trendExponent: DefaultPrior(.uniform, ["low": 0.5, "high": 1.5], .positive)
    case .channelCoefficient:
      DefaultPrior(.halfNormal, ["scale": PriorArgument(mediaScales)], .positive)
    case .mediaCoefficient:
      geos.isEmpty
        ? DefaultPrior(.halfNormal, ["scale": PriorArgument(mediaScales)], .real) : nil
    case .seasonality, .featureCoefficient:
      DefaultPrior(.normal, ["loc": 0, "scale": 1], .real)
    case .weekday: DefaultPrior(.normal, ["loc": 0, "scale": 0.5], .real)
    case .seasonalityCoefficient: DefaultPrior(.halfNormal, ["scale": 0.5], .real)
    case .lagWeight:
      DefaultPrior(.beta, ["concentration1": 2, "concentration0": 1], .unitInterval)
    case .exponent:
      DefaultPrior(.beta, ["concentration1": 9, "concentration0": 1], .positive)
    case .halfSaturation, .slope:
      DefaultPrior(.gamma, ["concentration": 1, "rate": 1], .positive)
    case .retentionRate:
      DefaultPrior(.beta, ["concentration1": 1, "concentration0": 1], .positiveUnitInterval)
    case .peakDelay: DefaultPrior(.halfNormal, ["scale": 2], .real)
    }
  }

  private func geoCoefficients(of parameter: Parameter) -> ParameterPrior {
    ParameterPrior(
      parameter: parameter,
      elements: (0..<parameter.count).map { .halfNormalOfChannel($0 / geos.count) },
      domain: .real)
  }

  private func elements(
    of parameter: Parameter, default standard: DefaultPrior, custom: Custom?
  ) throws(PriorError) -> [ElementPrior] {
    // Channel coefficients have an axis of one that no argument or label needs to know of.
    let known = Parameter(
      custom?.key ?? parameter.name, axes: parameter.axes.filter { $0.name != Self.allGeos })
    let slot = PriorSlot(
      parameter: known, indices: Array(0..<known.count), shape: known.shape,
      family: standard.family,
      arguments: standard.arguments.compactMapValues { $0.broadcast(to: known.shape) },
      domain: standard.domain)
    return try slot.elements(custom?.setting ?? .arguments([:]))
  }

  private static let allGeos = "all_geos"
}
