/// Why a distribution could not be made of its arguments.
public enum DistributionError: Error, Sendable, Hashable, CustomStringConvertible {
  /// `argument` is `value`, but must be what `requirement` says ("positive and finite").
  case outOfDomain(argument: String, value: Double, requirement: String)
  /// The family has no such argument; `allowed` are the ones it has.
  case unknownArgument(String, family: DistributionFamily, allowed: [String])
  /// A required argument was not given; `allowed` are all that the family has.
  case missingArgument(String, family: DistributionFamily, allowed: [String])

  /// One sentence for people, without a full stop.
  public var description: String {
    switch self {
    case .outOfDomain(let argument, let value, let requirement):
      "\(argument) must be \(requirement); it is \(Self.text(value))"
    case .unknownArgument(let name, let family, let allowed):
      "\(family.rawValue) has no argument \"\(name)\"; it takes \(Self.list(allowed))"
    case .missingArgument(let name, let family, let allowed):
      "\(family.rawValue) needs the argument \"\(name)\"; it takes \(Self.list(allowed))"
    }
  }

  /// Numbers without a fraction are shown without one: "it is -1".
  fileprivate static func text(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.joined() }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}

/// Checks of a distribution's arguments; each returns the value that it passed.
enum Argument {
  /// A positive, finite number whose reciprocal is finite too.
  static func positive(_ name: String, _ value: Double) throws(DistributionError) -> Double {
    guard value >= .leastNormalMagnitude && value < .infinity else {
      throw .outOfDomain(argument: name, value: value, requirement: "positive and finite")
    }
    return value
  }

  /// A finite number.
  static func finite(_ name: String, _ value: Double) throws(DistributionError) -> Double {
    guard value.isFinite else {
      throw .outOfDomain(argument: name, value: value, requirement: "finite")
    }
    return value
  }

  /// The right end of an interval: finite and above `low` by a positive, finite width.
  static func upperEnd(_ high: Double, above low: Double) throws(DistributionError) -> Double {
    guard high.isFinite else {
      throw .outOfDomain(argument: "high", value: high, requirement: "finite")
    }
    let width = high - low
    guard width >= .leastNormalMagnitude && width < .infinity else {
      throw .outOfDomain(
        argument: "high", value: high,
        requirement: "greater than low (\(DistributionError.text(low))) by a finite width")
    }
    return high
  }
}
