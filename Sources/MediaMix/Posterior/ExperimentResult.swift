internal import MediaMixInference

/// The model's own effect of an experiment's media, in the units of the experiment's result.
public struct EffectSummary: Sendable, Hashable, Codable {
  /// The mean.
  public let mean: Double
  /// The standard deviation, divisor n − 1; 0 of a single draw.
  public let sd: Double
  /// The 5 % quantile.
  public let q5: Double
  /// The 95 % quantile.
  public let q95: Double

  /// The summary of draws, one or more.
  init(_ draws: [Double]) {
    let sorted = SortedSample(draws)
    let mean = draws.reduce(0, +) / Double(draws.count)
    let squares = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    sd = (squares / Double(max(draws.count - 1, 1))).squareRoot()
    q5 = sorted.quantile(0.05)
    q95 = sorted.quantile(0.95)
  }
}

/// An experiment beside what the model says about the same media.
public struct ExperimentResult: Sendable, Hashable {
  /// The experiment.
  public let test: LiftTest
  /// What the data alone say: the effect in the posterior without any experiment.
  public let dataAlone: EffectSummary
  /// What data and all experiments say together.
  public let posterior: EffectSummary
  /// How surprising the experiment's result is to the data alone: twice the smaller tail of their
  /// predictive distribution at the result, the experiment's standard error included; in [0, 1].
  public let tailProbability: Double

  /// The same experiment beside other draws of the posterior.
  func with(posterior: EffectSummary) -> ExperimentResult {
    ExperimentResult(
      test: test, dataAlone: dataAlone, posterior: posterior, tailProbability: tailProbability)
  }

  /// Whether the data alone leave the result a tail probability below 0.05.
  public var contradictsData: Bool { tailProbability < 0.05 }

  /// Whether the result is more than two standard errors from what data and experiments say
  /// together: then the model cannot bring them together.
  public var isMissed: Bool {
    (test.estimate.value - posterior.mean).magnitude > 2 * test.standardError
  }
}

extension LiftTest {
  /// The tail probability of ``ExperimentResult/tailProbability`` for draws of the effect, in the
  /// units of the result: the mean over draws of the normal probabilities on either side.
  func tailProbability(effects: [Double]) -> Double {
    var (below, above) = (0.0, 0.0)
    for effect in effects {
      let z = (estimate.value - effect) / standardError
      below += SpecialFunctions.normalCDF(z)
      above += SpecialFunctions.normalCDF(-z)
    }
    return min(1, 2 * min(below, above) / Double(effects.count))
  }
}
