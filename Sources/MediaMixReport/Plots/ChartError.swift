internal import MediaMix

/// Why a chart cannot be drawn of a fit or its data.
public enum ChartError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Neither a parameter of the model nor an element of one has that name.
  case unknownParameter(String, known: [String])
  /// The data have no geo of that name; none at all, if they are national.
  case unknownGeo(String, known: [String])
  /// All draws of what was to be drawn are the same number.
  case constant([String])
  /// What the sampler noted of each transition is not known, because draws were replaced.
  case noStatistics(chart: String)
  /// Draws were thinned or replaced, and what follows one another is not known.
  case noWholeChains(chart: String)
  /// A comparison of chains, and there is only one.
  case singleChain(chart: String)
  /// No rows were held out, and none were given.
  case nothingHeldOut
  /// Each chain has fewer draws than say anything about it.
  case tooFewDraws(chart: String, draws: Int, least: Int)
  /// The energy is the same at all draws.
  case constantEnergy
  /// A draw is not a finite number.
  case notFinite(String)

  /// What is wrong and what to do about it, without a full stop.
  public var description: String {
    switch self {
    case .unknownParameter(let name, let known):
      return "the model has no parameter \(Self.named(name, known))"
    case .unknownGeo(let name, let known):
      return known.isEmpty
        ? "there is no geo \(name.debugDescription): the data are national. Leave out geos"
        : "the model has no geo \(Self.named(name, known))"
    case .constant(let names):
      return "every draw of \(Self.listed(names)) is the same number, so that there is no "
        + "distribution to draw; choose parameters that are not fixed, or fit with more draws"
    case .noStatistics(let chart):
      return "a chart of kind \(chart) shows what the sampler noted of its steps, and these draws "
        + "were replaced by others; draw the model as it was fitted"
    case .noWholeChains(let chart):
      return "a chart of kind \(chart) shows draws as they follow one another, and these were "
        + "thinned or replaced; draw the model as it was fitted"
    case .singleChain(let chart):
      return
        "a chart of kind \(chart) compares chains, and there is only one; fit with several, or "
        + "draw the trace"
    case .nothingHeldOut:
      return
        "no rows were held out from this model; give later rows with their KPI (--future), or fit "
        + "with data.train_until"
    case .tooFewDraws(let chart, let draws, let least):
      return "a chart of kind \(chart) needs \(least) or more draws of each chain, and there "
        + "\(draws == 1 ? "is" : "are") \(draws); fit with more"
    case .constantEnergy:
      return "the energy is the same at every draw: the chains did not move. Fit again with a "
        + "longer warm-up"
    case .notFinite(let name):
      return "a draw of \(name) is not a finite number; fit again"
    }
  }

  private static func named(_ name: String, _ known: [String]) -> String {
    let suggestion = NearestName.suggestion(for: name, in: known)
    return
      "\(name.debugDescription)\(suggestion.isEmpty ? "." : suggestion) It has \(listed(known))"
  }

  private static func listed(_ names: [String]) -> String {
    let more = names.count > namesShown ? " and \(names.count - namesShown) more" : ""
    return names.prefix(namesShown).joined(separator: ", ") + more
  }

  private static let namesShown = 24
}
