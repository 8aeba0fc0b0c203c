/// An experiment that does not fit the data: which one, what is wrong, and what to do about it.
public struct ExperimentError: Error, Sendable, Hashable {
  /// What is wrong.
  public enum Problem: Error, Sendable, Hashable {
    /// The data have no channel of that name.
    case unknownChannel(String, known: [String])
    /// Geos are named, and the data are national.
    case geosOfNationalData
    /// The list of geos is empty.
    case noGeos
    /// The data have no geo of that name.
    case unknownGeo(String, known: [String])
    /// A geo is named twice.
    case repeatedGeo(String)
    /// The window ends before it begins.
    case reversedWindow(first: CalendarDate, last: CalendarDate)
    /// The window is not within the days of the training data.
    case outsideData(
      first: CalendarDate, last: CalendarDate, dataFirst: CalendarDate, dataLast: CalendarDate)
    /// No period begins in the window.
    case noPeriod(first: CalendarDate, last: CalendarDate)
    /// The channel ran no media in the window, in these geos.
    case noMedia
    /// The result is a return on investment, and nothing was spent in the window, in these geos.
    case noSpend
    /// The result, or what it says about the KPI, is not a finite number.
    case estimateNotFinite(Double)
    /// The standard error, or what it says about the KPI, is not positive and finite.
    case standardErrorNotPositive(Double)
    /// With the experiments before it, it takes more numbers than the limit: two for each experiment,
    /// geo and period.
    case tooMuch(limit: Int)
  }

  /// The experiment's place in the list, from 1.
  public let number: Int
  /// Its channel, as it is named there.
  public let channel: String
  /// What is wrong.
  public let problem: Problem
}

extension ExperimentError: CustomStringConvertible {
  /// "experiment 2 ("tv"): …".
  public var description: String {
    "experiment \(number) (\(DataError.Place.quoted(channel))): \(problem.description)"
  }
}

extension ExperimentError.Problem: CustomStringConvertible {
  /// What is wrong and what to do about it.
  public var description: String {
    switch self {
    case .unknownChannel(let name, let known):
      "the data have no such channel" + NearestName.suggestion(for: name, in: known)
        + "; they have \(Self.list(known))"
    case .geosOfNationalData:
      "it names geos, and these data are national. Leave geos out"
    case .noGeos:
      "the list of geos is empty. Name those where the media ran, or leave geos out for all"
    case .unknownGeo(let name, let known):
      "the data have no geo \(DataError.Place.quoted(name))"
        + NearestName.suggestion(for: name, in: known) + "; they have \(Self.list(known))"
    case .repeatedGeo(let name):
      "it names the geo \(DataError.Place.quoted(name)) twice. Name it once"
    case .reversedWindow(let first, let last):
      "its last day, \(last), is before its first, \(first). Exchange them"
    case .outsideData(let first, let last, let dataFirst, let dataLast):
      "it ran from \(first) to \(last), not all of it within the data that the model learns from, "
        + "\(dataFirst) to \(dataLast). Add rows, or leave the experiment out"
    case .noPeriod(let first, let last):
      "no period of the data begins from \(first) to \(last), and a period belongs to an experiment "
        + "if its first day does. Give first and last days of periods"
    case .noMedia:
      "the channel ran no media in these days and geos, so that nothing can be learnt from it. "
        + "Check the dates and the geos"
    case .noSpend:
      "its result is a return on investment, and nothing was spent on the channel in these days and "
        + "geos. Give the result as a gain of KPI"
    case .estimateNotFinite(let value):
      "its result, \(value), is not a number that the model can use. Give a finite one"
    case .standardErrorNotPositive(let value):
      "its standard error is \(value), and must be positive and finite. Give the standard error of "
        + "the result, in its units"
    case .tooMuch(let limit):
      "with the experiments before it, it takes more than \(limit) numbers, two for each "
        + "experiment, geo and period of the data: too many for memory. Leave experiments out, join "
        + "those of a channel, or name only the geos where media ran"
    }
  }

  /// The first names of a list.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(namesShown).map(DataError.Place.quoted).joined(separator: ", ")
    return names.count > namesShown ? "\(shown) and \(names.count - namesShown) more" : shown
  }

  private static let namesShown = 12
}
