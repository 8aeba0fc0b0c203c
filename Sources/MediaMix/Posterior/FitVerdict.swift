public import MediaMixInference

/// Whether a fit's numbers can be used, and what must be known before they are.
///
/// It is a summary of what the fit's parts say in detail, ``FittedModel/convergence(summary:)`` above all,
/// and a pure function of the fit. That a fit is usable does not say that the model is right: a model
/// that leaves out what drives the KPI can pass every check.
public struct FitVerdict: Sendable, Hashable {
  /// What the numbers are good for.
  public enum Level: String, Sendable, Hashable, Comparable, CaseIterable {
    /// Nothing speaks against using them.
    case usable
    /// Use them, and keep in mind what the concerns say.
    case usableWithCare = "usable_with_care"
    /// Do not use them.
    case notUsable = "not_usable"

    /// Whether numbers of the second are good for less.
    public static func < (a: Level, b: Level) -> Bool { a.rank < b.rank }

    private var rank: Int {
      switch self {
      case .usable: 0
      case .usableWithCare: 1
      case .notUsable: 2
      }
    }
  }

  /// What speaks against using the numbers, the gravest first; empty where nothing does.
  public let concerns: [FitConcern]

  /// The gravest of ``concerns``' levels.
  public var level: Level { concerns.map(\.level).max() ?? .usable }

  /// Judges what is known of a fit.
  package init(_ evidence: FitEvidence) {
    let all = evidence.concerns
    concerns =
      all.filter { $0.level == .notUsable } + all.filter { $0.level == .usableWithCare }
  }
}

/// One thing that speaks against using a fit's numbers as they are.
public enum FitConcern: Sendable, Hashable {
  /// Something that the sampler's diagnostics warn of.
  case convergence(ConvergenceWarning)
  /// Results on which chains disagree: r-hat of a contribution, and with it of the return, or of the
  /// baseline above ``FitLimits/rHat``, the worst first.
  case resultsDisagree(worst: [ConvergenceWarning.ParameterValue])
  /// Parameters on which chains disagree altogether: r-hat above ``FitLimits/parameterRHat``, the worst
  /// five of `count` first.
  case parametersDisagree(worst: [ConvergenceWarning.ParameterValue], count: Int)
  /// More than ``FitLimits/divergentShare`` of the transitions diverged.
  case manyDivergences(share: Double)
  /// Results whose draws are worth fewer than ``FitLimits/effectiveSampleSize`` independent ones, the
  /// worst first.
  case resultsNoisy(worst: [ConvergenceWarning.ParameterValue])
  /// The KPI without media is negative over all periods together with this probability.
  case negativeBaseline(probability: Double)
  /// The model explains less than ``FitLimits/explainedShare`` of the variance of the KPI that it learnt
  /// from; of geo data that of all geos together.
  case littleExplained(rSquared: Double, geos: Int)
  /// Fewer periods that the model learnt from lie in their 90 % interval than chance allows, by
  /// ``FitLimits/coverageProbability``; of geo data those of all geos together.
  case tooSureOfTraining(coverage: Double, periods: Int, geos: Int)
  /// Fewer periods that the model has not seen lie in their 90 % interval than chance allows, by
  /// ``FitLimits/coverageProbability``.
  case tooSure(coverage: Double, periods: Int)
  /// The error in periods that the model has not seen is more than ``FitLimits/errorGrowth`` times that
  /// in those that it learnt from, and above ``FitLimits/smallError``; mean absolute percentage errors.
  case errorGrows(training: Double, holdout: Double)
  /// A forecast without a model predicts the periods that the model has not seen as well or better.
  case worseThanNaive(skill: Double)
  /// Parameters whose posterior mean lies more than ``FitLimits/priorDeviations`` standard deviations of
  /// the prior from its mean, the farthest five of `count` first.
  case priorConflict(worst: [ConvergenceWarning.ParameterValue], count: Int)
  /// Channels of which the data say next to nothing: posterior and prior of their coefficients are less
  /// than ``FitLimits/learntDistance(draws:)`` apart by Hellinger's distance, on average over geos;
  /// `of` is the number of channels whose coefficients are not fixed.
  case priorDecides(channels: [String], of: Int)
  /// Experiments whose results the data contradict, or that the model cannot meet; their channels.
  case experimentConflict(channels: [String])
  /// The draws were changed after sampling.
  case edited([DrawEdit])
}

/// From where on something speaks against using a fit's numbers.
///
/// Limits without a source are this project's rules of thumb.
public enum FitLimits {
  /// R-hat of a result. Vehtari et al. (2021) ask for 1.01, above which the fit is to be used with care;
  /// at 1.05 chains differ by a third of their own standard deviation, which is as much as decisions
  /// turn on.
  public static let rHat = 1.05
  /// R-hat of any parameter: the limit of Gelman and Rubin's time (Gelman et al., "Bayesian Data
  /// Analysis", section 11.4), beyond which chains are in different places.
  public static let parameterRHat = 1.1
  /// The share of divergent transitions.
  public static let divergentShare = 0.01
  /// The share of divergent transitions from which on care is needed: a handful in thousands, with
  /// chains that agree, seldom changes a conclusion.
  public static let carefulDivergentShare = 0.001
  /// The effective sample size of a result's bulk, all chains together: with 100 a mean is off by a tenth
  /// of its standard deviation.
  public static let effectiveSampleSize = 100.0
  /// The probability of a negative baseline from which on care is needed. From ½ on the fit is not
  /// usable: media would have brought more than there was.
  public static let negativeBaseline = 0.05
  /// The share of variance explained, Bayesian R² of the training periods.
  public static let explainedShare = 0.5
  /// The probability of so few periods in their 90 % interval if the interval were right and periods
  /// independent.
  public static let coverageProbability = 0.01
  /// By how much the error may grow from training to held-out periods.
  public static let errorGrowth = 2.0
  /// An error in held-out periods that is small enough however much it grew.
  public static let smallError = 0.05
  /// How far from the prior's mean a posterior mean may be, in standard deviations of the prior.
  public static let priorDeviations = 3.0
  /// Hellinger's distance of 4000 prior draws of a coefficient and `draws` of its posterior.
  ///
  /// Samples of one distribution are not quite 0 apart, by √(1/4000 + 1/draws) up to a factor: 0.055
  /// with 4000 draws of each, where the limit is 0.1, 1.8 times that. So it is for any number of draws.
  public static func learntDistance(draws: Int) -> Double {
    0.1 * (0.5 * (1 + 4000 / Double(max(draws, 1)))).squareRoot()
  }
}
