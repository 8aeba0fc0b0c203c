import Foundation
import MediaMix
import Testing

/// A small table whose cells a test can spoil.
private struct SmallTable {
  var header = ["week", "tv", "tv_cost", "price", "sales"]
  var rows = [
    ["2023-01-02", "1", "10", "4", "100"], ["2023-01-09", "0", "0", "5", "110"],
    ["2023-01-16", "3", "30", "6", "105"], ["2023-01-23", "2", "20", "5", "120"],
    ["2023-01-30", "2", "20", "7", "130"],
  ]
  var schema = DataSchema(
    date: "week", target: "sales",
    media: [DataSchema.Channel(name: "TV", column: "tv", spendColumn: "tv_cost")],
    features: ["price"])

  mutating func setDates(_ dates: [String]) {
    rows = zip(dates, rows + rows + rows).map { [$0] + $1.dropFirst() }
  }

  func dataset() throws -> Dataset {
    let text = ([header] + rows).map { $0.joined(separator: ",") }.joined(separator: "\n")
    return try Dataset(table: Table(csv: text, fileName: "s.csv"), schema: schema)
  }

  func expect(
    _ kind: DataError.Kind, _ parts: String..., location: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: DataError.self, sourceLocation: location) { try dataset() }
    guard let error else { return }
    #expect(error.kind == kind, "\(error)", sourceLocation: location)
    #expect(error.description.hasPrefix("s.csv"), sourceLocation: location)
    for part in parts {
      #expect(error.description.contains(part), "\(error)", sourceLocation: location)
    }
  }
}

@Suite("Datasets")
struct DatasetTests {
  @Test("A sound table is read whole")
  func sound() throws {
    let data = try SmallTable().dataset()
    #expect(data.channels == ["TV"])
    #expect(data.featureNames == ["price"])
    #expect(data.geos.isEmpty)
    #expect(data.dates.map(\.description).first == "2023-01-02")
    #expect(data.media.values == [1, 0, 3, 2, 2])
    #expect(data.spend.values == [10, 0, 30, 20, 20])
    #expect(data.features.values == [4, 5, 6, 5, 7])
    #expect(data.target.values == [100, 110, 105, 120, 130])
    #expect(data.spacing == .days(7))
  }

  @Test("A spreadsheet's export is read")
  func spreadsheet() throws {
    let url = try #require(
      Bundle.module.url(
        forResource: "spreadsheet", withExtension: "csv", subdirectory: "Fixtures/Data"))
    let schema = DataSchema(
      date: "Datum", dateFormat: try DateFormat("dd.MM.yyyy"), target: "Umsatz",
      media: [DataSchema.Channel(name: "tv", column: "TV; alle", spendColumn: "tv \"geld\"")])
    let data = try Dataset.read(csvAt: url.path, schema: schema)
    #expect(data.media.values == [1.5, 0, 2, 3])
    #expect(data.spend.values == [10, 0, 20, 30])
    #expect(data.target.values == [100, 100, 120.25, 99])
    #expect(data.dates.last?.description == "2023-01-23")
  }

  @Test(
    "Numbers as people write them",
    arguments: [
      ("1e6", 1e6), ("1.5", 1.5), (" 3 ", 3), ("\" 7\"", 7), ("+2", 2), (".5", 0.5), ("1E-2", 0.01),
    ])
  func numbers(text: String, number: Double) throws {
    var table = SmallTable()
    table.rows[1][1] = text
    #expect(try table.dataset().media[1, 0] == number)
  }

  @Test("Missing values", arguments: ["", "  ", "na", "NA", "n/a", "nan", "NaN", "null", "-"])
  func missing(text: String) {
    var table = SmallTable()
    table.rows[2][3] = text
    table.expect(.missingValue, "row 4, column \"price\": the value is missing: \"")
  }

  @Test(
    "What is no number",
    arguments: [
      "0x10", "1 000", "$5", "5%", "1e", "one", "1.2.3", "--1", "1e5e5", "٣", "1\u{1B}[31m",
    ])
  func notANumber(text: String) {
    var table = SmallTable()
    table.rows[0][4] = text
    table.expect(.notANumber, "row 2, column \"sales\": not a number: \"", "Write plain decimal")
  }

  @Test("Control characters of cells do not reach the terminal")
  func escapes() {
    var table = SmallTable()
    table.rows[0][4] = "1\u{1B}[31m"
    table.expect(.notANumber, "\\u{1B}")
  }

  @Test("Names with control characters are refused, and escaped in the message")
  func controlCharacters() {
    for (name, shown) in [
      ("\u{1B}[31mtv", "\"\\u{1B}[31mtv\""), ("tv\u{0}", "\"tv\\0\""), ("a\nb", "\"a\\nb\""),
      ("\u{9B}2J", "\"\\u{009B}2J\""),
    ] {
      var table = SmallTable()
      table.schema.media[0].name = name
      table.expect(.unusableSchema, "the channel \(shown) has control characters")
      table = SmallTable()
      table.schema.features = [name]
      table.expect(.unusableSchema, "the feature \(shown) has control characters")
    }
  }

  @Test("Types whose decoding would pass their checks by are not decoded")
  func notDecodable() {
    let types: [Any.Type] = [
      Panel.self, ModelSpecification.self, Seasonality.self, MediaPrior.self, PriorSetting.self,
    ]
    #expect(!types.contains { $0 is any Decodable.Type })
  }

  @Test("Thousands separators")
  func thousands() {
    var table = SmallTable()
    table.rows[0][4] = "\"1,234\""
    table.expect(.notANumber, "\"1,234\"", "Remove thousands separators")
  }

  @Test("Numbers that are not finite", arguments: ["inf", "-Infinity", "1e999"])
  func notFinite(text: String) {
    var table = SmallTable()
    table.rows[0][4] = text
    table.expect(.notFinite, "row 2, column \"sales\"")
  }

  @Test("At most five places are shown")
  func manyPlaces() {
    var table = SmallTable()
    for row in table.rows.indices { table.rows[row].replaceSubrange(1...2, with: ["x", "y"]) }
    table.expect(
      .notANumber, "not a number, in 10 places:\n  row 2, column \"tv\": \"x\"\n", "and 5 more\n")
  }

  @Test("Negative media and spend")
  func negative() {
    var table = SmallTable()
    table.rows[3][1] = "-2"
    table.expect(.negativeValue, "row 5, column \"tv\": negative media: \"-2.0\"")
    table = SmallTable()
    table.rows[3][2] = "-0.5"
    table.expect(.negativeValue, "row 5, column \"tv_cost\": negative spend")
  }

  @Test("A channel without media or spend, a target that never changes")
  func noVariation() {
    var table = SmallTable()
    for row in table.rows.indices { table.rows[row][1] = "0" }
    table.expect(.noMedia, "s.csv, column \"tv\": the channel has no media in any row")
    table = SmallTable()
    for row in table.rows.indices { table.rows[row][2] = "0" }
    table.expect(.noSpend, "s.csv, column \"tv_cost\": the channel has no spend in any row")
    table = SmallTable()
    for row in table.rows.indices { table.rows[row][4] = "7" }
    table.expect(.constantTarget, "s.csv, column \"sales\": the value is the same in every row")
  }

  @Test("Columns that are not there, or twice")
  func columns() {
    var table = SmallTable()
    table.header[1] = "tvv"
    table.expect(.missingColumn, "there is no column \"tv\"", "Did you mean \"tvv\"?")
    table.header[1] = "something"
    table.expect(.missingColumn, "The table has \"week\", \"something\", \"tv_cost\"")
    table.header[4] = "sale"
    table.expect(.missingColumn, "in 2 places", "column \"tv\"", "column \"sales\"", "\"sale\"?")
    table = SmallTable()
    table.header[3] = "tv"
    table.schema.features = []
    table.expect(.ambiguousColumn, "row 1, column \"tv\": several columns have one name")
    table.header = ["week", "tv", "tv_cost", "x", "sales"]
    #expect(throws: Never.self) { try table.dataset() }
  }

  @Test("Columns of one name that nobody asked for do no harm")
  func unusedDuplicates() throws {
    var table = SmallTable()
    table.header += ["", "", "note", "note"]
    for row in table.rows.indices { table.rows[row] += ["", "", "na", "b"] }
    #expect(try table.dataset().channels == ["TV"])
  }

  @Test("Fewer than three rows")
  func tooFew() {
    var table = SmallTable()
    table.rows.removeLast(3)
    table.expect(.tooFewRows, "there are 2 rows of data")
    table.rows = []
    table.expect(.tooFewRows, "there are 0 rows of data")
  }

  @Test("Schemas that contradict themselves")
  func schemas() {
    var table = SmallTable()
    table.schema.features = ["sales"]
    table.expect(.unusableSchema, "\"sales\" is used twice: as the target and as a feature")
    table = SmallTable()
    table.schema.media.append(DataSchema.Channel(name: "b", column: "tv"))
    table.expect(.unusableSchema, "\"tv\" is used twice: as media of \"TV\" and as media of \"b\"")
    table.schema.media[1] = DataSchema.Channel(name: "TV", column: "x")
    table.expect(.unusableSchema, "two channels are called \"TV\"")
    table.schema.media = []
    table.expect(.unusableSchema, "there is no media channel")
    for (column, use) in [
      ("week", "the date"), ("sales", "the target"), ("tv", "media of \"TV\""),
      ("tv_cost", "spend of \"TV\""), ("price", "a feature"),
    ] {
      table = SmallTable()
      table.schema.geo = column
      table.expect(.unusableSchema, "\"\(column)\" is used twice", use, "the geo")
    }
    table.schema.geo = ""
    table.expect(.unusableSchema, "the geo has an empty column name")
  }
}

@Suite("Dates of datasets")
struct DatasetDatesTests {
  private func table(dates: [String], format: String? = nil) throws -> SmallTable {
    var table = SmallTable()
    table.setDates(dates)
    table.schema.dateFormat = try format.map { try DateFormat($0) }
    return table
  }

  @Test(
    "Spacings",
    arguments: [
      (["2023-01-01", "2023-01-02", "2023-01-03"], Spacing.days(1)),
      (["2023-01-01", "2023-02-01", "2023-03-01", "2023-04-01"], .months(1, day: 1)),
      (["2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30"], .months(1, day: 31)),
      (["2023-01-01", "2023-04-01", "2023-07-01"], .months(3, day: 1)),
      (
        ["2021-01-01", "2022-01-01", "2023-01-01", "2024-01-01", "2025-01-01"], .months(12, day: 1)
      ),
      (["2023-02-01", "2023-03-01", "2023-03-29"], .days(28)),
    ])
  func spacings(dates: [String], spacing: Spacing) throws {
    let data = try table(dates: dates).dataset()
    #expect(data.spacing == spacing)
    #expect(zip(data.dates, data.dates.dropFirst()).allSatisfy { spacing.next(after: $0) == $1 })
  }

  @Test("Text that is no date, with the format that would do")
  func invalid() throws {
    try table(dates: ["2023-01-02", "soon", "", "2023-01-23"]).expect(
      .invalidDate, "in 2 places", "row 3, column \"week\": \"soon\"", "row 4", "date_format")
    try table(dates: ["1/2/2023", "1/9/2023", "1/16/2023"]).expect(
      .invalidDate, "in 3 places", "Set date_format; the dates fit M/d/yyyy.")
    try table(dates: ["01.02.23", "08.02.23", "15.02.23"]).expect(.invalidDate, "d.M.yy.")
    try table(dates: ["2023-01-02", "2023-01-09", "2023-01-16"], format: "d/M/yyyy").expect(
      .invalidDate, "not a date of the form d/M/yyyy")
  }

  @Test("Dates that repeat or run backwards")
  func order() throws {
    try table(dates: ["2023-01-02", "2023-01-09", "2023-01-09", "2023-01-16"]).expect(
      .repeatedDate, "row 4, column \"week\": the date occurs in an earlier row too: \"2023-01-09\""
    )
    try table(dates: ["2023-01-09", "2023-01-02", "2023-01-16"]).expect(
      .disorderedDates, "row 3, column \"week\"", "\"2023-01-02\". Sort the rows")
  }

  @Test("Gaps name every missing date")
  func gaps() throws {
    try table(
      dates: ["2023-01-02", "2023-01-09", "2023-01-30", "2023-02-06", "2023-02-13"]
    ).expect(
      .missingDate, "in 2 places", "row 4, column \"week\": \"2023-01-16\"", "\"2023-01-23\"",
      "most dates are 7 days apart")
    try table(dates: ["2023-01-31", "2023-02-28", "2023-03-31", "2023-05-31"]).expect(
      .missingDate, "row 5", "\"2023-04-30\"", "1 month apart")
  }

  @Test("Uneven spacing")
  func uneven() throws {
    try table(dates: ["2023-01-02", "2023-01-09", "2023-01-17", "2023-01-24"]).expect(
      .unevenDates, "row 4, column \"week\": the date is not 7 days after", "\"2023-01-17\"")
    try table(dates: ["0001-01-01", "0001-01-02", "0001-01-03", "9999-12-31"]).expect(.unevenDates)
  }
}

@Suite("Splitting and doubting datasets")
struct DatasetUseTests {
  @Test("Rows after train_until are held out")
  func split() throws {
    let data = try SmallTable().dataset()
    let (training, holdout) = try data.split(after: CalendarDate(iso: "2023-01-22"))
    #expect(training.timeCount == 3)
    #expect(training.target.values == [100, 110, 105])
    let held = try #require(holdout)
    #expect(held.dates.map(\.description) == ["2023-01-23", "2023-01-30"])
    #expect(held.media.values == [2, 2])
    #expect(held.spend.values == [20, 20])
    #expect(held.features.values == [5, 7])
    #expect(try data.split(after: CalendarDate(iso: "2023-01-23")).training.timeCount == 4)
    for date in [nil, CalendarDate(iso: "2023-01-30"), CalendarDate(iso: "2030-01-01")] {
      let (all, none) = try data.split(after: date)
      #expect(all == data)
      #expect(none == nil)
    }
  }

  @Test("Training rows must be enough and show every channel")
  func splitErrors() throws {
    var table = SmallTable()
    let early = try #require(CalendarDate(iso: "2023-01-09"))
    var error = #expect(throws: DataError.self) { try table.dataset().split(after: early) }
    #expect(error?.kind == .tooFewRows)
    #expect(error?.description.contains("train_until leaves 2 rows") == true)
    for row in 0..<4 { table.rows[row][1] = "0" }
    let later = try #require(CalendarDate(iso: "2023-01-23"))
    error = #expect(throws: DataError.self) { try table.dataset().split(after: later) }
    #expect(error?.kind == .noMedia)
    #expect(error?.description.hasPrefix("channel \"TV\": the channel has no media") == true)
    #expect(
      error?.located(inFile: "s.csv", schema: table.schema).description
        .hasPrefix("s.csv, column \"tv\": the channel has no media") == true)
  }

  @Test("What is doubtful is said, what is not is not")
  func warnings() throws {
    var table = SmallTable()
    var model = ModelSpecification()
    #expect(try table.dataset().warnings(for: model, parameterCount: 5).isEmpty)

    let few = try table.dataset().warnings(for: model, parameterCount: 6)
    #expect(few.map(\.message).first?.hasPrefix("5 rows are fewer than the model's 6") == true)

    model.seasonality = Seasonality(frequency: 365, weekday: true)
    let odd = try table.dataset().warnings(for: model, parameterCount: 1).map(\.message)
    #expect(odd.count == 2)
    #expect(odd[0].contains("7 days apart, 52 to a year, but seasonality.frequency is 365"))
    #expect(odd[1].contains("seasonality.weekday is on"))

    table.setDates(["2023-01-01", "2023-01-02", "2023-01-03", "2023-01-04", "2023-01-05"])
    #expect(try table.dataset().warnings(for: model, parameterCount: 1).isEmpty)
    model.seasonality.frequency = 52
    #expect(try table.dataset().warnings(for: model, parameterCount: 1).count == 1)

    table = SmallTable()
    for row in table.rows.indices { table.rows[row][3] = "4" }
    let constant = try table.dataset().warnings(for: ModelSpecification(), parameterCount: 1)
    #expect(constant.map(\.message).first?.contains("\"price\" never changes") == true)
  }

  @Test("Numbers far from 1 that nothing scales are doubtful")
  func unscaled() throws {
    var table = SmallTable()
    var model = ModelSpecification(scaling: .none)
    let target = try table.dataset().warnings(for: model, parameterCount: 1).map(\.message)
    #expect(target.count == 1)
    #expect(target.first?.contains("the mean is far from 1 (the target)") == true)
    for row in table.rows.indices {
      table.rows[row][1] += "e-3"
      table.rows[row][4] = "-\(row)"
    }
    let media = try table.dataset().warnings(for: model, parameterCount: 1).map(\.message)
    #expect(media.count == 1)
    #expect(media.first?.contains("the mean is far from 1 (media of \"TV\")") == true)
    model.scaling = .mean
    #expect(try table.dataset().warnings(for: model, parameterCount: 1).isEmpty)
  }

  @Test("A length of the kernel without a kernel is doubtful")
  func lagsOfNothing() throws {
    let data = try SmallTable().dataset()
    for transform in MediaTransform.allCases {
      let messages = data.warnings(
        for: ModelSpecification(transform: transform, numberOfLags: 4), parameterCount: 1
      ).map(\.message)
      #expect(messages.isEmpty == (transform == .carryover))
      #expect(messages.allSatisfy { $0.contains("number_lags has no effect") })
    }
  }
}
