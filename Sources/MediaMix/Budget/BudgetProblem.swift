/// A question about future spending: what may be decided, and what is wanted.
///
/// Plans are for a window of periods that follow the training data, and the gap if there is one. All
/// amounts are money; media are bought at a price per unit. KPI totals are those of the window's
/// periods: what media of its last periods bring later is not counted.
public struct BudgetProblem: Sendable, Hashable {
  /// What is wanted.
  public enum Goal: Sendable, Hashable {
    /// The largest KPI for what was spent on average in as many periods of the training data.
    case historicBudget
    /// The largest KPI for this much money.
    case budget(Double)
    /// The least money for which the KPI of the window, everything included, is expected to reach
    /// this total.
    case kpi(Double)
    /// The most money of which each unit still brings this much KPI on average, beside spending
    /// nothing in the window.
    case returnOnInvestment(Double)
  }

  /// A bound on what is spent on a channel in the window.
  public enum Bound: Sendable, Hashable {
    /// A share, ≥ 0, of the historic spend by which it may be undercut or exceeded: the mean media
    /// of the training data times price and periods, in each geo where geos are decided on. A lower
    /// bound is never below 0.
    case change(Double)
    /// Money, ≥ 0; of all geos and periods together.
    case money(Double)
  }

  /// The bounds of one channel; nil: the problem's own.
  public struct Limits: Sendable, Hashable {
    /// The least that is spent.
    public var lower: Bound?
    /// The most that is spent.
    public var upper: Bound?

    /// Bounds of one channel.
    public init(lower: Bound? = nil, upper: Bound? = nil) {
      self.lower = lower
      self.upper = upper
    }

    /// A channel that costs exactly so much; nil: what it did historically. Where periods are decided
    /// on, its timing remains open.
    public static func fixed(_ money: Double? = nil) -> Limits {
      let bound = money.map(Bound.money) ?? .change(0)
      return Limits(lower: bound, upper: bound)
    }
  }

  /// An amount that may depend on the budget.
  public enum Amount: Sendable, Hashable {
    /// Money, ≥ 0.
    case money(Double)
    /// A share of the budget, from 0 to 1.
    case share(Double)
  }

  /// Channels whose spends together have limits.
  public struct Group: Sendable, Hashable {
    /// What messages and results call it.
    public var name: String
    /// Its channels; a channel is in one group at most.
    public var channels: [String]
    /// The least that is spent on all of them.
    public var minimum: Amount?
    /// The most that is spent on all of them.
    public var maximum: Amount?

    /// A group of channels.
    public init(
      _ name: String, channels: [String], minimum: Amount? = nil, maximum: Amount? = nil
    ) {
      self.name = name
      self.channels = channels
      self.minimum = minimum
      self.maximum = maximum
    }
  }

  /// Number of periods of the window, ≥ 1.
  public var periods: Int
  /// What is wanted.
  public var goal: Goal
  /// What is decided on.
  public var granularity: BudgetGranularity = .channel
  /// Money per unit of media by channel, > 0; a channel without one has spend over media of the
  /// training data, which is 1 where media are money.
  public var prices: [String: Double] = [:]
  /// How the money of a channel is split over geos where they are not decided on, in the order of the
  /// geos and up to a factor, ≥ 0; a channel without one is split as its media, in the units of the
  /// data, were in the training data.
  public var geoShares: [String: [Double]] = [:]
  /// The share by which channels without limits of their own may undercut their historic spend.
  public var lower = 0.2
  /// The share by which they may exceed it.
  public var upper = 0.2
  /// Bounds of single channels.
  public var limits: [String: Limits] = [:]
  /// Limits on several channels together.
  public var groups: [Group] = []
  /// Where periods are decided on, how many times its historic mean a channel may cost in one period,
  /// > 0; nil: no limit but the channel's.
  public var largestPeriod: Double?
  /// How many standard deviations, over the posterior, of what media bring are weighed against its
  /// mean, ≥ 0: the plan maximises mean − aversion · sd.
  public var riskAversion = 0.0
  /// Media between the training data and the window, in units of the data, `[period, channel, geo]`;
  /// nil: the window follows at once.
  public var gap: Panel?
  /// Extra features in the window, in units of the data, `[period, feature, geo]`; nil: each feature's
  /// training mean in each geo. They move the KPI but not the decision.
  public var features: Panel?

  /// The question for so many periods.
  public init(periods: Int = 12, goal: Goal = .historicBudget) {
    self.periods = periods
    self.goal = goal
  }
}
