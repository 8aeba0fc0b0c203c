internal import MediaMixInference

/// One replication of a calibration: truth, data, fit and ranks.
struct CalibrationReplication: Sendable {
  /// What became of it.
  enum Outcome: Sendable {
    case ranked(Calibration.Replication, [RankedValue])
    case failed(Calibration.Failure)

    var ranked: (replication: Calibration.Replication, values: [RankedValue])? {
      if case .ranked(let replication, let values) = self { (replication, values) } else { nil }
    }

    var failure: Calibration.Failure? {
      if case .failed(let failure) = self { failure } else { nil }
    }
  }

  /// A quantity's truth among its draws.
  struct RankedValue: Sendable {
    let kind: Calibration.Quantity.Kind
    let name: String
    let truth: Double
    let rank: Int
    /// Whether there is a draw that differs from the truth.
    let varies: Bool
  }

  /// Whose priors and likelihood truth and data come from.
  let truths: MediaMixModel
  /// What is fitted, a model of the same parameters.
  let model: MediaMixModel
  let sampler: Sampler
  let initialization: Initialization
  let index: Int

  /// Draws, simulates, fits and ranks.
  ///
  /// - Throws: what has nothing to do with the numbers of this replication.
  func outcome(
    _ progress: @escaping @Sendable (SamplingProgress) -> Void
  ) async throws -> Outcome {
    var priorStream = RandomStream(
      seed: sampler.configuration.seed, purpose: .prior, index: index)
    let truth = truths.density.prior.sample(using: &priorStream)
    guard let replicate = try replicate(of: truth) else {
      return failed("the simulated KPI or the result of an experiment is not finite")
    }
    var configuration = sampler.configuration
    configuration.seed = seed
    let draws: Draws
    do {
      (draws, _) = try await replicate.sample(
        replicate.density, Sampler(configuration), from: initialization, threads: 1,
        progress: progress)
    } catch let error as SamplerError {
      return failed(error.description)
    }
    guard let values = ranked(truth, among: draws, of: replicate) else {
      return failed("a return or the log likelihood is not a number")
    }
    return .ranked(quality(of: draws), values)
  }

  /// What simulated noise, the fit and ties are drawn with.
  private var seed: UInt64 {
    var random = RandomStream(
      seed: sampler.configuration.seed, purpose: .refit, index: index)
    return random.next()
  }

  private func failed(_ reason: String) -> Outcome {
    .failed(Calibration.Failure(index: index, reason: reason))
  }

  /// The fitted model of data that `truth` makes; nil where they are not finite.
  private func replicate(of truth: [Double]) throws -> MediaMixModel? {
    guard let source = try truths.replicate(of: truth, seed: seed) else { return nil }
    var specification = model.specification
    specification.experiments = source.specification.experiments
    return try MediaMixModel(
      dataset: source.dataset, specification: specification, scaling: model.scaling)
  }

  private func quality(of draws: Draws) -> Calibration.Replication {
    let summaries = (0..<draws.layout.count).filter { !model.isFixed[$0] }
      .map { ScalarSummary(chains: draws.chains(of: $0)) }
    let sizes = summaries.flatMap { [$0.essBulk, $0.essTail] }
    return Calibration.Replication(
      index: index,
      // Of too few draws to say anything they are NaN.
      effectiveSampleSize: sizes.contains(where: \.isNaN) ? .nan : sizes.min() ?? .nan,
      largestRHat: summaries.map(\.rHat).filter { !$0.isNaN }.max() ?? .nan,
      divergenceCount: draws.statistics.reduce(0) { $0 + $1.count(where: \.diverging) })
  }

  // MARK: Ranks

  /// Every quantity of the truth among those of evenly spaced draws; nil where one is not a number.
  private func ranked(
    _ truth: [Double], among draws: Draws, of replicate: MediaMixModel
  ) -> [RankedValue]? {
    let kept = Calibration.rankedDraws
    let total = draws.chainCount * draws.drawCount
    let rows = [truth] + (0..<kept).map { Array(draws.draw((2 * $0 + 1) * total / (2 * kept))) }
    let trace = Trace(
      model: replicate,
      draws: Draws(layout: draws.layout, values: Array(rows.joined()), chainCount: 1))
    let quantities = trace.calibratedQuantities()
    guard !quantities.contains(where: { $0.values.contains(where: \.isNaN) }) else { return nil }
    let seed = seed
    return quantities.enumerated().map { place, quantity in
      var random = RandomStream(seed: seed, purpose: .tie, index: place)
      let (truth, others) = (quantity.values[0], Array(quantity.values.dropFirst()))
      return RankedValue(
        kind: quantity.kind, name: quantity.name, truth: truth,
        rank: RankUniformity.rank(of: truth, among: others, using: &random),
        varies: others.contains { $0 != truth })
    }
  }
}

extension Trace {
  /// What calibration ranks, draw by draw: returns of channels that cost something, the log
  /// likelihood, parameters that are free, returns in geos.
  fileprivate func calibratedQuantities() -> [(
    kind: Calibration.Quantity.Kind, name: String, values: [Double]
  )] {
    let metrics = mediaMetrics()
    let returns = metrics.filter { $0.spend > 0 }.map {
      (
        kind: Calibration.Quantity.Kind.returnOnInvestment, name: "roi[\($0.name)]",
        values: $0.returnDraws
      )
    }
    let free = (0..<draws.layout.count).filter { !model.isFixed[$0] }
    let names = draws.layout.elementNames
    let parameters = free.map {
      (kind: Calibration.Quantity.Kind.parameter, name: names[$0], values: draws.chains(of: $0)[0])
    }
    let geoReturns = metrics.flatMap { channel in
      channel.geos.compactMap { geo in
        geo.returnDraws.map {
          (
            kind: Calibration.Quantity.Kind.geoReturn, name: "roi[\(channel.name),\(geo.name)]",
            values: $0
          )
        }
      }
    }
    let likelihood = (
      kind: Calibration.Quantity.Kind.logLikelihood,
      name: Calibration.Quantity.Kind.logLikelihood.rawValue, values: logLikelihoods()
    )
    return returns + [likelihood] + parameters + geoReturns
  }

  /// The log likelihood of data and experiments at each draw, on the model's scale.
  private func logLikelihoods() -> [Double] {
    var workspace = model.density.makeWorkspace()
    return (0..<draws.drawCount * draws.chainCount).map {
      model.density.logLikelihood(at: Array(draws.draw($0)), workspace: &workspace)
    }
  }
}
