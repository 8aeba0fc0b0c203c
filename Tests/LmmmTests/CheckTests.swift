import Foundation
import MediaMix
import Testing

@Suite("Data quality: lmmm check")
struct CheckTests {
  /// A folder with a table of six weeks and its configuration: search follows tv, and social ran once
  /// and cost next to nothing.
  private func example(
    table: String = weeks, more: String = "", model: String = "{transform: adstock}"
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.put(table, "data.csv")
    try folder.put(
      """
      data:
        date: week
        target: revenue
        media:
          tv: {column: tv}
          search: {column: clicks, spend: search_spend}
          social: {column: social}
        features: [price]
      \(more)
      model: \(model)

      """, "data.yaml")
    return folder
  }

  private static let weeks = """
    week,tv,clicks,search_spend,social,price,revenue
    2024-01-01,10,20,20,0,3,110
    2024-01-08,12,24,30,0,4,100
    2024-01-15,8,16,10,1,3,105
    2024-01-22,15,30,40,0,4,120
    2024-01-29,11,22,25,0,5,101
    2024-02-05,9,18,20,0,4,99

    """

  private func check(_ folder: TemporaryFolder, _ more: String...) throws -> FinishedRun {
    try Tool.run(["check", folder["data.csv"], "--config", folder["data.yaml"]] + more)
  }

  private func quality(of folder: TemporaryFolder) throws -> DataQuality {
    let configuration = try Configuration.read(yamlAt: folder["data.yaml"])
    let dataset = try Dataset.read(csvAt: folder["data.csv"], schema: configuration.data)
    let (training, _) = try dataset.split(after: configuration.data.trainUntil)
    let model = try MediaMixModel(dataset: training, specification: configuration.model)
    return try training.quality(scaledBy: model.scaling, targetName: "revenue")
  }

  @Test("National data: every number, with a star beside what is beyond a threshold")
  func national() throws {
    let folder = try example()
    let run = try check(folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.output == """
        Correlations

                       1       2       3       4   5
        1 tv           1
        2 search    1.00*      1
        3 social   -0.56   -0.56       1
        4 price     0.41    0.41   -0.54       1
        5 revenue   0.63    0.63   -0.05   -0.27   1

        Columns, on the model's scale

                  variance    spend    VIF
        1 tv        0.0438   30.8 %      ∞*
        2 search    0.0438   68.7 %      ∞*
        3 social      5.00*   0.5 %*  1.76
        4 price     0.0321            1.45

        * a correlation above 0.7 in size, a variance below 0.001 or above 3,
          less than 1.0 % of all spend, a variance inflation factor (VIF) above 7
        ∞ the column is what other columns add up to

        """)
    #expect(run.errors.contains("Warning: 6 rows are fewer than"))
    #expect(try folder.names() == ["data.csv", "data.yaml"])
  }

  @Test("--json: the library's numbers, null where there are none")
  func document() throws {
    let folder = try example()
    let document = try parsed(check(folder, "--json"))
    #expect(
      document.objectValue.map { Set($0.keys) }
        == ["thresholds", "spend", "series", "geos", "findings", "warnings"])
    let quality = try quality(of: folder)
    #expect(document["series"]?.strings == ["tv", "search", "social", "price", "revenue"])
    let geos = try #require(document["geos"]?.arrayValue)
    #expect(geos.count == 1 && geos[0]["geo"] == nil)
    let correlations = try #require(geos[0]["correlations"]?.arrayValue)
    #expect(
      correlations.map(\.numbers) == quality.geos[0].correlations.map { $0.compactMap(\.self) })
    let columns = try #require(geos[0]["columns"]?.arrayValue)
    #expect(columns.map { $0["name"]?.stringValue } == ["tv", "search", "social", "price"])
    #expect(columns.map { $0["variance"]?.doubleValue } == quality.geos[0].variances)
    #expect(columns.map { $0["collinear"] == true } == [true, true, false, false])
    #expect(columns.allSatisfy { $0["constant"] == false })
    #expect(columns[0]["variance_inflation_factor"] == .null)
    #expect(
      columns[2]["variance_inflation_factor"]?.doubleValue == quality.geos[0].inflationFactors[2])
    let spend = try #require(document["spend"]?.arrayValue)
    #expect(spend.map { $0["name"]?.stringValue } == ["tv", "search", "social"])
    #expect(spend.map { $0["fraction"]?.doubleValue } == quality.spendFractions)
    let findings = try #require(document["findings"]?.arrayValue)
    #expect(
      findings.map { $0["check"]?.stringValue } == [
        "spend_fraction", "correlation", "variance", "variance_inflation_factor",
        "variance_inflation_factor",
      ])
    #expect(findings.map { $0["series"]?.strings.count } == [1, 2, 1, 1, 1])
    #expect(findings[1]["value"]?.doubleValue == quality.geos[0].correlations[0][1])
    #expect(findings[3]["value"] == .null && findings[3]["geo"] == nil)
    #expect(document["warnings"]?.strings.count == 2)
    let thresholds = try #require(document["thresholds"])
    #expect(thresholds["correlation"]?.doubleValue == 0.7)
    #expect(thresholds["variance"]?.numbers == [0.001, 3])
    #expect(thresholds["spend_fraction"]?.doubleValue == 0.01)
    #expect(thresholds["variance_inflation_factor"]?.doubleValue == 7)
  }

  private func parsed(_ run: FinishedRun) throws -> JSONValue {
    try JSONValue(parsing: [UInt8](run.output.utf8))
  }

  @Test("Of geo data the extremes, where they are, and how many geos are marked")
  func geos() throws {
    let rows = [("north", 1.0), ("south", 2), ("east", 3)].flatMap { geo, scale in
      zip([1.0, 3, 2, 5, 4, 1], [2.0, 7, 1, 8, 2, 8]).enumerated().map { week, media in
        let tv = geo == "east" ? 0 : scale * media.0
        let web = geo == "south" ? media.0 + media.1 / 16 : media.1
        return "\(CalendarDate(daysSinceEpoch: 19_723 + 7 * week)),\(geo),\(tv),\(web),"
          + "\(100 + week * week)"
      }
    }
    let folder = try TemporaryFolder()
    try folder.put((["week,geo,tv,web,revenue"] + rows).joined(separator: "\n"), "data.csv")
    try folder.put(
      """
      data: {date: week, geo: geo, target: revenue, media: {tv: {column: tv}, web: {column: web}}}
      """, "data.yaml")
    let run = try check(folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("the channel \"tv\" has no media in the geo \"east\""))
    #expect(
      run.output == """
        Correlations above 0.7 in size

        pair     correlation   strongest in  geos marked
        tv, web         0.99*         south       1 of 3

        Columns in 3 geos, on the model's scale

               spend      variance                                        VIF
               of all     lowest      in  highest      in  geos marked    highest      in  geos marked
        tv     39.4 %       0.00*   east    0.313   north       1 of 3       70.2*  south       1 of 3
        web    60.6 %      0.273   south    0.423   north       0 of 3       70.2*  south       1 of 3

        * a correlation above 0.7 in size, a variance below 0.001 or above 3,
          less than 1.0 % of all spend, a variance inflation factor (VIF) above 7
        – a column that never changes has no correlation and no VIF

        """)

    let document = try parsed(check(folder, "--json"))
    let geos = try #require(document["geos"]?.arrayValue)
    #expect(geos.map { $0["geo"]?.stringValue } == ["north", "south", "east"])
    let correlations = try #require(geos[2]["correlations"]?.arrayValue)
    #expect(correlations[0] == .array([.null, .null, .null]))
    #expect(correlations[2].numbers.count == 2)
    let columns = try #require(geos[2]["columns"]?.arrayValue)
    #expect(columns.map { $0["constant"] == true } == [true, false])
    #expect(columns.allSatisfy { $0["collinear"] == false })
    let findings = try #require(document["findings"]?.arrayValue)
    #expect(
      findings.map { $0["geo"]?.stringValue } == ["south", "south", "south", "east"])
  }

  @Test("Many series are listed by pair instead of in a matrix")
  func manySeries() throws {
    let folder = try TemporaryFolder()
    let run = try Tool.run([
      "simulate", "--periods", "60", "--channels", "16", "--output", folder["data.csv"],
      "--with-config",
    ])
    try #require(run.status == 0, "\(run.errors)")
    let first = try check(folder).output
    #expect(first.hasPrefix("Correlations\n\nNone is above 0.7 in size; the strongest is "))
    // A channel that repeats another.
    let table = try folder.text("data.csv").split(separator: "\n").enumerated().map { row, line in
      "\(line),\(row == 0 ? "copy" : line.split(separator: ",")[1])"
    }
    try folder.put(table.joined(separator: "\n"), "data.csv")
    try folder.put(
      try folder.text("data.yaml").replacingOccurrences(
        of: "  media:\n", with: "  media:\n    copy: {column: copy}\n"), "data.yaml")
    let lines = try check(folder).output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "Correlations above 0.7 in size")
    #expect(lines[3].hasPrefix("copy, media_0") && lines[3].hasSuffix(" 1.00*"))
    #expect(lines[4] == "")
  }

  @Test("Only training rows are looked at")
  func training() throws {
    let until = try example(more: "  train_until: 2024-01-29")
    let run = try check(until)
    #expect(run.errors.contains("Note: 5 rows are fitted, 1 later ones held out"))
    let shorter = try example(
      table: Self.weeks.split(separator: "\n").dropLast().joined(separator: "\n"))
    #expect(try check(shorter).output == run.output)
    #expect(try check(example()).output != run.output)
  }

  @Test("Bad input is refused with 65, wrong usage with 64")
  func failures() throws {
    let cell = try example(table: Self.weeks.replacingOccurrences(of: "8,16,", with: "8,x,"))
    let free = try example(
      table: Self.weeks.replacingOccurrences(of: "10,1,3", with: "10,0,3"))
    let prior = try example(model: "{priors: {sigmma: 1}}")
    for (folder, part) in [
      (cell, "data.csv, row 4, column \"clicks\": not a number"),
      (free, "data.csv, column \"social\": the channel has no media"),
      (prior, "data.yaml: model.priors: prior of sigmma"),
    ] {
      for more in [[], ["--json"]] {
        let run = try Tool.run(
          ["check", folder["data.csv"], "--config", folder["data.yaml"]] + more)
        #expect(run.status == 65 && run.output.isEmpty)
        #expect(run.errors.contains(part), "\(run.errors)")
      }
    }
    #expect(try Tool.run(["check", cell["data.csv"]]).status == 64)
  }
}

extension JSONValue {
  /// The numbers of an array; what is none is left out.
  fileprivate var numbers: [Double] { (arrayValue ?? []).compactMap(\.doubleValue) }

  /// The texts of an array; what is none is left out.
  fileprivate var strings: [String] { (arrayValue ?? []).compactMap(\.stringValue) }
}
