import ArgumentParser

/// A number for a channel, "tv=1.5".
struct ChannelNumber: ExpressibleByArgument {
  let channel: String
  let number: Double

  init?(argument: String) {
    guard let sign = argument.lastIndex(of: "="), sign > argument.startIndex,
      let number = Double(argument[argument.index(after: sign)...]), number.isFinite
    else { return nil }
    channel = String(argument[..<sign])
    self.number = number
  }

  /// The numbers by channel; the last one counts.
  static func dictionary(_ numbers: [ChannelNumber]) -> [String: Double] {
    Dictionary(numbers.map { ($0.channel, $0.number) }) { $1 }
  }
}
