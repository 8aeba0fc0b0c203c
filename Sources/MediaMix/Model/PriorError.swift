public import MediaMixInference

/// What is wrong with a custom prior.
public enum PriorError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The model has no parameter of that name.
  case unknownParameter(String, known: [String])
  /// No family of that name.
  case unknownFamily(String, parameter: String)
  /// An argument is unknown, missing or outside its domain; `element` is where, by index, if only
  /// some elements of the parameter are concerned.
  case argument(DistributionError, parameter: String, element: Int?)
  /// An argument has a number of values that does not fit the parameter.
  case shape(argument: String, count: Int, parameter: String, allowed: Int)
  /// More bare numbers than the default family has arguments.
  case tooManyArguments(count: Int, parameter: String, family: DistributionFamily)
  /// The prior allows values at which the model is not defined.
  case support(parameter: String, needs: String)

  /// What is wrong, where, and what to do about it.
  public var description: String {
    switch self {
    case .unknownParameter(let name, let known):
      let suggestion =
        NearestName.nearest(to: name, in: known).map { "; did you mean \($0)?" } ?? "."
      return "prior of \(name): the model has no such parameter\(suggestion) "
        + "It has \(known.joined(separator: ", "))"
    case .unknownFamily(let family, let parameter):
      let known = DistributionFamily.allCases.map(\.rawValue)
      let suggestion =
        NearestName.nearest(to: family, in: known).map { "; did you mean \($0)?" } ?? "."
      return "prior of \(parameter): no distribution is called \(family)\(suggestion) "
        + "Known are \(known.joined(separator: ", "))"
    case .argument(let error, let parameter, let element):
      let place = element.map { "[\($0)]" } ?? ""
      return "prior of \(parameter)\(place): \(error)"
    case .shape(let argument, let count, let parameter, let allowed):
      let expected = allowed == 1 ? "one number" : "one number or \(allowed)"
      return
        "prior of \(parameter): \(argument) has \(count) values; \(parameter) takes \(expected)"
    case .tooManyArguments(let count, let parameter, let family):
      return
        "prior of \(parameter): \(count) arguments, but \(family.rawValue), its default family, "
        + "takes \(family.argumentNames.joined(separator: ", "))"
    case .support(let parameter, let needs):
      return "prior of \(parameter): \(parameter) must be \(needs), and this distribution allows "
        + "other values. Choose a family, or bounds, that do not"
    }
  }
}
