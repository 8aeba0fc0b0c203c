/// What the priors of a model imply for the KPI, its channels and its baseline, before the model has
/// seen the KPI: whether one would have believed that.
///
/// The baseline is the KPI without media. Shares and returns may have tails so heavy that they have
/// no mean, so that all is told in quantiles and probabilities.
public struct PriorPredictive: Sendable, Hashable {
  /// One geo's KPI, or the nation's, in units of the KPI.
  public struct Geo: Sendable, Hashable {
    /// The geo; empty for national data.
    public let name: String
    /// The KPI that was observed, `[time]`.
    public let observed: [Double]
    /// The expected KPI, μ, `[time]`.
    public let expected: [Quantiles]
    /// The KPI itself, which scatters around μ with the deviation sigma, `[time]`.
    public let kpi: [Quantiles]
    /// The KPI of all periods together.
    public let kpiOverall: Quantiles

    package init(
      name: String, observed: [Double], expected: [Quantiles], kpi: [Quantiles],
      kpiOverall: Quantiles
    ) {
      self.name = name
      self.observed = observed
      self.expected = expected
      self.kpi = kpi
      self.kpiOverall = kpiOverall
    }
  }

  /// What a channel brings.
  public struct Channel: Sendable, Hashable {
    /// The channel.
    public let name: String
    /// Its share of the expected KPI of all periods and geos.
    public let share: Quantiles
    /// KPI per unit of money spent, over all periods and geos.
    public let returnOnInvestment: Quantiles

    package init(
      name: String, share: Quantiles, returnOnInvestment: Quantiles
    ) {
      self.name = name
      self.share = share
      self.returnOnInvestment = returnOnInvestment
    }
  }

  /// The first day of each period, `[time]`.
  public let dates: [CalendarDate]
  /// One for national data; else in the dataset's order.
  public let geos: [Geo]
  /// In the dataset's order.
  public let channels: [Channel]
  /// The share of all channels together in the expected KPI.
  public let mediaShare: Quantiles
  /// What is left of 1 by ``mediaShare``.
  public let baselineShare: Quantiles
  /// The probability that media explain more than the whole expected KPI.
  public let probabilityOfMediaAboveKPI: Double
  /// The probability that the baseline is negative in some period of some geo.
  public let probabilityOfNegativeBaseline: Double
  /// The probability that the baseline is negative on average over all periods and geos.
  public let probabilityOfNegativeMeanBaseline: Double
  /// The share of observed values that lie in the 90 % interval of ``Geo/kpi``.
  public let coverage: Double
  /// How many draws were made.
  public let drawCount: Int
  /// How many of them gave a KPI that is not a finite number and are left out of all else; where that
  /// is every draw, all else is NaN.
  public let unusableDrawCount: Int

  package init(
    dates: [CalendarDate], geos: [Geo], channels: [Channel], mediaShare: Quantiles,
    baselineShare: Quantiles, probabilityOfMediaAboveKPI: Double,
    probabilityOfNegativeBaseline: Double, probabilityOfNegativeMeanBaseline: Double,
    coverage: Double, drawCount: Int, unusableDrawCount: Int
  ) {
    self.dates = dates
    self.geos = geos
    self.channels = channels
    self.mediaShare = mediaShare
    self.baselineShare = baselineShare
    self.probabilityOfMediaAboveKPI = probabilityOfMediaAboveKPI
    self.probabilityOfNegativeBaseline = probabilityOfNegativeBaseline
    self.probabilityOfNegativeMeanBaseline = probabilityOfNegativeMeanBaseline
    self.coverage = coverage
    self.drawCount = drawCount
    self.unusableDrawCount = unusableDrawCount
  }
}
