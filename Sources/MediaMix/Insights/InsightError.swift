/// A question about a fit that its data give no answer to.
public enum InsightError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The model has no channel of that name.
  case unknownChannel(String, known: [String])
  /// The data have no geo of that name; none at all, if they are national.
  case unknownGeo(String, known: [String])
  /// An empty list of geos.
  case noGeos
  /// A range of dates that reaches beyond the data.
  case outsideData(CalendarDate, first: CalendarDate, last: CalendarDate)
  /// A range of dates that ends before it begins.
  case reversedRange(from: CalendarDate, to: CalendarDate)
  /// A range of dates in which no period begins.
  case noPeriod(from: CalendarDate, to: CalendarDate)
  /// A setting that is outside its range: its name, what was given, and what it must be.
  case setting(String, found: String, needs: String)
  /// A level of media of several geos in which the plan has none, so that nothing says how to divide it.
  case indivisible(channel: String, geos: [String])
  /// A level in money of a channel whose media had no price.
  case noPrice(channel: String)

  /// What is wrong and what to do about it, without a full stop.
  public var description: String {
    switch self {
    case .unknownChannel(let name, let known):
      return "the model has no channel \(Self.named(name, known))"
    case .unknownGeo(let name, let known):
      return known.isEmpty
        ? "there is no geo \(name.debugDescription): the data are national. Leave out geos"
        : "the model has no geo \(Self.named(name, known))"
    case .noGeos:
      return "the list of geos is empty; name one at least, or leave out geos to mean all"
    case .outsideData(let date, let first, let last):
      return "\(date) is outside the data that were fitted, which run from \(first) to \(last)"
    case .reversedRange(let from, let to):
      return "the range ends on \(to), before it begins on \(from); exchange the two"
    case .noPeriod(let from, let to):
      return "no period begins between \(from) and \(to); widen the range"
    case .setting(let name, let found, let needs):
      return "\(name) is \(found); it must be \(needs)"
    case .indivisible(let channel, let geos):
      return
        "\(channel) has no media in \(geos.joined(separator: ", ")), so that nothing says how to "
        + "divide the new level among them; give each of these geos a level of its own"
    case .noPrice(let channel):
      return "nothing was spent on the media of \(channel), so that money cannot be turned into "
        + "media; give a price, or a level in media units"
    }
  }

  private static func named(_ name: String, _ known: [String]) -> String {
    let shown = known.prefix(namesShown).joined(separator: ", ")
    let more = known.count > namesShown ? " and \(known.count - namesShown) more" : ""
    let suggestion = NearestName.suggestion(for: name, in: known)
    return "\(name.debugDescription)\(suggestion.isEmpty ? "." : suggestion) It has \(shown)\(more)"
  }

  private static let namesShown = 24
}
