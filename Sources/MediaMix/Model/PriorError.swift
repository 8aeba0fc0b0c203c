public import MediaMixInference

/// What is wrong with a custom prior.
public enum PriorError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The model has no parameter of that name; `geoOnly` if one of geo data would have.
  case unknownParameter(String, known: [String], geoOnly: Bool)
  /// A parameter has no element of that label.
  case unknownElement(String, parameter: String, known: [String])
  /// An argument is unknown, missing or outside its domain; `element` is the label of the element
  /// concerned, nil if all are.
  case argument(DistributionError, parameter: String, element: String?)
  /// An argument has a shape that cannot be broadcast to the parameter's.
  case shape(argument: String, found: [Int], parameter: String, allowed: [Int])
  /// More arguments by position than the default family has.
  case tooManyArguments(count: Int, parameter: String, family: DistributionFamily)
  /// The prior allows values at which the model is not defined.
  case support(parameter: String, needs: String)
  /// A parameter is fixed to a value at which the model is not defined.
  case fixedValue(Double, parameter: String, needs: String)
  /// Two names of one parameter both have a prior.
  case givenTwice(String, String)
  /// Every parameter is fixed.
  case nothingToEstimate

  /// What is wrong, where, and what to do about it.
  public var description: String {
    switch self {
    case .unknownParameter(let name, let known, let geoOnly):
      if geoOnly {
        return "prior of \(name): only models of geo data have this parameter, and these data are "
          + "national. Leave it out"
      }
      let suggestion =
        NearestName.nearest(to: name, in: known).map { "; did you mean \($0)?" } ?? "."
      return "prior of \(name): the model has no such parameter\(suggestion) "
        + "It has \(known.joined(separator: ", "))"
    case .unknownElement(let label, let parameter, let known):
      return Self.unknownElement(label, parameter: parameter, known: known)
    case .argument(let error, let parameter, let element):
      let place = element.map { "[\($0)]" } ?? ""
      return "prior of \(parameter)\(place): \(error)"
    case .shape(let argument, let found, let parameter, let allowed):
      return "prior of \(parameter): \(argument) \(Self.holds(found)); it takes "
        + Self.allowedShapes(allowed)
    case .tooManyArguments(let count, let parameter, let family):
      return
        "prior of \(parameter): \(count) arguments, but \(family.rawValue), its default family, "
        + "takes \(family.argumentNames.joined(separator: ", "))"
    case .support(let parameter, let needs):
      return "prior of \(parameter): \(parameter) must be \(needs), and this distribution allows "
        + "other values. Choose a family, or bounds, that do not"
    case .fixedValue(let value, let parameter, let needs):
      return "prior of \(parameter): it is fixed to \(value), and must be \(needs)"
    case .givenTwice(let one, let other):
      return "priors of \(one) and \(other): both mean \(other); keep one of them"
    case .nothingToEstimate:
      return "priors: every parameter is fixed, so that nothing is left to estimate. "
        + "Leave at least one free"
    }
  }

  private static func unknownElement(
    _ label: String, parameter: String, known: [String]
  ) -> String {
    let families = DistributionFamily.allCases.map(\.rawValue)
    let place = "prior of \(parameter): \(DataError.Place.quoted(label))"
    let nearest = NearestName.nearest(to: label, in: known + families)
    let suggestion = nearest.map { "; did you mean \($0)?" } ?? "."
    if known.isEmpty {
      return "\(place) is no distribution, and \(parameter) is a single number\(suggestion) "
        + "Distributions are \(families.joined(separator: ", "))"
    }
    let shown = known.prefix(labelsShown).joined(separator: ", ")
    let more = known.count > labelsShown ? " and \(known.count - labelsShown) more" : ""
    return "\(place) is neither a distribution nor one of its elements\(suggestion) "
      + "Its elements are \(shown)\(more); distributions are \(families.joined(separator: ", "))"
  }

  /// "has 3 values", "has shape [2, 3]".
  private static func holds(_ shape: [Int]) -> String {
    switch shape.count {
    case 0: "is a number"
    case 1: "has \(shape[0]) value\(shape[0] == 1 ? "" : "s")"
    default: "has shape \(shape)"
    }
  }

  private static func allowedShapes(_ shape: [Int]) -> String {
    let count = shape.reduce(1, *)
    guard count > 1 else { return "one number" }
    guard shape.count > 1 else { return "one number or \(count)" }
    return "one number, \(count) row by row, or an array that broadcasts to shape \(shape)"
  }

  private static let labelsShown = 12
}
