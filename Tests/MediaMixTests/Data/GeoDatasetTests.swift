import MediaMix
import Testing

@Suite("Geo data from tables")
struct GeoDatasetTests {
  @Test("Rows may come by week, by geo or mixed")
  func arrangements() throws {
    var table = GeoTable()
    let byWeek = try table.dataset()
    #expect(byWeek.geos == ["north", "south", "east"])
    #expect(byWeek.dates.map(\.description) == GeoTable.weeks)
    #expect(byWeek.media.values == [10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42])
    #expect(byWeek.spend[2, 0, 1] == 3100)
    #expect(byWeek.features[3, 0, 2] == 4.2)
    #expect(byWeek.target[1, 0, 0] == 120)
    #expect(byWeek.target.geoCount == 3 && byWeek.target.columnCount == 1)

    table.makeGeoMajor()
    #expect(try table.dataset() == byWeek)
    // One geo is two weeks ahead of the others.
    table = GeoTable()
    let row = table.rows.remove(at: table.row(2, 0))
    table.rows.insert(row, at: table.row(1, 1))
    #expect(try table.dataset() == byWeek)
  }

  @Test("Geos come in the order of the file, their names without surrounding spaces")
  func names() throws {
    var table = GeoTable()
    table.rows.swapAt(0, 1)
    table.rows[4][1] = "  south "
    #expect(try table.dataset().geos == ["south", "north", "east"])
    table.rows[0][1] = "\"a, \"\"b\"\"\""
    for week in 1...3 { table.rows[table.row(week, 1)][1] = "\"a, \"\"b\"\"\"" }
    #expect(try table.dataset().geos == ["a, \"b\"", "north", "east"])
  }

  @Test("Geos without a name, or with one that cannot be shown")
  func unusableNames() {
    var table = GeoTable()
    table.rows[4][1] = " "
    table.expect(
      .missingValue,
      "g.csv, row 6, column \"region\": the geo is missing: \"\". Name the geo in every row.")
    table.rows[4][1] = "so\u{1B}uth"
    table.expect(
      .unusableGeo,
      "g.csv, row 6, column \"region\": the name of the geo has control characters or line breaks: "
        + "\"so\\u{1B}uth\". Rename the geo.")
  }

  @Test("One geo is national data")
  func single() {
    var table = GeoTable()
    table.rows = table.rows.filter { $0[1] == "south" }
    table.expect(
      .singleGeo,
      "g.csv, column \"region\": there is only one geo: \"south\". Leave out data.geo to model the "
        + "data as national.")
  }

  @Test("A column of geos that is not there")
  func missingColumn() {
    var table = GeoTable()
    table.header[1] = "regoin"
    table.expect(
      .missingColumn, "g.csv: there is no column \"region\". Did you mean \"regoin\"?")
  }

  @Test("Other columns' errors name rows of the file")
  func cells() {
    var table = GeoTable()
    table.rows[table.row(2, 1)][2] = "-1"
    table.expect(
      .negativeValue,
      "g.csv, row 9, column \"tv\": negative media: \"-1.0\". Media and spend are 0 or more; book "
        + "refunds in the period that they belong to.")
  }

  @Test("The same data without a column of geos")
  func forgotten() {
    var table = GeoTable()
    table.schema.geo = nil
    let error = #expect(throws: DataError.self) { try table.dataset() }
    #expect(error?.kind == .repeatedDate)
    #expect(error?.description.hasSuffix("or name the column of geos in data.geo.") == true)
  }

  @Test("Every geo's target must change, and every channel run somewhere")
  func variation() {
    var table = GeoTable()
    for week in 0...3 {
      table.rows[table.row(week, 1)][5] = "7"
      table.rows[table.row(week, 2)][2] = "0"
      table.rows[table.row(week, 2)][3] = "0"
    }
    table.expect(
      .constantTarget,
      "g.csv, column \"sales\", geo \"south\": the value is the same in every row. Leave out the "
        + "geo: nothing can be learnt from it.")
    for row in table.rows.indices { table.rows[row][5] = table.rows[row][1] == "east" ? "1" : "2" }
    table.expect(
      .constantTarget,
      """
      g.csv: the value is the same in every row, in 3 places:
        column "sales", geo "north"
        column "sales", geo "south"
        column "sales", geo "east"
      Check that data.target names the column of the KPI.
      """)
    for row in table.rows.indices { table.rows[row][2] = "0" }
    table.expect(
      .noMedia,
      "g.csv, column \"tv\": the channel has no media in any row. Leave it out: nothing can be "
        + "learnt about it.")
  }

  @Test("A thousand geos take no longer per row than two")
  func linear() throws {
    let weeks = (0..<100).map { CalendarDate(daysSinceEpoch: 7 * $0) }
    func seconds(geos: Int) throws -> Double {
      var text = "week,region,tv,sales\n"
      for week in weeks {
        for geo in 0..<geos { text += "\(week),g\(geo),\(geo + 1),\(week.daysSinceEpoch + geo)\n" }
      }
      let table = try Table(csv: text)
      let schema = DataSchema(
        date: "week", target: "sales", geo: "region", media: [.init(name: "tv", column: "tv")])
      let start = ContinuousClock.now
      let data = try Dataset(table: table, schema: schema)
      let duration = ContinuousClock.now - start
      #expect(data.geos.count == geos)
      return duration / .seconds(1)
    }
    _ = try seconds(geos: 10)
    let (few, many) = (try seconds(geos: 50), try seconds(geos: 1000))
    // 20 times the rows; the square would be 400 times as long.
    #expect(many < 100 * few)
  }
}

@Suite("Dates of geo data")
struct GeoDatesTests {
  @Test("A geo that lacks a date that others have")
  func missing() {
    var table = GeoTable()
    table.rows.remove(at: table.row(1, 1))
    table.expect(
      .unequalDates,
      "g.csv, column \"week\", geo \"south\": the geo lacks dates that other geos have: "
        + "\"2023-01-09\". Give every geo a row for every date, with 0 for media that did not run, "
        + "or leave the geo out.")
  }

  @Test("Geos that begin later or end earlier")
  func shorter() {
    var table = GeoTable()
    table.rows.removeAll {
      ($0[1] == "south" && $0[0] < "2023-01-16") || ($0[1] == "east" && $0[0] > "2023-01-16")
    }
    table.expect(
      .unequalDates,
      """
      g.csv: the geo lacks dates that other geos have, in 2 places:
        column "week", geo "east": "2023-01-23"
        column "week", geo "south": "2023-01-02 to 2023-01-09"
      Give every geo a row for every date, with 0 for media that did not run, or leave the geo out.
      """)
  }

  @Test("One geo that goes on when most have ended is named, not the others")
  func longer() {
    var table = GeoTable()
    table.rows.append(["2023-01-30", "east", "1", "1", "1", "1"])
    table.expect(
      .unequalDates,
      "g.csv, column \"week\", geo \"east\": the geo has dates that most geos lack: "
        + "\"2023-01-30\". Give every geo a row for every date, with 0 for media that did not run, "
        + "or leave these rows out.")
  }

  @Test("Geos whose weeks begin on different days")
  func shifted() {
    var table = GeoTable()
    for row in table.rows.indices where table.rows[row][1] == "south" {
      table.rows[row][0] = table.rows[row][0].replacing("2023-01-0", with: "2023-01-1")
    }
    // 2 → 12 and 9 → 19 run ahead of 16 and 23.
    #expect(throws: DataError.self) { try table.dataset() }

    table = GeoTable()
    let sundays = ["2023-01-01", "2023-01-08", "2023-01-15", "2023-01-22"]
    for week in 0...3 { table.rows[table.row(week, 1)][0] = sundays[week] }
    table.expect(
      .unequalDates,
      "g.csv, column \"week\", geo \"south\": the geo lacks dates that other geos have: "
        + "\"2023-01-02, 2023-01-09 and 2 more\". Give every geo a row for every date, with 0 for "
        + "media that did not run, or leave the geo out.")
  }

  @Test("A date and geo that occur twice")
  func repeated() {
    var table = GeoTable()
    table.rows.insert(table.rows[table.row(0, 1)], at: 5)
    table.expect(
      .repeatedDate,
      "g.csv, row 7, column \"week\", geo \"south\": the date occurs in an earlier row of the geo "
        + "too: \"2023-01-02\". Keep one row per date and geo; sum the rows of campaigns.")
  }

  @Test("A geo whose dates run backwards")
  func disordered() {
    var table = GeoTable()
    table.rows.swapAt(table.row(1, 2), table.row(2, 2))
    table.expect(
      .disorderedDates,
      "g.csv, row 10, column \"week\", geo \"east\": the date is earlier than that of the geo's row "
        + "before: \"2023-01-09\". Sort each geo's rows by date, the earliest first.")
  }

  @Test("A date that all geos lack")
  func gap() {
    var table = GeoTable()
    for geo in GeoTable.geos { table.rows.append(["2023-02-06", geo, "1", "1", "1", "1"]) }
    table.expect(
      .missingDate,
      "g.csv, row 14, column \"week\": a date is missing before this row, in every geo (most dates "
        + "are 7 days apart): \"2023-01-30\". Add a row for every period, with 0 for media that did "
        + "not run.")
  }

  @Test("A date off the spacing, in one geo and in all")
  func uneven() {
    var table = GeoTable()
    table.rows[table.row(3, 0)][0] = "2023-01-24"
    table.expect(
      .unevenDates,
      "g.csv, row 11, column \"week\", geo \"north\": the date is not 7 days after the geo's date "
        + "before, as most are: \"2023-01-24\". Periods must be evenly spaced: bring all rows to one "
        + "length.")
    for geo in 0...2 { table.rows[table.row(3, geo)][0] = "2023-01-24" }
    let error = #expect(throws: DataError.self) { try table.dataset() }
    #expect(error?.kind == .unevenDates)
    #expect(error?.places.map(\.geo) == ["north", "south", "east"])
    #expect(error?.places.map(\.row) == [11, 12, 13])
  }

  @Test("Months are months in every geo")
  func months() throws {
    var table = GeoTable()
    let months = ["2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30"]
    for (week, month) in months.enumerated() {
      for geo in 0...2 { table.rows[table.row(week, geo)][0] = month }
    }
    #expect(try table.dataset().spacing == .months(1, day: 31))
    table.rows.remove(at: table.row(2, 0))
    let error = #expect(throws: DataError.self) { try table.dataset() }
    #expect(error?.kind == .unequalDates)
    #expect(error?.places == [.init(column: "week", geo: "north", text: "2023-03-31")])
  }

  @Test("Too few dates, though rows are enough")
  func tooFew() {
    var table = GeoTable()
    table.rows = Array(table.rows.prefix(6))
    table.expect(
      .tooFewRows,
      "g.csv: there are 2 dates of each geo. At least 3 are needed, and years of them are better.")
    table.rows = Array(table.rows.prefix(3))
    table.expect(
      .tooFewRows,
      "g.csv: there are 1 dates of each geo. At least 3 are needed, and years of them are better.")
  }
}
