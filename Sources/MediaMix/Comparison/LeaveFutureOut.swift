public import MediaMixInference

/// How well a model predicts each of the last periods from those before it alone.
///
/// Bürkner, Gabry and Vehtari (2020), "Approximate leave-future-out cross-validation for Bayesian time
/// series models", Journal of Statistical Computation and Simulation 90(14): one step ahead, forwards.
/// A fit to the first periods is carried on by importance weights as periods are added to it, and made
/// anew when the Pareto k of the weights is too large, or the result of an experiment has come in.
///
/// It answers the question that a forecast asks, and needs no trust in the weights of
/// `LeaveOneOut` where those fail.
public struct LeaveFutureOut: Sendable, Hashable {
  /// One predicted period.
  public struct Period: Sendable, Hashable {
    /// Its first day.
    public let date: CalendarDate
    /// The log predictive density of its KPI, of all geos together, given all periods before it.
    public let elpd: Double
    /// The Pareto k of the weights that carried an earlier fit here; nil where the model was fitted to
    /// all periods before this one.
    public let shape: Double?
  }

  /// The predicted periods, the last of the data; `[time]`.
  public let periods: [Period]

  /// The most periods of a dataset that can be predicted: those that leave three to learn from.
  public static func mostPeriods(of dataset: Dataset) -> Int {
    max(0, dataset.timeCount - Dataset.minimumRows)
  }

  /// The expected log predictive density of a period given those before it, elpd_lfo, summed over
  /// periods.
  public var elpd: ElpdSum { ElpdSum(periods.map(\.elpd)) }

  /// How many fits it took.
  public var fitCount: Int { periods.count { $0.shape == nil } }

  /// How much better this model predicts than `other`, with the standard error of that.
  ///
  /// - Precondition: predictions of the same periods.
  public func difference(from other: LeaveFutureOut) -> ElpdSum {
    precondition(periods.map(\.date) == other.periods.map(\.date), "other periods")
    return ElpdSum(zip(periods, other.periods).map { $0.elpd - $1.elpd })
  }
}

extension FittedModel {
  /// Leave-future-out cross-validation over the last of the training periods.
  ///
  /// Fits are of this model with the same scaling and priors, sampled alike, each with a seed of its
  /// own that follows from the fit's. A period is predicted with the experiments that were over before
  /// it: once another one is, the model is fitted again.
  ///
  /// - Parameters:
  ///   - count: how many periods are predicted, from 1 to as many as leave three to learn from. There
  ///     are as many fits at most, and one at least.
  ///   - threads: how many chains run at once at most; nil: all.
  /// - Throws: as ``MediaMixModel/fit(_:initialization:schema:threads:progress:)``.
  public func leaveFutureOut(periods count: Int, threads: Int? = nil) async throws -> LeaveFutureOut
  {
    let timeCount = model.dataset.timeCount
    precondition(
      count >= 1 && count <= LeaveFutureOut.mostPeriods(of: model.dataset), "too many periods")
    var periods: [LeaveFutureOut.Period] = []
    while periods.count < count {
      let begin = timeCount - count + periods.count
      let fit = try await refitted(toPeriods: begin, threads: threads)
      periods += Trace(model: model, draws: fit.draws).predictions(from: begin)
    }
    return LeaveFutureOut(periods: periods)
  }

  /// The same model fitted to its first periods.
  private func refitted(toPeriods count: Int, threads: Int?) async throws -> FittedModel {
    let model = try self.model.first(count)
    return try await model.fit(
      sampler.forPart(count), initialization: initialization, schema: schema, threads: threads)
  }
}

extension Trace {
  /// The period after the last that these draws have seen, and those after it that the draws can be
  /// carried on to: up to one of which more experiments are known.
  ///
  /// - Parameter begin: how many periods the draws have seen.
  fileprivate func predictions(from begin: Int) -> [LeaveFutureOut.Period] {
    let geoCount = model.dataset.target.geoCount
    let drawCount = draws.chainCount * draws.drawCount
    let limit = ParetoSmoothing.shapeLimit(drawCount: drawCount)
    var periods: [LeaveFutureOut.Period] = []
    // The log likelihood of the periods that have been added to those seen.
    var added = Array(repeating: 0.0, count: drawCount)
    func experiments(before time: Int) -> [LiftTest] {
      model.specification.known(before: model.dataset.dates[time]).experiments
    }
    let seen = experiments(before: begin)
    for time in begin..<model.dataset.timeCount {
      guard experiments(before: time) == seen else { break }
      let isFitted = time == begin
      let weights = ParetoSmoothing(
        logRatios: added,
        relativeEfficiency: isFitted
          ? 1
          : ParetoSmoothing.relativeEfficiency(logValues: added.chains(ofLength: draws.drawCount)))
      guard isFitted || weights.shape <= limit else { break }
      let likelihood = logLikelihood(ofPoints: time * geoCount..<(time + 1) * geoCount)
        .reduce(Array(repeating: 0.0, count: drawCount)) { sum, geo in
          zip(sum, geo).map { $0 + $1 }
        }
      periods.append(
        LeaveFutureOut.Period(
          date: model.dataset.dates[time], elpd: weights.logMean(likelihood),
          shape: isFitted ? nil : weights.shape))
      added = zip(added, likelihood).map { $0 + $1 }
    }
    return periods
  }
}

extension MediaMixModel {
  /// This model given its first periods alone: the same scaling and priors, less to learn from.
  fileprivate func first(_ count: Int) throws -> MediaMixModel {
    var known = specification.known(before: dataset.dates[count])
    known.mediaPrior = .explicit(mediaPriorScales)
    return try MediaMixModel(
      dataset: dataset.rows(0..<count), specification: known, scaling: scaling)
  }
}

extension ModelSpecification {
  /// What could be specified before a day: without experiments that were not over.
  func known(before day: CalendarDate) -> ModelSpecification {
    var known = self
    known.experiments.removeAll { $0.last >= day }
    return known
  }
}

extension SamplerConfiguration {
  /// The same with a seed for a fit to the first `count` periods.
  func forPart(_ count: Int) -> SamplerConfiguration {
    var random = RandomStream(seed: seed, purpose: .refit, index: count)
    var configuration = self
    configuration.seed = random.next()
    return configuration
  }
}
