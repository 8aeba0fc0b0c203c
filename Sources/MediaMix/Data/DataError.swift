/// Data that cannot be used: what is wrong, where, and what to do about it.
public struct DataError: Error, Sendable, Hashable {
  /// What is wrong, for programs.
  public enum Kind: Sendable, Hashable, CaseIterable {
    /// The file is missing, a folder, or not UTF-8 text.
    case unreadableFile
    /// The text is not a table: unbalanced quotes, rows of differing lengths, no header.
    case malformedTable
    /// The schema contradicts itself or asks for what is not supported.
    case unusableSchema
    /// The table lacks a column of the schema.
    case missingColumn
    /// Two columns of the table have the name that the schema asks for.
    case ambiguousColumn
    /// Too few rows.
    case tooFewRows
    /// A cell that does not hold a date.
    case invalidDate
    /// Dates that do not ascend.
    case disorderedDates
    /// One date in several rows.
    case repeatedDate
    /// A date that the spacing of the others asks for.
    case missingDate
    /// Dates without an even spacing.
    case unevenDates
    /// A date that some geos have and others have not.
    case unequalDates
    /// A geo whose name cannot be used.
    case unusableGeo
    /// A column of geos that holds one geo alone.
    case singleGeo
    /// An empty cell, or a word like "na".
    case missingValue
    /// A cell that does not hold a number.
    case notANumber
    /// A number that is infinite, or of a size above 10⁵⁰.
    case notFinite
    /// A negative number of media units, or negative spend.
    case negativeValue
    /// A channel without any media, in all geos.
    case noMedia
    /// A channel without any spend, in all geos.
    case noSpend
    /// A target that never changes, in one geo at least.
    case constantTarget
    /// A target that media, features, season and a constant add up to exactly, in one geo at least.
    case explainedTarget
    /// A mean that data cannot be divided by.
    case unusableScale
    /// Rows that were to follow the training data, and are the training data.
    case fittedRows
    /// Settings of the model that do not fit the data.
    case unusablePrior
  }

  /// What a column holds: what errors name where the data came from no table.
  public enum Series: Sendable, Hashable {
    /// Media of the channel of that name.
    case media(String)
    /// Spend of the channel of that name.
    case spend(String)
    /// The KPI.
    case target
  }

  /// A place in the table.
  public struct Place: Sendable, Hashable {
    /// The row as in the file: the header is row 1 and blank rows count.
    public var row: Int?
    /// The column's name in the header.
    public var column: String?
    /// What the column holds, where its name is not known.
    public var series: Series?
    /// The geo, for geo data.
    public var geo: String?
    /// What stands there.
    public var text: String?

    /// A place; leave out what does not apply.
    public init(
      row: Int? = nil, column: String? = nil, series: Series? = nil, geo: String? = nil,
      text: String? = nil
    ) {
      self.row = row
      self.column = column
      self.series = series
      self.geo = geo
      self.text = text
    }
  }

  /// What is wrong, for programs.
  public let kind: Kind
  /// The file, as its name was given; nil for data that came from no file.
  public let file: String?
  /// What is wrong, as a phrase: "not a number".
  public let problem: String
  /// Everywhere it is wrong in this way, in the order of the file.
  public let places: [Place]
  /// What to do about it, as a sentence.
  public let advice: String

  init(_ kind: Kind, file: String?, _ problem: String, at places: [Place] = [], advice: String) {
    self.kind = kind
    self.file = file
    self.problem = problem
    self.places = places
    self.advice = advice
  }

  /// This error about data that came from `file`, read with `schema`: names the file, and columns
  /// instead of what they hold.
  package func located(inFile file: String?, schema: DataSchema) -> DataError {
    DataError(
      kind, file: self.file ?? file, problem,
      at: places.map { place in
        guard let series = place.series else { return place }
        return Place(
          row: place.row, column: schema.column(of: series), geo: place.geo, text: place.text)
      }, advice: advice)
  }
}

extension DataSchema {
  fileprivate func column(of series: DataError.Series) -> String? {
    switch series {
    case .media(let name): media.first { $0.name == name }?.column
    case .spend(let name): media.first { $0.name == name }?.spendColumn
    case .target: target
    }
  }
}

extension DataError: CustomStringConvertible {
  /// The whole message, in one line for one place and one line per place (at most five) for more.
  public var description: String { message.escapingControls }

  private var message: String {
    let prefix = [file, places.count == 1 ? places[0].position : nil].compactMap(\.self)
      .filter { !$0.isEmpty }.joined(separator: ", ")
    let heading = prefix.isEmpty ? problem : "\(prefix): \(problem)"
    guard places.count > 1 else {
      let text = places.first?.quotedText.map { ": \($0)" } ?? ""
      return "\(heading)\(text). \(advice)"
    }
    var lines = ["\(heading), in \(places.count) places:"]
    lines += places.prefix(Self.placesShown).map { place in
      let text = place.quotedText.map { ": \($0)" } ?? ""
      return "  \(place.position)\(text)"
    }
    if places.count > Self.placesShown {
      lines.append("  and \(places.count - Self.placesShown) more")
    }
    return (lines + [advice]).joined(separator: "\n")
  }

  private static let placesShown = 5
}

extension DataError.Place {
  /// "row 5, column "tv", geo "north"".
  fileprivate var position: String {
    [
      row.map { "row \($0)" }, column.map { "column \(Self.quoted($0))" },
      series.map(Self.position), geo.map { "geo \(Self.quoted($0))" },
    ].compactMap(\.self).joined(separator: ", ")
  }

  private static func position(of series: DataError.Series) -> String {
    switch series {
    case .media(let name), .spend(let name): "channel \(quoted(name))"
    case .target: "the target"
    }
  }

  /// The text between quotation marks.
  fileprivate var quotedText: String? { text.map(Self.quoted) }

  /// A text that is safe to show: cut when long, control characters escaped.
  static func quoted(_ text: String) -> String {
    let longest = 80
    let shown = text.count > longest ? text.prefix(longest) + "…" : text[...]
    return shown.unicodeScalars.reduce("\"") { quoted, scalar in
      // The standard library escapes the control characters of ASCII alone.
      let isControl = scalar.properties.generalCategory == .control
      return quoted + scalar.escaped(asASCII: isControl)
    } + "\""
  }
}
