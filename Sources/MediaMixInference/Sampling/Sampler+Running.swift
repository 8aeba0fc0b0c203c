extension Sampler {
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
    let clock = ContinuousClock()
    let begin = clock.now
    let reporter = progress.map { ProgressReporter(configuration: configuration, handler: $0) }
    var ensemble = try await Ensemble(
      density, configuration: configuration, from: starts,
      threads: threads ?? configuration.chains)
    try await ensemble.warmUp(progress: reporter)
    let thinning = try await ensemble.draw(progress: reporter)
    var effort = ensemble.effort
    effort.thinning = thinning
    let draws = ensemble.takeDraws(layout: density.layout)
    effort.wallSeconds = (clock.now - begin) / .seconds(1)
    return (draws, effort)
  }
}
