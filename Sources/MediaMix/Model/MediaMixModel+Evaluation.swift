internal import MediaMixInference

/// The log density at one point, as one checks a port against it.
public struct DensityEvaluation: Sendable, Hashable {
  /// Log prior plus log likelihood of the natural parameters.
  public var logDensity: Double
  /// The same plus the log Jacobian of the unconstrained coordinates.
  public var logDensityUnconstrained: Double
  /// The unconstrained coordinates, by parameter, row-major; NaN where it is fixed.
  public var unconstrained: [String: [Double]]
  /// The gradient of ``logDensityUnconstrained`` by them; NaN where the density is 0, all of it where
  /// any of it is beyond the range of numbers, and where the parameter is fixed.
  public var gradientUnconstrained: [String: [Double]]
}

/// Parameter values that do not fit the model.
public enum ParameterValueError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A parameter has no value.
  case missing(String)
  /// The model has no parameter of that name.
  case unknown(String, known: [String])
  /// A parameter has another shape than the model's.
  case shape(String, found: Int, expected: [Int])
  /// A value is outside the parameter's support, or not finite.
  case outsideSupport(String, value: Double)
  /// A value differs from the one that the parameter is fixed to.
  case contradictsFixed(String, value: Double, fixed: Double)

  /// What is wrong and where.
  public var description: String {
    switch self {
    case .missing(let name):
      return "no value of \(name); every parameter of the model needs one"
    case .unknown(let name, let known):
      let suggestion =
        NearestName.nearest(to: name, in: known).map { "; did you mean \($0)?" } ?? ""
      return "the model has no parameter \(DataError.Place.quoted(name))\(suggestion)"
    case .shape(let name, let found, let expected):
      let shape = expected.isEmpty ? "a single number" : "shape \(expected)"
      let count = expected.reduce(1, *)
      return "\(name) has \(found) number\(found == 1 ? "" : "s"); the model's has \(shape): give "
        + "\(count)"
    case .outsideSupport(let name, let value):
      return "\(name) is \(value), which its prior does not allow"
    case .contradictsFixed(let name, let value, let fixed):
      return "\(name) is \(value), but the configuration fixes it to \(fixed)"
    }
  }
}

extension MediaMixModel {
  /// The log density, and its gradient in unconstrained coordinates.
  ///
  /// - Parameter values: natural values by parameter name, row-major, on the model's scale. A
  ///   parameter that is fixed altogether may be left out.
  /// - Throws: ``ParameterValueError``.
  public func evaluate(at values: [String: [Double]]) throws(ParameterValueError)
    -> DensityEvaluation
  {
    let natural = try vector(of: values)
    let position = density.position(of: natural)
    var workspace = density.makeWorkspace()
    var gradient = Array(repeating: 0.0, count: density.dimension)
    var span = gradient.mutableSpan
    let isPossible =
      density.evaluate(at: position.span, gradient: &span, workspace: &workspace) > -.infinity
    if !isPossible { gradient = gradient.map { _ in .nan } }
    let value = density.value(at: natural)
    return DensityEvaluation(
      logDensity: value.natural, logDensityUnconstrained: value.unconstrained,
      unconstrained: dictionary(of: position), gradientUnconstrained: dictionary(of: gradient))
  }

  /// All scalars in the order of ``parameters``, each inside its support.
  func vector(of values: [String: [Double]]) throws(ParameterValueError) -> [Double] {
    let given = try scalars(of: values)
    var vector = density.prior.constants
    for (parameter, offset) in zip(parameters.parameters, parameters.offsets) {
      for index in offset..<offset + parameter.count {
        if let value = given[index] {
          vector[index] = value
        } else if density.prior.coordinate(of: index) != nil {
          throw .missing(parameter.name)
        }
      }
    }
    try requirePossible(vector)
    return vector
  }

  /// The scalars of some parameters, by their place in ``parameters``.
  func scalars(of values: [String: [Double]]) throws(ParameterValueError) -> [Int: Double] {
    let known = parameters.parameters.map(\.name)
    if let unknown = values.keys.sorted().first(where: { !known.contains($0) }) {
      throw .unknown(unknown, known: known)
    }
    var scalars: [Int: Double] = [:]
    for (parameter, offset) in zip(parameters.parameters, parameters.offsets) {
      guard let value = values[parameter.name] else { continue }
      guard value.count == parameter.count else {
        throw .shape(parameter.name, found: value.count, expected: parameter.shape)
      }
      for (element, number) in value.enumerated() { scalars[offset + element] = number }
    }
    return scalars
  }

  /// Throws where a scalar is outside its support or is not what it is fixed to.
  func requirePossible(_ vector: [Double]) throws(ParameterValueError) {
    for (index, value) in vector.enumerated() {
      if let bijector = density.prior.bijector(of: index) {
        guard bijector.unconstrain(value).isFinite else {
          throw .outsideSupport(parameters.elementNames[index], value: value)
        }
      } else if value != density.prior.constants[index] {
        throw .contradictsFixed(
          parameters.elementNames[index], value: value, fixed: density.prior.constants[index])
      }
    }
  }

  /// Coordinates, `[dimension]`, by parameter; NaN where there is none.
  private func dictionary(of coordinates: [Double]) -> [String: [Double]] {
    var values: [String: [Double]] = [:]
    for (parameter, offset) in zip(parameters.parameters, parameters.offsets) {
      values[parameter.name] = (offset..<offset + parameter.count).map {
        density.prior.coordinate(of: $0).map { coordinates[$0] } ?? .nan
      }
    }
    return values
  }
}
