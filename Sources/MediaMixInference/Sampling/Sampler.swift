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

/// Multinomial NUTS over any log density: chains in parallel, each with its own warm-up.
///
/// Betancourt 2017, "A Conceptual Introduction to Hamiltonian Monte Carlo"; warm-up as in Stan.
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

  /// Draws from `density`.
  ///
  /// - Parameters:
  ///   - density: what to sample.
  ///   - starts: where chains start, in the density's coordinates.
  ///   - threads: how many chains run at once at most; nil for all of them. The draws do not depend
  ///     on it.
  ///   - progress: told how far sampling has come, about ten times a second and at the end, from
  ///     any thread but never twice at once.
  /// - Returns: the kept draws of all chains, and what they cost.
  /// - Throws: ``SamplerError/noPossibleStart(chain:attempts:place:advice:)``; `CancellationError`
  ///   once the task is cancelled.
  public func sample<Density: ParameterizedDensity>(
    _ density: Density, from starts: ChainStarts, threads: Int? = nil,
    progress: (@Sendable (SamplingProgress) -> Void)? = nil
  ) async throws -> (draws: Draws, effort: SamplingEffort) {
    let configuration = configuration
    let reporter = progress.map { ProgressReporter(configuration: configuration, handler: $0) }
    let clock = ContinuousClock()
    let begin = clock.now
    let outputs = try await withThrowingTaskGroup(of: (Int, Chain.Output).self) { group in
      let atOnce = min(max(1, threads ?? configuration.chains), configuration.chains)
      func start(_ index: Int) {
        group.addTask {
          var chain = try Chain(density, configuration: configuration, index: index, from: starts)
          return (index, try chain.run(progress: reporter))
        }
      }
      (0..<atOnce).forEach(start)
      var next = atOnce
      var outputs: [Int: Chain.Output] = [:]
      for try await (index, output) in group {
        outputs[index] = output
        if next < configuration.chains {
          start(next)
          next += 1
        }
      }
      return outputs.sorted { $0.key < $1.key }.map(\.value)
    }
    let draws = Draws(
      layout: density.layout, values: outputs.flatMap(\.values),
      statistics: outputs.map(\.statistics))
    let effort = SamplingEffort(
      warmupLeapfrogSteps: outputs.reduce(0) { $0 + $1.warmupLeapfrogSteps },
      samplingLeapfrogSteps: outputs.reduce(0) { $0 + $1.samplingLeapfrogSteps },
      warmupSeconds: outputs.reduce(0) { $0 + $1.warmupTime / .seconds(1) },
      samplingSeconds: outputs.reduce(0) { $0 + $1.samplingTime / .seconds(1) },
      wallSeconds: (clock.now - begin) / .seconds(1))
    return (draws, effort)
  }
}
