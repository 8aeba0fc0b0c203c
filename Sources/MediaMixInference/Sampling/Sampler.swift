/// Why sampling could not be done.
public enum SamplerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// An option is outside its range.
  case invalidConfiguration(option: String, value: String, range: String)
  /// A chain, from 0, found no place with a finite density and gradient to start at; `place` and
  /// `advice` are those of its ``ChainStarts``.
  case noPossibleStart(chain: Int, attempts: Int, place: String, advice: String)

  /// What is wrong and what to do about it.
  public var description: String {
    switch self {
    case .invalidConfiguration(let option, let value, let range):
      "\(option) is \(value); it must be \(range)"
    case .noPossibleStart(let chain, 1, let place, let advice):
      "chain \(chain + 1) cannot start \(place): \(advice)"
    case .noPossibleStart(let chain, let attempts, let place, let advice):
      """
      chain \(chain + 1) found no possible starting point in \(attempts) attempts \(place): \(advice)
      """
    }
  }
}

/// Multinomial NUTS over any log density: chains in parallel that warm up together.
///
/// Betancourt 2017, "A Conceptual Introduction to Hamiltonian Monte Carlo". Warm-up pools the draws of
/// all chains for the metric and waits for the slowest at the end of each window; then chains draw
/// alone. Draws that miss ``SamplerConfiguration/goal`` are what they learn from before they draw again.
public struct Sampler: Sendable {
  /// The options in force.
  public let configuration: SamplerConfiguration

  /// A sampler with those options.
  ///
  /// - Throws: ``SamplerError/invalidConfiguration(option:value:range:)``.
  public init(_ configuration: SamplerConfiguration) throws(SamplerError) {
    self.configuration = configuration
    try check("chains", configuration.chains, in: 1...1000)
    try check("warmup", configuration.warmup, in: 0...10_000_000)
    try check("draws", configuration.draws, in: 1...10_000_000)
    try check("maximum tree depth", configuration.maximumTreeDepth, in: 1...20)
    guard configuration.targetAcceptance > 0 && configuration.targetAcceptance < 1 else {
      throw .invalidConfiguration(
        option: "target acceptance", value: "\(configuration.targetAcceptance)",
        range: "between 0 and 1, both excluded")
    }
    guard let goal = configuration.goal else { return }
    try check("maximum thinning", goal.maximumThinning, in: 1...1 << 20)
    if let size = goal.effectiveSampleSize, !(size > 0 && size.isFinite) {
      throw .invalidConfiguration(
        option: "effective sample size", value: "\(size)", range: "positive and finite")
    }
    guard goal.rHat > 1 && goal.rHat.isFinite else {
      throw .invalidConfiguration(
        option: "r-hat", value: "\(goal.rHat)", range: "above 1 and finite")
    }
  }

  private func check(
    _ option: String, _ value: Int, in range: ClosedRange<Int>
  ) throws(SamplerError) {
    guard range.contains(value) else {
      throw .invalidConfiguration(
        option: option, value: "\(value)",
        range: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
  }
}
