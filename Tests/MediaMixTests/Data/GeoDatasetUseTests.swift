import MediaMix
import Testing

@Suite("Geo data in use")
struct GeoDatasetUseTests {
  private let dates = (0..<4).map { CalendarDate(daysSinceEpoch: 7 * $0) }

  private func panel(_ columnCount: Int, geoCount: Int = 2, from first: Double = 1) -> Panel {
    Panel(
      timeCount: 4, columnCount: columnCount, geoCount: geoCount,
      values: (0..<4 * columnCount * geoCount).map { first + Double($0) / 3 })
  }

  private func dataset(
    geos: [String] = ["a", "b"], media: Panel? = nil, spend: Panel? = nil, target: Panel? = nil
  ) throws -> Dataset {
    try Dataset(
      dates: dates, geos: geos, channels: ["tv", "geo"], media: media ?? panel(2), spend: spend,
      featureNames: ["x"], features: panel(1, from: -2), target: target ?? panel(1))
  }

  @Test("Panels become a dataset, bit for bit")
  func arrays() throws {
    let data = try dataset(spend: panel(2, from: 5))
    #expect(data.geos == ["a", "b"])
    #expect(data.media == panel(2))
    #expect(data.spend == panel(2, from: 5))
    #expect(data.features == panel(1, from: -2))
    #expect(data.target == panel(1))
    #expect(try dataset().spend == panel(2))
    let plain = try Dataset(
      dates: dates, geos: ["a", "b"], channels: ["tv"], media: panel(1), target: panel(1))
    #expect(plain.features == Panel(repeating: 0, timeCount: 4, columnCount: 0, geoCount: 2))
  }

  @Test("Bad panels are refused like bad tables")
  func checks() throws {
    func kind(_ make: () throws -> Dataset) -> DataError.Kind? {
      #expect(throws: DataError.self) { _ = try make() }?.kind
    }
    var media = panel(2)
    media[1, 0, 1] = -1
    #expect(kind { try dataset(media: media) } == .negativeValue)
    var target = panel(1)
    target[2, 0, 0] = .nan
    #expect(kind { try dataset(target: target) } == .missingValue)
    for time in 0..<4 { target[time, 0, 0] = 3 }
    #expect(kind { try dataset(target: target) } == .constantTarget)
    #expect(kind { try dataset(geos: ["a", " a"]) } == .unusableGeo)
    #expect(kind { try dataset(geos: ["a", ""]) } == .missingValue)
    let empty = Panel(repeating: 0, timeCount: 4, columnCount: 1, geoCount: 0)
    #expect(
      kind {
        try Dataset(dates: dates, geos: [], channels: ["tv"], media: empty, target: empty)
      } == .unusableGeo)
    #expect(
      kind {
        try Dataset(
          dates: dates, geos: ["a"], channels: ["tv"], media: panel(1, geoCount: 1),
          target: panel(1, geoCount: 1))
      } == .singleGeo)
  }

  @Test("CSV has a row for each date and geo, and reads back equal")
  func csv() throws {
    let data = try dataset(geos: ["say \"x\", y", "b;c"], spend: panel(2, from: 5))
    // A channel has the name that the column of geos would have.
    #expect(data.csvSchema.geo == "geo_")
    let lines = data.csv().split(separator: "\n")
    #expect(lines[0] == "date,geo_,tv,geo,tv_spend,geo_spend,x,target")
    #expect(lines.count == 9)
    #expect(lines[1].hasPrefix("1970-01-01,\"say \"\"x\"\", y\",1.0,"))
    #expect(lines[5].hasPrefix("1970-01-01,\"b;c\",1.3333333333333333,"))
    #expect(try Dataset(table: Table(csv: data.csv()), schema: data.csvSchema) == data)
  }

  @Test("Later dates of every geo are held out")
  func split() throws {
    let data = try GeoTable().dataset()
    let (training, holdout) = try data.split(after: CalendarDate(iso: "2023-01-16"))
    #expect(training.geos == data.geos && holdout?.geos == data.geos)
    #expect(training.media.values == [10, 11, 12, 20, 21, 22, 30, 31, 32])
    #expect(holdout?.target.values == [140, 141, 142])
    #expect(holdout?.features.geoCount == 3)
    var error = #expect(throws: DataError.self) {
      try data.split(after: CalendarDate(iso: "2023-01-09"))
    }
    #expect(error?.kind == .tooFewRows)
    #expect(error?.description.hasPrefix("train_until leaves 2 dates of each geo to learn") == true)
    var table = GeoTable()
    for week in 0...2 { table.rows[table.row(week, 2)][5] = "5" }
    error = #expect(throws: DataError.self) {
      try table.dataset().split(after: CalendarDate(iso: "2023-01-16"))
    }
    #expect(error?.kind == .constantTarget)
    #expect(
      error?.description.hasPrefix("the target, geo \"east\": the value is the same in every row")
        == true)
  }

  private func messages(
    _ table: GeoTable, _ model: ModelSpecification = ModelSpecification(), parameters: Int = 1
  ) throws -> [String] {
    try table.dataset().warnings(for: model, parameterCount: parameters).map(\.message)
  }

  @Test("Rows of all geos count against the parameters")
  func fewRows() throws {
    #expect(try messages(GeoTable(), parameters: 12).isEmpty)
    #expect(try messages(GeoTable(), parameters: 13).first?.hasPrefix("12 rows are fewer") == true)
  }

  @Test("A channel that does not run in a geo, or costs nothing there")
  func silentChannels() throws {
    var table = GeoTable()
    for week in 0...3 {
      table.rows[table.row(week, 1)][2] = "0"
      for geo in 1...2 { table.rows[table.row(week, geo)][3] = "0" }
    }
    #expect(
      try messages(table) == [
        "the channel \"TV\" has no media in the geo \"south\": what the model says of its effect "
          + "there is the prior alone",
        "the channel \"TV\" has media but no spend in the geo \"east\": there is no return on "
          + "investment there",
      ])
  }

  @Test("A feature that never changes, in some geos and in all")
  func constantFeatures() throws {
    var table = GeoTable()
    for week in 0...3 {
      for geo in 0...1 { table.rows[table.row(week, geo)][4] = "\(geo)" }
    }
    #expect(
      try messages(table) == [
        "the feature \"price\" never changes in 2 geos (\"north\", \"south\"): there it cannot be "
          + "told from the intercept"
      ])
    for week in 0...3 { table.rows[table.row(week, 2)][4] = "2" }
    #expect(
      try messages(table) == [
        "the feature \"price\" never changes within a geo: it cannot be told from the geos' "
          + "intercepts; leave it out"
      ])
  }

  @Test("Of many geos a few are named")
  func manyGeos() throws {
    var data = Simulation(periods: 5, channels: 1, features: 0, geos: 9, seed: 1).run().dataset
    for time in 0..<5 {
      for geo in 1..<9 {
        data.media[time, 0, geo] = 0
        data.spend[time, 0, geo] = 0
      }
    }
    let message = data.warnings(for: ModelSpecification(), parameterCount: 1).first?.message
    #expect(
      message?.contains(
        "in 8 geos (\"geo_1\", \"geo_2\", \"geo_3\", \"geo_4\", \"geo_5\" and 3 more)") == true)
  }
}

@Suite("Patterns that do not fit the spacing")
struct SeasonalWarningTests {
  private func messages(_ spacing: Int, frequency: Int, weekday: Bool) throws -> [String] {
    let data = try Dataset(
      dates: (0..<10).map { CalendarDate(daysSinceEpoch: spacing * $0) },
      channels: [.init(name: "tv", media: (0..<10).map { Double($0 * $0 % 11) })],
      target: (0..<10).map(Double.init))
    let seasonality = Seasonality(frequency: frequency, weekday: weekday)
    return data.warnings(for: ModelSpecification(seasonality: seasonality), parameterCount: 1)
      .map(\.message)
  }

  @Test("Daily data")
  func daily() throws {
    for weekday in [false, true] {
      for frequency in [365, 366] {
        #expect(try messages(1, frequency: frequency, weekday: weekday).isEmpty)
      }
      let week = try messages(1, frequency: 7, weekday: weekday)
      #expect(week.count == 1)
      #expect(week.first?.contains("1 day apart, 365 to a year, but") == true)
    }
    #expect(
      try messages(1, frequency: 52, weekday: false).first?.hasPrefix("the rows are 1 day apart")
        == true)
    #expect(
      try messages(1, frequency: 52, weekday: true) == [
        "seasonality.weekday is on but seasonality.frequency is 52, which is for weekly data: on "
          + "daily data the yearly pattern would repeat every 52 days; set frequency to 365"
      ])
  }

  @Test("Weekly data")
  func weekly() throws {
    #expect(try messages(7, frequency: 52, weekday: false).isEmpty)
    let weekday = try messages(7, frequency: 52, weekday: true)
    #expect(weekday.count == 1)
    #expect(weekday.first?.hasPrefix("seasonality.weekday is on but the rows are 7 days") == true)
    #expect(try messages(7, frequency: 365, weekday: true).count == 2)
  }
}
