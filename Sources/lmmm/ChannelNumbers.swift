import ArgumentParser

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

  /// The numbers by channel.
  ///
  /// - Throws: `ValidationError`, naming the option, if there is a number without a channel.
  func named(_ option: String) throws -> [String: Double] {
    guard all == nil else {
      throw ValidationError("--\(option) needs channels, as in --\(option) tv=1,search=2")
    }
    return each
  }
}

extension Substring {
  /// What is before and after the last equals sign; a name may have one itself. Nil if there is none.
  var assignment: (name: String, value: String?) {
    guard let sign = lastIndex(of: "=") else { return (String(self), nil) }
    return (String(self[..<sign]), String(self[index(after: sign)...]))
  }
}
