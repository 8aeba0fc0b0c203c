/// Something that was done to a fit's draws after sampling.
public struct DrawEdit: Sendable, Hashable, Codable, CustomStringConvertible {
  /// What becomes of the draws.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// Some draws were chosen at random; their values are those that were sampled.
    case thinned
    /// Values were changed, draw by draw; the statistics of transitions stay those of sampling.
    case changed
    /// All draws were given from outside.
    case replaced
  }

  /// What became of the draws.
  public let kind: Kind
  /// What was done, in words: "effect of tv times 2.0".
  public let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}

extension FittedModel {
  /// Whether the draws are the sampler's whole chains, their values perhaps changed.
  package var hasWholeChains: Bool { edits.keepWholeChains }
}

extension [DrawEdit] {
  /// Whether as many chains and draws are left as were sampled.
  var keepWholeChains: Bool { allSatisfy { $0.kind == .changed } }

  /// Whether every value is one that was sampled.
  var keepValues: Bool { allSatisfy { $0.kind == .thinned } }

  /// Whether what the sampler noted of each transition is still known.
  var keepStatistics: Bool { allSatisfy { $0.kind != .replaced } }
}
