import ArgumentParser
import MediaMix

/// Numbers of channels, "tv=1,search=0.4", and one for all others, "0.2".
struct ChannelNumbers: ExpressibleByArgument, Sendable {
  /// The number without a name.
  let all: Double?
  /// Those with one.
  let each: [String: Double]

  init?(argument: String) {
    var all: Double?
    var each: [String: Double] = [:]
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let (name, number) = part.assignment
      guard let value = Double(number ?? name), value.isFinite else { return nil }
      if number == nil {
        guard all == nil else { return nil }
        all = value
      } else {
        guard !name.isEmpty, each.updateValue(value, forKey: name) == nil else { return nil }
      }
    }
    (self.all, self.each) = (all, each)
  }
}

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

extension Substring {
  /// What is before and after the last equals sign; a name may have one itself. Nil if there is none.
  fileprivate var assignment: (name: String, value: String?) {
    guard let sign = lastIndex(of: "=") else { return (String(self), nil) }
    return (String(self[..<sign]), String(self[index(after: sign)...]))
  }
}
