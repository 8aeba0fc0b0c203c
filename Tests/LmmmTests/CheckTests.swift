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

                      1       2       3       4       5
        1 tv         1
        2 search     1.00*   1
        3 social    -0.55   -0.55    1
        4 price      0.33    0.33   -0.54    1
        5 revenue    0.77*   0.77*  -0.04   -0.13    1

        Columns, on the model's scale

                   variance    spend     VIF
        1 tv         0.0431   30.8 %     ∞ *
        2 search     0.0431   68.7 %     ∞ *
        3 social      5.00*    0.5 %*   1.82
        4 price      0.0321             1.41

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
    let document = try json(check(folder, "--json").output)
    #expect(
      Set(document.keys) == ["thresholds", "spend", "series", "geos", "findings", "warnings"])
    let quality = try quality(of: folder)
    #expect(document["series"] as? [String] == ["tv", "search", "social", "price", "revenue"])
    let geos = try #require(document["geos"] as? [[String: Any]])
    #expect(geos.count == 1 && geos[0]["geo"] == nil)
    let correlations = try #require(geos[0]["correlations"] as? [[Double]])
    #expect(correlations == quality.geos[0].correlations.map { $0.compactMap(\.self) })
    let columns = try #require(geos[0]["columns"] as? [[String: Any]])
    #expect(columns.map { $0["name"] as? String } == ["tv", "search", "social", "price"])
    #expect(columns.map { $0["variance"] as? Double } == quality.geos[0].variances)
    #expect(columns.map { $0["collinear"] as? Bool } == [true, true, false, false])
    #expect(columns.map { $0["constant"] as? Bool } == [false, false, false, false])
    #expect(columns[0]["variance_inflation_factor"] is NSNull)
    #expect(
      columns[2]["variance_inflation_factor"] as? Double == quality.geos[0].inflationFactors[2])
    let spend = try #require(document["spend"] as? [[String: Any]])
    #expect(spend.map { $0["fraction"] as? Double } == quality.spendFractions)
    let findings = try #require(document["findings"] as? [[String: Any]])
    #expect(
      findings.map { $0["check"] as? String } == [
        "spend_fraction", "correlation", "correlation", "correlation", "variance",
        "variance_inflation_factor", "variance_inflation_factor",
      ])
    #expect(findings[1]["series"] as? [String] == ["tv", "search"])
    #expect((document["warnings"] as? [String])?.count == 1)
    let thresholds = try #require(document["thresholds"] as? [String: Any])
    #expect(thresholds["correlation"] as? Double == 0.7)
    #expect(thresholds["variance"] as? [Double] == [0.001, 3])
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
    #expect(run.output == "")

    let document = try json(check(folder, "--json").output)
    let geos = try #require(document["geos"] as? [[String: Any]])
    #expect(geos.map { $0["geo"] as? String } == ["north", "south", "east"])
    let correlations = try #require(geos[2]["correlations"] as? [[Any]])
    #expect(correlations[0].allSatisfy { $0 is NSNull })
    let columns = try #require(geos[2]["columns"] as? [[String: Any]])
    #expect(columns.map { $0["constant"] as? Bool } == [true, false])
    let findings = try #require(document["findings"] as? [[String: Any]])
    #expect(findings.map { $0["geo"] as? String }.contains("south"))
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
