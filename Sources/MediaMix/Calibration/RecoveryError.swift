/// Why effects cannot be simulated and recovered.
public enum RecoveryError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A level is no share of the KPI.
  case level(Double)
  /// There is no level but 0.
  case noLevels
  /// Not every level would come as often as it must.
  case tooFewReplications(Int, levels: Int, least: Int)
  /// Every channel's coefficient is fixed.
  case nothingToRecover
  /// So many channels would bring the whole KPI or more in some world.
  case levelsTooHigh(sum: Double, channels: Int)
  /// None of so many draws of the posterior makes a world with the levels.
  case noWorld(tries: Int, reason: RecoveryObstacle)

  /// What is wrong and what to do about it.
  public var description: String {
    switch self {
    case .level(let level):
      "the level \(level) is no share of the KPI that a channel can bring: give shares from 0 to below "
        + "1, such as 0.05 for 5 %"
    case .noLevels: "there is no level but 0: give shares of the KPI above 0, such as 0.05 for 5 %"
    case .tooFewReplications(let count, let levels, let least):
      "\(count) replications are too few for \(levels) levels, of which 0 comes most often: ask for at "
        + "least \(least)"
    case .nothingToRecover:
      "the coefficient of every channel is fixed: there is nothing that data could tell"
    case .levelsTooHigh(let sum, let channels):
      "with these levels \(channels) channels would together bring \(Self.percent(sum)) of the KPI in "
        + "some world, and nothing would be left for the baseline: give lower levels"
    case .noWorld(let tries, let reason):
      "no world can be simulated with these levels: of \(tries) draws of the posterior none will do, "
        + "the last because \(reason.description)"
    }
  }

  private static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }
}

/// Why a draw of the posterior makes no world.
public enum RecoveryObstacle: Error, Sendable, Hashable {
  /// Without media there would be no KPI.
  case noBaseline
  /// What is not fixed of the baseline cannot make up for what media bring more or less.
  case fixedBaseline
  /// The media of a channel have no effect in the draw, which could be made larger or smaller.
  case noEffect(channel: String)
  /// A parameter of the baseline would be where its prior does not allow it.
  case outsidePrior(parameter: String)
  /// The KPI is not finite.
  case notFinite
  /// The KPI cannot be modelled.
  case unusable(String)

  /// The reason, and what to do about it.
  var description: String {
    switch self {
    case .noBaseline:
      "media bring the whole KPI there. Give lower levels, or look at the fit first: its baseline may be "
        + "negative"
    case .fixedBaseline:
      "the baseline is fixed as far as it is positive, and cannot make up for what media bring more or less "
        + "there. Leave more of it free, the intercept say"
    case .noEffect(let channel): "the media of \(channel) do nothing there"
    case .outsidePrior(let parameter):
      "\(parameter) would be where its prior does not allow it. Give lower levels or a wider prior"
    case .notFinite: "the KPI is not finite"
    case .unusable(let reason): reason
    }
  }
}
