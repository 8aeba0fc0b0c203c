/// Which column of a table is what.
public struct DataSchema: Sendable, Hashable {
  /// A media channel and its columns.
  public struct Channel: Sendable, Hashable {
    /// The channel's name in every result.
    public var name: String
    /// The column of media units: impressions, clicks, money.
    public var column: String
    /// The column of money spent; the same as ``column`` if media is measured in money.
    public var spendColumn: String

    /// A channel; without a spend column of its own, media is money.
    public init(name: String, column: String, spendColumn: String? = nil) {
      self.name = name
      self.column = column
      self.spendColumn = spendColumn ?? column
    }
  }

  /// The column of dates.
  public var date: String
  /// How dates are written; nil: ISO 8601, `yyyy-MM-dd`.
  public var dateFormat: DateFormat?
  /// The column of the KPI.
  public var target: String
  /// The column of geos; nil for national data.
  public var geo: String?
  /// The media channels, in the order of every result; at least one.
  public var media: [Channel]
  /// The columns of extra features.
  public var features: [String]
  /// The last day of the training data; later rows are held out. Nil: nothing is held out.
  public var trainUntil: CalendarDate?

  /// A schema of national data, unless `geo` is given.
  public init(
    date: String, dateFormat: DateFormat? = nil, target: String, geo: String? = nil,
    media: [Channel], features: [String] = [], trainUntil: CalendarDate? = nil
  ) {
    self.date = date
    self.dateFormat = dateFormat
    self.target = target
    self.geo = geo
    self.media = media
    self.features = features
    self.trainUntil = trainUntil
  }

  /// Why no table can be read with this schema; nil if one can.
  var conflict: String? {
    if media.isEmpty { return "there is no media channel; name at least one" }
    let names = media.map { ("channel", $0.name) } + features.map { ("feature", $0) }
    if let (kind, name) = names.first(where: { $0.1.hasControlCharacters }) {
      return "the name of the \(kind) \(DataError.Place.quoted(name)) has control characters or "
        + "line breaks; rename \(kind == "feature" ? "the column" : "it")"
    }
    var channelNames: Set<String> = []
    for channel in media {
      if channel.name.isEmpty { return "a channel has an empty name" }
      if !channelNames.insert(channel.name).inserted {
        return "two channels are called \(channel.name.debugDescription); rename one"
      }
    }
    var roles: [String: String] = [:]
    for (column, role) in columnRoles {
      if column.isEmpty { return "\(role) has an empty column name" }
      if let other = roles.updateValue(role, forKey: column) {
        return "the column \(column.debugDescription) is used twice: as \(other) and as \(role); "
          + "each column has one use"
      }
    }
    return nil
  }

  /// Every column that is read, with its use in words.
  private var columnRoles: [(column: String, role: String)] {
    var roles = [(date, "the date"), (target, "the target")]
    if let geo { roles.append((geo, "the geo")) }
    for channel in media {
      let name = channel.name.debugDescription
      roles.append((channel.column, "media of \(name)"))
      if channel.spendColumn != channel.column {
        roles.append((channel.spendColumn, "spend of \(name)"))
      }
    }
    return roles + features.map { ($0, "a feature") }
  }
}

extension String {
  /// Whether there is anything in the text that a terminal obeys instead of showing it, line breaks
  /// among them.
  var hasControlCharacters: Bool {
    unicodeScalars.contains {
      switch $0.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: true
      default: false
      }
    }
  }

  /// The text with everything escaped that a terminal obeys instead of showing it, line breaks
  /// excepted: what messages may quote.
  var escapingControls: String {
    guard hasControlCharacters else { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      let isControl = scalar.properties.generalCategory == .control && scalar != "\n"
      text += isControl ? scalar.escaped(asASCII: true) : String(scalar)
    }
  }
}
