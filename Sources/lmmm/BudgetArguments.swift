import ArgumentParser
import MediaMix

/// Channels at an amount of money, or at what they were: "tv,search=500".
struct FixedChannels: ExpressibleByArgument, Sendable {
  /// Names and amounts; nil: what they were.
  let channels: [(String, Double?)]

  init?(argument: String) {
    var channels: [(String, Double?)] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let (name, number) = part.assignment
      let value = number.flatMap(Double.init)
      guard !name.isEmpty, number == nil || value?.isFinite == true else { return nil }
      channels.append((name, value))
    }
    self.channels = channels
  }
}

/// A group with limits: "digital=search+social:min=1000:max=40%".
struct ChannelGroup: ExpressibleByArgument, Sendable {
  let group: BudgetProblem.Group

  init?(argument: String) {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
    let (name, members) = parts[0].assignment
    guard !name.isEmpty, let members, parts.count > 1 else { return nil }
    var group = BudgetProblem.Group(
      name,
      channels: members.split(separator: "+", omittingEmptySubsequences: false).map(String.init))
    for part in parts.dropFirst() {
      let (side, text) = part.assignment
      guard let text, let amount = Self.amount(text) else { return nil }
      switch side {
      case "min" where group.minimum == nil: group.minimum = amount
      case "max" where group.maximum == nil: group.maximum = amount
      default: return nil
      }
    }
    self.group = group
  }

  /// "1000" or "40%".
  private static func amount(_ text: String) -> BudgetProblem.Amount? {
    let isShare = text.hasSuffix("%")
    guard let number = Double(isShare ? String(text.dropLast()) : text), number.isFinite else {
      return nil
    }
    return isShare ? .share(number / 100) : .money(number)
  }
}
