/// Where chains begin.
public enum Initialization: Sendable, Hashable {
  /// Near the medians of the priors: within the bulk of the prior whatever the data.
  case priorMedian
  /// Near the means of the priors, which all must have one.
  case priorMean
  /// At a draw from the priors, another one for each chain.
  case priorSample
  /// Uniformly between −2 and 2 in unconstrained coordinates.
  case uniform
  /// At these natural values by parameter name, row-major, on the model's scale; parameters that
  /// are not named begin at the medians of their priors. Every chain begins exactly there.
  case values([String: [Double]])
}
