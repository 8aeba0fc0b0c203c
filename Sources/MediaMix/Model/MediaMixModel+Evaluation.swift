internal import MediaMixInference

/// The log density at one point, as one checks a port against it.
public struct DensityEvaluation: Sendable, Hashable {
  /// Log prior plus log likelihood of the natural parameters.
  public var logDensity: Double
  /// The same plus the log Jacobian of the unconstrained coordinates.
  public var logDensityUnconstrained: Double
  /// The unconstrained coordinates, by parameter, row-major.
  public var unconstrained: [String: [Double]]
  /// The gradient of ``logDensityUnconstrained`` by them; NaN where the density is 0.
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

  /// What is wrong and where.
  public var description: String {
    switch self {
    case .missing(let name):
      return "no value of \(name); every parameter of the model needs one"
    case .unknown(let name, let known):
      let suggestion =
        NearestName.nearest(to: name, in: known).map { "; did you mean \($0)?" } ?? ""
      return "the model has no parameter \(name)\(suggestion)"
    case .shape(let name, let found, let expected):
      let shape = expected.isEmpty ? "a single number" : "shape \(expected)"
      return "\(name) has \(found) numbers; the model's has \(shape)"
    case .outsideSupport(let name, let value):
      return "\(name) is \(value), which its prior does not allow"
    }
  }
}

extension MediaMixModel {
  /// The log density, and its gradient in unconstrained coordinates.
  ///
  /// - Parameter values: natural values by parameter name, row-major, on the model's scale.
  /// - Throws: ``ParameterValueError``.
  public func evaluate(at values: [String: [Double]]) throws(ParameterValueError)
    -> DensityEvaluation
  {
    let natural = try vector(of: values)
    let position = density.position(of: natural)
    for (index, coordinate) in position.enumerated() where !coordinate.isFinite {
      throw .outsideSupport(parameters.elementNames[index], value: natural[index])
    }
    var workspace = density.makeWorkspace()
    var gradient = Array(repeating: 0.0, count: parameters.count)
    var span = gradient.mutableSpan
    let isPossible =
      density.evaluate(at: position.span, gradient: &span, workspace: &workspace) > -.infinity
    if !isPossible { gradient = gradient.map { _ in .nan } }
    let value = density.value(at: natural)
    return DensityEvaluation(
      logDensity: value.natural, logDensityUnconstrained: value.unconstrained,
      unconstrained: dictionary(of: position), gradientUnconstrained: dictionary(of: gradient))
  }

  private func vector(of values: [String: [Double]]) throws(ParameterValueError) -> [Double] {
    let known = parameters.parameters.map(\.name)
    if let unknown = values.keys.sorted().first(where: { !known.contains($0) }) {
      throw .unknown(unknown, known: known)
    }
    var vector: [Double] = []
    for parameter in parameters.parameters {
      guard let value = values[parameter.name] else { throw .missing(parameter.name) }
      guard value.count == parameter.count else {
        throw .shape(parameter.name, found: value.count, expected: parameter.shape)
      }
      vector += value
    }
    return vector
  }

  private func dictionary(of vector: [Double]) -> [String: [Double]] {
    var values: [String: [Double]] = [:]
    for (parameter, offset) in zip(parameters.parameters, parameters.offsets) {
      values[parameter.name] = Array(vector[offset..<offset + parameter.count])
    }
    return values
  }
}
