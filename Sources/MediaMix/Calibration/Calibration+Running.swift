public import MediaMixInference

extension Calibration {
  /// Draws, simulates, fits and ranks.
  ///
  /// Every replication has the model's media, features, spend and scaling, and experiments where the
  /// model has them, with results that are simulated too: it differs in the KPI and in these alone.
  /// The scaling has to stay, because a KPI that is divided by its own mean does not follow the model.
  /// Fits are made as `sampler` says; those that fall short of the ranked draws, or whose chains
  /// disagree, are ranked nevertheless and told, for leaving them out would leave out the posteriors
  /// that are hard. Replications run in parallel, the chains of each one after another, each with a
  /// seed of its own that follows from the sampler's: the result does not depend on the number of
  /// threads, and the first of many replications are those of few.
  ///
  /// - Parameters:
  ///   - model: the model; of its data the KPI is only what the scaling was made of.
  ///   - sampler: how each fit is made.
  ///   - initialization: where its chains begin.
  ///   - replications: how many, ≥ 1. By chance the share of truths that are below the median of
  ///     their posteriors is off by up to ten points with 200, by up to four with 1000.
  ///   - threads: how many run at once at most; nil: as many as there are processors.
  ///   - progress: told how far it has come, from any thread but never twice at once.
  /// - Throws: ``CalibrationError``; `SamplerError` for options outside their range;
  ///   ``InitializationError``; `CancellationError` once the task is cancelled.
  public static func run(
    _ model: MediaMixModel, sampler: SamplerConfiguration = SamplerConfiguration(),
    initialization: Initialization = .modes, replications: Int = 200, threads: Int? = nil,
    progress: (@Sendable (FitSeriesProgress) -> Void)? = nil
  ) async throws -> Calibration {
    try await run(
      truthsFrom: model, fitting: model, sampler: sampler, initialization: initialization,
      replications: replications, threads: threads, progress: progress)
  }

  /// The same with data from one model and fits of another, which has the same parameters, data and
  /// scaling: what calibration says of a model that is wrong.
  package static func run(
    truthsFrom truths: MediaMixModel, fitting model: MediaMixModel,
    sampler configuration: SamplerConfiguration, initialization: Initialization = .modes,
    replications: Int, threads: Int? = nil,
    progress: (@Sendable (FitSeriesProgress) -> Void)? = nil
  ) async throws -> Calibration {
    precondition(replications >= 1, "a calibration without replications")
    let sampler = try Sampler(configuration)
    let draws = configuration.chains * configuration.draws
    guard draws >= rankedDraws else {
      throw CalibrationError.tooFewDraws(draws, needed: rankedDraws)
    }
    guard model.density.dimension > 0 else { throw CalibrationError.nothingToRank }
    try model.requireMemory(for: configuration)
    let outcomes = try await FitSeries.run(
      count: replications, threads: threads, progress: progress
    ) { index, progress in
      try await CalibrationReplication(
        truths: truths, model: model, sampler: sampler, initialization: initialization,
        index: index
      ).outcome(progress)
    }
    return try Calibration(outcomes)
  }

  private init(_ outcomes: [CalibrationReplication.Outcome]) throws(CalibrationError) {
    let ranked = outcomes.compactMap(\.ranked)
    let failures = outcomes.compactMap(\.failure)
    guard let first = ranked.first else {
      throw .noUsableReplication(
        replications: outcomes.count, reason: failures.last?.reason ?? "nothing was done")
    }
    self.init(
      rankings: first.values.indices.compactMap { place in
        let values = ranked.map { $0.values[place] }
        // What no draw of any replication tells from the truth is a constant.
        guard values.contains(where: \.varies) else { return nil }
        return Ranking(
          kind: values[0].kind, name: values[0].name, truths: values.map(\.truth),
          ranks: values.map(\.rank))
      }, replications: ranked.map(\.replication), failures: failures)
  }
}
