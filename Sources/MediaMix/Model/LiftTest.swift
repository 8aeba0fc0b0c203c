/// An experiment that measured what a channel's media brought: its result informs the posterior.
public struct LiftTest: Sendable, Hashable {
  /// What was measured.
  public enum Estimate: Sendable, Hashable {
    /// The KPI gained, in units of the data; negative if media did harm.
    case incrementalKPI(Double)
    /// The KPI gained per unit of money spent on the channel in the window.
    case returnOnInvestment(Double)

    /// The number, whichever it is.
    public var value: Double {
      switch self {
      case .incrementalKPI(let value), .returnOnInvestment(let value): value
      }
    }
  }

  /// The channel's name.
  public var channel: String
  /// The first day of the window.
  public var first: CalendarDate
  /// The last day of the window; a period belongs to the window if its first day does.
  public var last: CalendarDate
  /// The geos where media ran in the experiment; nil: all.
  public var geos: [String]?
  /// The result.
  public var estimate: Estimate
  /// The standard error of the result, > 0, in its units.
  public var standardError: Double
  /// Whether the effect of the window's media after the window is part of the result, up to the last
  /// period of the data.
  public var includesTail: Bool

  /// An experiment; by default in all geos, its tail included.
  public init(
    channel: String, first: CalendarDate, last: CalendarDate, geos: [String]? = nil,
    estimate: Estimate, standardError: Double, includesTail: Bool = true
  ) {
    self.channel = channel
    self.first = first
    self.last = last
    self.geos = geos
    self.estimate = estimate
    self.standardError = standardError
    self.includesTail = includesTail
  }
}
