/// Why there is no plan.
public enum BudgetError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A channel that the model does not have, in an option such as "prices".
  case unknownChannel(String, option: String, known: [String])
  /// A number or a name that an option does not take.
  case invalid(option: String, value: String, needs: String)
  /// A channel without media or spend in the training data, so that nothing says what it costs.
  case noPrice(String)
  /// A channel whose lower bound is above its upper, in money.
  case crossedBounds(String, lower: Double, upper: Double)
  /// A channel in two groups, whose limits could then contradict one another in ways that no message
  /// could explain.
  case sharedChannel(String, groups: [String])
  /// Limits of a group, or of a channel with several cells, that the bounds of its parts do not allow:
  /// what it is to cost, and what it can.
  case impossibleLimits(of: String, wanted: ClosedRange<Double>, possible: ClosedRange<Double>)
  /// A budget that no plan within the bounds adds up to.
  case budgetOutsideRange(Double, feasible: ClosedRange<Double>)
  /// A KPI that no budget within the bounds reaches; the range is that of the best plans.
  case kpiOutsideRange(Double, feasible: ClosedRange<Double>)
  /// A return on investment that no budget within the bounds reaches.
  case returnOutsideRange(Double, best: Double, budget: Double)
  /// A panel of another shape than the model and the window need.
  case shape(option: String, found: [Int], expected: [Int])

  /// What is wrong, and what to do about it.
  public var description: String {
    switch self {
    case .unknownChannel(let name, let option, let known):
      "\(option): the model has no channel \(name), only \(known.joined(separator: ", "))"
        + NearestName.suggestion(for: name, in: known)
    case .invalid(let option, let value, let needs):
      "\(option) is \(value); it must be \(needs)"
    case .noPrice(let channel):
      "prices: the training data do not say what a unit of \(channel) costs, for it has no media or "
        + "no spend there; give its price, or leave it out of the model"
    case .crossedBounds(let channel, let lower, let upper):
      "the bounds of \(channel) leave nothing: at least \(Self.money(lower)), at most "
        + "\(Self.money(upper)); lower the one or raise the other"
    case .sharedChannel(let channel, let groups):
      "\(channel) is in more than one group: \(groups.joined(separator: ", ")); a channel can be in "
        + "one only"
    case .impossibleLimits(let name, let wanted, let possible):
      "no budget satisfies the limits of \(name): it is to cost from "
        + "\(Self.money(wanted.lowerBound)) to \(Self.money(wanted.upperBound)), and the bounds of "
        + "its parts allow \(Self.money(possible.lowerBound)) to "
        + "\(Self.money(possible.upperBound)); widen either"
    case .budgetOutsideRange(let budget, let feasible):
      "no plan costs \(Self.money(budget)): the bounds allow budgets from "
        + "\(Self.money(feasible.lowerBound)) to \(Self.money(feasible.upperBound)). Choose one of "
        + "these, or widen the bounds"
    case .kpiOutsideRange(let target, let feasible):
      "no plan reaches a KPI of \(Self.money(target)): within the bounds the best plans bring from "
        + "\(Self.money(feasible.lowerBound)) to \(Self.money(feasible.upperBound)). Aim lower, or "
        + "widen the bounds"
    case .returnOutsideRange(let target, let best, let budget):
      "no plan returns \(Self.money(target)) per unit of money: within the bounds the most is "
        + "\(Self.money(best)), with a budget of \(Self.money(budget)). Aim lower, or widen the bounds"
    case .shape(let option, let found, let expected):
      "\(option) has the shape \(found); it must be \(expected)"
    }
  }

  /// Six digits, and more where there are more before the decimal point.
  private static func money(_ value: Double) -> String {
    guard value.magnitude < 1e15, value != 0 else {
      return value == .infinity ? "any amount" : "\(value)"
    }
    var scale = 1.0
    while value.magnitude * scale < 1e5, scale < 1e12 { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
