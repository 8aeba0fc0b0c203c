/// How well a model would have predicted each observation without having seen it, from one fit to all.
///
/// Vehtari, Gelman and Gabry (2017), "Practical Bayesian model evaluation using leave-one-out
/// cross-validation and WAIC", Statistics and Computing 27, with the weights of ``ParetoSmoothing``.
/// Larger is better, and only differences between models of the same data mean anything.
public struct LeaveOneOut: Sendable, Hashable {
  /// One observation.
  public struct Point: Sendable, Hashable {
    /// The expected log predictive density of the observation given all others.
    public let elpd: Double
    /// The Pareto k of its weights; see ``LeaveOneOut/shapeLimit``.
    public let shape: Double
    /// Its log predictive density given all observations, itself among them.
    public let logPredictiveDensity: Double

    /// An observation.
    ///
    /// - Parameters:
    ///   - logLikelihood: the log density of the observation at each draw from the posterior given
    ///     all; `[chain, draw]`, one or more, none NaN.
    ///   - relativeEfficiency: what a draw is worth, > 0; nil: estimated from the observation's own
    ///     likelihood.
    public init(logLikelihood: [[Double]], relativeEfficiency: Double? = nil) {
      let efficiency =
        relativeEfficiency ?? ParetoSmoothing.relativeEfficiency(logValues: logLikelihood)
      let draws = Array(logLikelihood.joined())
      let weights = ParetoSmoothing(logRatios: draws.map(-), relativeEfficiency: efficiency)
      elpd = weights.logMean(draws)
      shape = weights.shape
      logPredictiveDensity =
        Reductions.logSumExp(draws.span) - VectorMath.log(Double(draws.count))
    }
  }

  /// The observations, `[point]`.
  public let points: [Point]
  /// How many draws the estimates are from.
  public let drawCount: Int

  /// The observations together.
  public init(points: [Point], drawCount: Int) {
    self.points = points
    self.drawCount = drawCount
  }

  /// The expected log predictive density of each observation given all others, `[point]`.
  public var pointwise: [Double] { points.map(\.elpd) }

  /// The expected log predictive density, elpd_loo: the sum over observations.
  public var elpd: Double { ElpdSum(pointwise).value }

  /// The standard error of ``elpd``.
  public var standardError: Double { ElpdSum(pointwise).standardError }

  /// The effective number of parameters, p_loo: how much worse observations are predicted when they
  /// were not seen.
  public var effectiveParameterCount: Double {
    ElpdSum(points.map(\.logPredictiveDensity)).value - elpd
  }

  /// Whether there are enough draws for a Pareto k: of fewer, no observation's can be relied on.
  public var hasEnoughDraws: Bool { drawCount >= ParetoSmoothing.fewestDraws }

  /// The largest Pareto k that can be relied on.
  public var shapeLimit: Double { ParetoSmoothing.shapeLimit(drawCount: drawCount) }

  /// The places in ``points`` of observations whose Pareto k is above ``shapeLimit``: each alone moves
  /// the posterior so much that the fit to all says little about the fit without it.
  public var unreliablePoints: [Int] {
    points.indices.filter { !(points[$0].shape <= shapeLimit) }
  }

  /// The largest Pareto k.
  public var largestShape: Double { points.reduce(-.infinity) { max($0, $1.shape) } }

  /// How much better this model predicts than `other`, with the standard error of that, which is
  /// smaller than those of both where they find the same observations hard.
  ///
  /// - Precondition: estimates of the same observations.
  public func difference(from other: LeaveOneOut) -> ElpdSum {
    precondition(points.count == other.points.count, "other observations")
    return ElpdSum(zip(points, other.points).map { $0.elpd - $1.elpd })
  }
}

/// Log predictive densities, or differences of them, added up over observations.
public struct ElpdSum: Sendable, Hashable {
  /// The sum.
  public let value: Double
  /// Its standard error, from how the observations' differ: √(n · variance), divisor n.
  public let standardError: Double

  /// The sum of `[point]`.
  public init(_ pointwise: [Double]) {
    let count = Double(pointwise.count)
    let sum = Reductions.sum(pointwise.span)
    let deviations = pointwise.map { $0 - sum / count }
    value = sum
    standardError = Reductions.sumOfSquares(deviations.span).squareRoot()
  }
}
