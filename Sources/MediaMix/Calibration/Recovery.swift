internal import MediaMixInference

/// What a model finds of channels' effects that are known: can these data identify TV?
///
/// The KPI is simulated many times from the media and features of the data, with effects of channels that
/// are set to levels of a grid, and the model is fitted to each simulated KPI as it would be to a real
/// one. What the fits say is compared with what is true: bias, coverage and power of each channel at each
/// level, as Morris, White and Crowther (2019, "Using simulation studies to evaluate statistical methods",
/// Statistics in Medicine 38) define them for any method.
///
/// Worlds are draws of the posterior given the user's data but for what is set, so that results are
/// averages over what these data leave open, lags and saturation say. A power of this kind is called
/// assurance in the planning of trials (O'Hagan, Stevens and Campbell 2005, "Assurance in clinical trial
/// design", Pharmaceutical Statistics 4).
///
/// The simulated KPI follows the model. That the real one does is not tested here, so that results are
/// what the data could tell at best.
public struct Recovery: Sendable {
  /// What a fit says of one channel in one world, beside the truth.
  public struct Estimate: Sendable, Hashable {
    /// The place of the channel's level in ``RecoveryDesign/levels``.
    public let level: Int
    /// The share of the expected KPI that the channel brings; the level but for rounding.
    public let trueShare: Double
    /// What it brings per unit of money, in the units of the data.
    public let trueReturn: Double
    /// What the fit says of the share.
    public let share: DistributionSummary
    /// What the fit says of the return.
    public let returnOnInvestment: DistributionSummary
    /// How probable the prior holds an effect at least as large as the true one; 0 where it does not
    /// allow that effect, nil where the coefficient has no prior of its own.
    public let priorProbability: Double?
    /// Whether the prior allows the true effect, however improbable.
    public let isAllowed: Bool

    package init(
      level: Int, trueShare: Double, trueReturn: Double, share: DistributionSummary,
      returnOnInvestment: DistributionSummary, priorProbability: Double?, isAllowed: Bool
    ) {
      self.level = level
      self.trueShare = trueShare
      self.trueReturn = trueReturn
      self.share = share
      self.returnOnInvestment = returnOnInvestment
      self.priorProbability = priorProbability
      self.isAllowed = isAllowed
    }
  }

  /// A simulated world and the fit to it.
  public struct World: Sendable, Hashable {
    /// Of the channels of ``RecoveryDesign/channels``.
    public let estimates: [Estimate]
    /// The largest r-hat of these channels' shares; NaN of a single chain.
    public let largestRHat: Double
    /// The share of draws that ended a divergent trajectory.
    public let divergentShare: Double

    /// Whether chains agree on every channel's share, by the limit of ``FitLimits/rHat``; a single chain
    /// has nothing to disagree with.
    public var hasConverged: Bool { !(largestRHat > FitLimits.rHat) }
  }

  /// The levels, and which channel has which in which world.
  public let design: RecoveryDesign
  /// Every world, in the order of the design.
  public let worlds: [World]
  /// What comes of it for each channel of the design.
  public let channels: [Channel]
  /// The channels that are not in the design, because their coefficients are fixed.
  public let fixedChannels: [String]
  /// How many experiments inform the fit to the data, and so the worlds, but no fit to a world.
  public let experimentCount: Int

  /// How many worlds have fits whose chains disagree.
  public var unconvergedCount: Int { worlds.count { !$0.hasConverged } }

  /// In how many worlds more draws diverge than ``FitLimits/divergentShare``.
  public var divergentCount: Int { worlds.count { $0.divergentShare > FitLimits.divergentShare } }
}

extension Recovery {
  /// Simulates and fits every world of a design.
  ///
  /// Fits run in parallel, the chains of each one after another, each with a seed of its own that follows
  /// from the fit's: the result does not depend on the number of threads. A fit that goes on until it
  /// reaches a goal has lighter goals here: a quarter of the draws, half of the effective sample size and
  /// an r-hat of 1.02, because what one world's draws leave uncertain is little beside how worlds differ.
  /// With a given number of draws each fit has as many.
  ///
  /// Each fit has the scaling of the fit to the data, so that what is fixed in the model, and its priors,
  /// mean in a fit what they mean in the world. Experiments inform the worlds through `fit`, and no fit
  /// to a world.
  ///
  /// - Parameters:
  ///   - fit: the fit to the data, whose draws worlds are made of.
  ///   - design: a design for the same model.
  ///   - threads: how many fits run at once at most; nil: as many as there are processors.
  ///   - progress: told how far it has come, from any thread but never twice at once.
  /// - Throws: ``RecoveryError`` where the posterior has no world with the levels; as
  ///   ``MediaMixModel/fit(_:initialization:schema:threads:progress:)``.
  public static func run(
    like fit: FittedModel, _ design: RecoveryDesign, threads: Int? = nil,
    progress: (@Sendable (FitSeriesProgress) -> Void)? = nil
  ) async throws -> Recovery {
    let worlds = try await FitSeries.run(
      count: design.assignments.count, threads: threads, progress: progress
    ) { index, progress in
      let world = try RecoveryWorld(like: fit, design, index: index)
      let estimate = try await world.fitted(
        fit.sampler.forWorld(seed: world.seed), from: fit.initialization, progress: progress)
      return world.result(estimate, design, index: index)
    }
    return Recovery(design: design, worlds: worlds, of: fit)
  }

  private init(design: RecoveryDesign, worlds: [World], of fit: FittedModel) {
    let names = fit.model.dataset.channels
    // The data's own KPI is comparable with those of worlds where nothing but data informs it.
    let observed =
      fit.model.specification.experiments.isEmpty && fit.edits.isEmpty ? fit.mediaMetrics() : []
    self.design = design
    self.worlds = worlds
    experimentCount = fit.model.specification.experiments.count
    fixedChannels = names.indices.filter { !design.channels.contains($0) }.map { names[$0] }
    channels = design.channels.indices.map { place in
      let channel = design.channels[place]
      return Channel(
        at: place, names: design.channels.map { names[$0] }, design: design,
        estimates: worlds.map { $0.estimates[place] },
        allowsNegative: fit.model.allowsNegativeEffect(ofChannel: channel),
        observed: observed.isEmpty ? nil : observed[channel].contribution)
    }
  }
}

extension RecoveryWorld {
  /// The fit to the world's data, on one thread.
  fileprivate func fitted(
    _ sampler: SamplerConfiguration, from initialization: Initialization,
    progress: @escaping @Sendable (SamplingProgress) -> Void
  ) async throws -> FittedModel {
    try await model.fit(sampler, initialization: initialization, threads: 1, progress: progress)
  }

  /// What the fit says, beside the truth.
  fileprivate func result(
    _ fit: FittedModel, _ design: RecoveryDesign, index: Int
  ) -> Recovery.World {
    let metrics = fit.mediaMetrics()
    let estimates = zip(design.channels, design.assignments[index]).map { channel, level in
      Recovery.Estimate(
        level: level, trueShare: truth[channel].contributionDraws[0],
        trueReturn: truth[channel].returnDraws[0], share: metrics[channel].contribution,
        returnOnInvestment: metrics[channel].returnOnInvestment,
        priorProbability: model.priorProbability(ofEffectAt: parameters, channel: channel),
        isAllowed: model.allowsEffect(at: parameters, channel: channel))
    }
    let rHats = design.channels.map {
      ScalarSummary(
        chains: metrics[$0].contributionDraws.chains(ofLength: fit.draws.drawCount)
      ).rHat
    }
    return Recovery.World(
      estimates: estimates, largestRHat: rHats.filter { !$0.isNaN }.max() ?? .nan,
      divergentShare: Double(fit.divergenceCount)
        / Double(fit.draws.chainCount * fit.draws.drawCount))
  }
}

extension SamplerConfiguration {
  /// The same for a fit to a simulated world, see ``Recovery/run(like:_:threads:progress:)``.
  fileprivate func forWorld(seed: UInt64) -> SamplerConfiguration {
    var configuration = self
    configuration.seed = seed
    guard let goal else { return configuration }
    configuration.draws = max(1, draws / 4)
    let least =
      goal.effectiveSampleSize
      ?? ConvergenceReport.effectiveSampleSizeLimit(chains: chains)
    configuration.goal = ConvergenceGoal(
      effectiveSampleSize: 0.5 * least, rHat: max(goal.rHat, 1.02),
      maximumThinning: goal.maximumThinning)
    return configuration
  }
}
