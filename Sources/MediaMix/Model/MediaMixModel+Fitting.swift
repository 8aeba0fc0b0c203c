public import MediaMixInference

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension MediaMixModel {
  /// Draws from the posterior.
  ///
  /// With experiments, the posterior given the data alone is sampled as well, with the same options,
  /// so that each experiment can be compared with what the data say by themselves
  /// (``FittedModel/experimentResults``); its draws are not kept. It has to be a run of its own: the
  /// posterior given both tells what the data alone would have said only while it is wide compared
  /// with the experiment's standard error, and experiments are usually sharper than that.
  ///
  /// In ``FittedModel/effort``, gradient evaluations and the seconds of chains are those of the draws
  /// that are kept; `wallSeconds` is the time by the clock from start to end, of both runs.
  ///
  /// - Parameters:
  ///   - configuration: how many chains and draws; its seed decides every bit of the result.
  ///   - initialization: where chains begin.
  ///   - schema: where the data came from, kept with the fit; nil: the schema of the dataset's own
  ///     CSV form.
  ///   - threads: how many chains run at once at most; nil: all.
  ///   - progress: told how far sampling has come, about ten times a second. With experiments it
  ///     counts the chains of both runs.
  /// - Throws: `SamplerError`; ``InitializationError``; `CancellationError` once the task is
  ///   cancelled.
  public func fit(
    _ configuration: SamplerConfiguration = SamplerConfiguration(),
    initialization: Initialization = .modes, schema: DataSchema? = nil, threads: Int? = nil,
    progress: (@Sendable (SamplingProgress) -> Void)? = nil
  ) async throws -> FittedModel {
    let sampler = try Sampler(configuration)
    try requireMemory(for: configuration)
    let clock = ContinuousClock()
    let begin = clock.now
    let runs = specification.experiments.isEmpty ? 1 : 2
    let (draws, cost) = try await sample(
      density, sampler, from: initialization, threads: threads, progress: progress
    ) { $0.followed(byRuns: runs - 1) }
    var results: [ExperimentResult] = []
    if runs > 1 {
      let (alone, _) = try await sample(
        density.withoutExperiments, sampler, from: initialization, threads: threads,
        progress: progress
      ) { $0.preceded(by: draws, seconds: cost.wallSeconds) }
      results = experimentResults(posterior: draws, dataAlone: alone)
    }
    var effort = cost
    effort.wallSeconds = (clock.now - begin) / .seconds(1)
    return FittedModel(
      model: self, schema: schema ?? dataset.csvSchema, sampler: configuration,
      initialization: initialization, draws: draws, effort: effort, experimentResults: results)
  }

  /// Throws where this machine's memory cannot hold the draws, each chain's and all together.
  func requireMemory(for configuration: SamplerConfiguration) throws(SamplerError) {
    let bytesPerDraw =
      2 * (8 * parameters.count + MemoryLayout<TransitionStatistics>.stride)
    let memory = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    let most = memory / bytesPerDraw / configuration.chains
    guard configuration.draws > most else { return }
    throw .invalidConfiguration(
      option: "draws", value: "\(configuration.draws) in each of \(configuration.chains) chains",
      range: "at most \(most): this machine's memory holds no more")
  }

  /// One run; `overall` makes the progress of all runs of that of this one.
  func sample(
    _ density: MediaMixDensity, _ sampler: Sampler, from initialization: Initialization,
    threads: Int?,
    progress: (@Sendable (SamplingProgress) -> Void)?,
    overall: @escaping @Sendable (SamplingProgress) -> SamplingProgress = { $0 }
  ) async throws -> (draws: Draws, effort: SamplingEffort) {
    var report: (@Sendable (SamplingProgress) -> Void)?
    if let progress { report = { progress(overall($0)) } }
    let coordinates = CollapsedDensity(density)
    return try await sampler.sample(
      coordinates, from: try starts(initialization, in: coordinates), threads: threads,
      progress: report)
  }
}

extension SamplingProgress {
  /// The progress of this run and of others of the same kind that have not begun.
  fileprivate func followed(byRuns count: Int) -> SamplingProgress {
    var all = self
    for _ in 0..<count {
      all.completed += completed.map { _ in 0 }
      all.stepSizes += completed.map { _ in 0 }
    }
    return all
  }

  /// The progress of a finished run of the same kind and of this one.
  fileprivate func preceded(by draws: Draws, seconds: Double) -> SamplingProgress {
    var all = self
    all.completed = completed.map { _ in transitionsPerChain } + completed
    all.stepSizes = draws.statistics.map { $0.last?.stepSize ?? 0 } + stepSizes
    all.divergences += draws.statistics.reduce(0) { $0 + $1.count(where: \.diverging) }
    all.elapsed += .seconds(seconds)
    return all
  }
}
