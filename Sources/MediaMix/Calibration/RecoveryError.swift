/// Why effects cannot be simulated and recovered.
public enum RecoveryError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A level is no share of the KPI.
  case level(Double)
  /// A level is so low that it would be written as 0.
  case levelTooLow(Double, least: Double)
  /// Two levels are so near to one another that they would be written alike.
  case levelsAlike(Double, Double)
  /// There is no level but 0.
  case noLevels
  /// Not every level would come as often as it must.
  case tooFewReplications(Int, levels: Int, least: Int)
  /// There are more worlds than anyone needs.
  case tooManyReplications(Int, most: Int)
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
    case .levelTooLow(let level, let least):
      "the level \(level) is below \(100 * least) % of the KPI: give higher shares, such as 0.05 for 5 %"
    case .levelsAlike(let low, let high):
      "the levels \(low) and \(high) are all but the same: leave one of them out"
    case .noLevels: "there is no level but 0: give shares of the KPI above 0, such as 0.05 for 5 %"
    case .tooFewReplications(let count, let levels, let least):
      "replications must be at least \(least) for \(levels) levels (0 is always one of them), not \(count)"
    case .tooManyReplications(let count, let most):
      "replications must be at most \(most), not \(count)"
    case .nothingToRecover:
      "the coefficient of every channel is fixed: there is nothing that data could tell"
    case .levelsTooHigh(let sum, let channels):
      "with these levels \(channels) channels would together bring \(Self.percent(sum)) of the KPI in "
        + "some world, and nothing would be left for the baseline: give lower levels"
    case .noWorld(let tries, let reason):
      "no world can be simulated: of \(tries) draws of the posterior none will do, the last because "
        + reason.description
    }
  }

  private static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }
}

/// Why a draw of the posterior makes no world.
public enum RecoveryObstacle: Error, Sendable, Hashable {
  /// The draw's expected KPI is not positive, or media bring all of it and more, and the intercept cannot
  /// make up for that.
  case noBaseline
  /// The levels, with what is fixed, leave nothing of the KPI for the rest of the baseline.
  case nothingLeft
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
      "without media there would be no KPI there: the fit's baseline is not positive, whatever the levels. "
        + "Give media narrower priors (media_prior), or the intercept a prior that is not fixed"
    case .nothingLeft:
      "channels with these levels, with what is fixed, would bring the whole KPI. Give lower levels, or fix "
        + "less"
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
