public import ArgumentParser
public import MediaMix

/// Options that select a part of the data.
struct SelectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The first day of the range, 2024-01-01 say (default: that of the data).", valueName: "date"))
  var from: CalendarDate?

  @Option(
    help: ArgumentHelp("The last day of the range (default: that of the data).", valueName: "date"))
  var to: CalendarDate?

  @Option(
    help: ArgumentHelp("Some of the geos, with commas between them.", valueName: "names"))
  var geos: String?

  /// The part of a model's data; a geo may have commas in its name.
  func selection(of dataset: Dataset) -> DataSelection {
    DataSelection(
      from: from, to: to, geos: geos.map { NameList.names(in: $0, known: dataset.geos) })
  }
}

/// Names with commas between them.
enum NameList {
  /// The names; the whole text where that is one of those that are known.
  static func names(in text: String, known: [String]) -> [String] {
    known.contains(text) ? [text] : text.split(separator: ",").map(String.init)
  }
}

extension CalendarDate: ExpressibleByArgument {
  /// Reads a date of ISO 8601.
  public init?(argument: String) { self.init(iso: argument) }
}
