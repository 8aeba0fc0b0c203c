/// Where chains begin.
///
/// Coefficients that the sampler integrates out, those of trend, season, weekdays and features with
/// normal priors and a national intercept, have no place to begin at: they are drawn given all others.
public enum Initialization: Sendable, Hashable {
  /// Around modes of the posterior: climbs set out from many places that the priors allow, and each
  /// chain starts around one of the modes that they find, chosen in proportion to its mass.
  case modes
  /// Near the medians of the priors: within the bulk of the prior whatever the data.
  case priorMedian
  /// Near the means of the priors, which all must have one.
  case priorMean
  /// At a draw from the priors, another one for each chain.
  case priorSample
  /// Uniformly between −2 and 2 in the sampler's coordinates.
  case uniform
  /// At these natural values by parameter name, row-major, on the model's scale; parameters that
  /// are not named begin at the medians of their priors, given those that are. Every chain begins
  /// exactly there, so that r-hat says little about whether they would agree from elsewhere. Values
  /// of coefficients that are integrated out only have to be possible with the data.
  case values([String: [Double]])
}

/// Why chains cannot begin where they should.
public enum InitializationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A prior has no mean, or an infinite one.
  case noMean(String)
  /// A prior's mean, as computed, is not inside its support.
  case meanOutsideSupport(String, mean: Double)
  /// Given values do not fit the model.
  case value(ParameterValueError)
  /// Values are given that make the data impossible: one parameter's, or those of several together.
  case impossible([String])

  /// What is wrong, where, and what to do about it.
  public var description: String {
    switch self {
    case .noMean(let name):
      "chains cannot start at the prior means: the prior of \(name) has none. \(Self.alternative)"
    case .meanOutsideSupport(let name, let mean):
      "chains cannot start at the prior means: that of \(name), \(mean), is not inside the bounds "
        + "of its prior. \(Self.alternative)"
    case .value(let error): error.description
    case .impossible(let names):
      if let name = names.first, names.count == 1 {
        "chains cannot start here: the given \(name) makes the data impossible. "
          + "Give another value, or leave \(name) out"
      } else {
        "chains cannot start here: the given values of \(names.joined(separator: ", ")) together "
          + "make the data impossible. Give others, or leave some of them out"
      }
    }
  }

  private static let alternative = "Start at the medians, or choose another prior"
}
