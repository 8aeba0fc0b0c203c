/// How media spending turns into effect: lag, then saturation.
public enum MediaTransform: String, Sendable, Hashable, Codable, CaseIterable {
  /// Geometric adstock, then an exponent.
  case adstock
  /// Geometric adstock, then a Hill curve.
  case hillAdstock = "hill_adstock"
  /// A delayed-peak carry-over kernel, then an exponent.
  case carryover
}

/// A repeating pattern over the year, and over the week for daily data.
public struct Seasonality: Sendable, Hashable {
  /// Number of Fourier pairs, ≥ 1.
  public var degrees: Int
  /// Periods in a year: 52 for weekly data, 365 for daily.
  public var frequency: Int
  /// Whether each day of the week has its own level (daily data only), by position: the first period
  /// and every seventh after it share one.
  public var weekday: Bool

  /// The defaults are those of weekly data.
  public init(degrees: Int = 2, frequency: Int = 52, weekday: Bool = false) {
    self.degrees = degrees
    self.frequency = frequency
    self.weekday = weekday
  }
}

/// The scale of the half-normal prior of each channel's coefficient.
public enum MediaPrior: Sendable, Hashable {
  /// A channel's mean spend over the mean of all channels' mean spends, times this scale > 0.
  case spendShare(scale: Double)
  /// One scale > 0 per channel, used as it is.
  case explicit([Double])
}

/// What is modelled and how, apart from the data.
public struct ModelSpecification: Sendable, Hashable {
  /// How data are brought to the model's scale.
  public enum ScalingRule: String, Sendable, Hashable, Codable, CaseIterable {
    /// Divided by the training mean.
    case mean
    /// Used as they are.
    case none
  }

  /// Lag and saturation.
  public var transform: MediaTransform
  /// The yearly and weekly pattern.
  public var seasonality: Seasonality
  /// Length of the carry-over kernel in periods, ≥ 1; nil: 13, or 91 with a weekday effect, which
  /// daily data have.
  public var numberOfLags: Int?
  /// How data are scaled.
  public var scaling: ScalingRule
  /// The prior scale of media coefficients.
  public var mediaPrior: MediaPrior
  /// Custom priors by parameter name.
  public var priors: [String: PriorSetting]
  /// Experiments whose results inform the posterior.
  public var experiments: [LiftTest]

  /// The defaults are those of national weekly data.
  public init(
    transform: MediaTransform = .hillAdstock, seasonality: Seasonality = Seasonality(),
    numberOfLags: Int? = nil, scaling: ScalingRule = .mean,
    mediaPrior: MediaPrior = .spendShare(scale: 0.15), priors: [String: PriorSetting] = [:],
    experiments: [LiftTest] = []
  ) {
    self.transform = transform
    self.seasonality = seasonality
    self.numberOfLags = numberOfLags
    self.scaling = scaling
    self.mediaPrior = mediaPrior
    self.priors = priors
    self.experiments = experiments
  }

  /// The length of the carry-over kernel in force: ``numberOfLags`` or the default.
  public var effectiveNumberOfLags: Int { numberOfLags ?? defaultNumberOfLags }

  /// 13 weeks, in days where there is a weekday effect.
  var defaultNumberOfLags: Int { seasonality.weekday ? 13 * 7 : 13 }
}
