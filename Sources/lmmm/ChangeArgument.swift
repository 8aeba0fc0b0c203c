import ArgumentParser
import MediaMix

/// A change of a plan as it is typed: "tv=+20%", "tv[north]=x1.5@1-4", "search=0",
/// "tv=spend:500".
struct ChangeArgument: ExpressibleByArgument {
  /// A channel, or a channel with geos in brackets.
  private let target: String
  private let amount: PlanChange.Amount
  private let periods: ClosedRange<Int>?

  init?(argument: String) {
    guard let sign = argument.lastIndex(of: "="), sign > argument.startIndex else { return nil }
    target = String(argument[..<sign])
    let parts = argument[argument.index(after: sign)...].split(
      separator: "@", omittingEmptySubsequences: false)
    guard parts.count <= 2, let amount = Self.amount(parts[0]) else { return nil }
    self.amount = amount
    guard parts.count == 2 else {
      periods = nil
      return
    }
    guard let periods = Self.periods(parts[1]) else { return nil }
    self.periods = periods
  }

  /// The change of a model of that dataset. A channel may have brackets in its name.
  func change(of dataset: Dataset) -> PlanChange {
    guard !dataset.channels.contains(target), target.hasSuffix("]"),
      let bracket = target.lastIndex(of: "[")
    else { return PlanChange(channel: target, to: amount, periods: periods) }
    let geos = String(target[target.index(after: bracket)...].dropLast())
    return PlanChange(
      channel: String(target[..<bracket]), geos: NameList.names(in: geos, known: dataset.geos),
      to: amount, periods: periods)
  }

  private static func amount(_ text: Substring) -> PlanChange.Amount? {
    if text.hasSuffix("%") {
      guard text.hasPrefix("+") || text.hasPrefix("-") else { return nil }
      return number(text.dropLast()).flatMap { $0 >= -100 ? .factor(1 + $0 / 100) : nil }
    }
    let amount: PlanChange.Amount?
    if text.hasPrefix("x") {
      amount = number(text.dropFirst()).map { .factor($0) }
    } else if text.hasPrefix("spend:") {
      amount = number(text.dropFirst("spend:".count)).map { .spend($0) }
    } else {
      amount = number(text).map { .media($0) }
    }
    return amount
  }

  private static func number(_ text: Substring) -> Double? {
    Double(text).flatMap { $0.isFinite ? $0 : nil }
  }

  /// "3" or "1-4".
  private static func periods(_ text: Substring) -> ClosedRange<Int>? {
    let bounds = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard bounds.count <= 2, let first = bounds[0], let last = bounds[bounds.count - 1],
      first <= last
    else { return nil }
    return first...last
  }
}
