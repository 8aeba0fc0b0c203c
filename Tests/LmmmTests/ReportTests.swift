import Foundation
import MediaMix
import Testing

@Suite("report")
struct ReportTests {
  /// The rows of all tables of a page, and the names and values of its facts.
  private struct PageNumbers {
    let rows: Set<[String]>
    let facts: [String: String]

    init(_ html: String) {
      rows = Set(
        html.matches(of: /<tr>(?s:(.*?))<\/tr>/).map { row in
          row.1.matches(of: /<t[hd][^>]*?(?:\/>|>([^<]*)<\/t[hd]>)/).map { Self.plain($0.1 ?? "") }
            .filter { !$0.isEmpty }
        })
      facts = Dictionary(
        html.matches(of: /<dt>([^<]*)<\/dt>\s*<dd>([^<]*)<\/dd>/).map {
          (Self.plain($0.1), Self.plain($0.2))
        }
      ) { first, _ in first }
    }

    private static func plain(_ text: Substring) -> String {
      String(
        text.replacing("&#39;", with: "'").replacing("&gt;", with: ">").replacing("&lt;", with: "<")
      )
    }
  }

  private func output(_ arguments: [String]) throws -> String {
    let run = try Tool.run(arguments)
    try #require(run.status == 0, "\(run.errors)")
    return run.output
  }

  private func page(_ model: String, _ more: [String] = []) throws -> String {
    let folder = try TemporaryFolder()
    _ = try output(["report", model, "--output", folder["report.html"]] + more)
    return try folder.text("report.html")
  }

  /// Every line of a printed table is a row of the page; lines between tables are left out.
  private func expectRows(
    of text: String, in page: PageNumbers, atLeast: Int,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let rows = text.split(separator: "\n").map { line in
      line.split(separator: /\s{2,}/).map { String($0.trimmingPrefix(" ")) }
    }.filter { $0.count > 3 }
    #expect(rows.count >= atLeast, sourceLocation: location)
    for row in rows {
      let isThere = page.rows.contains(row)
      #expect(isThere, "\(row)", sourceLocation: location)
    }
  }

  @Test("Its tables are those that the commands print")
  func numbers() throws {
    let example = try Example.fitted.get()
    let page = PageNumbers(try page(example.model))
    expectRows(of: try output(["metrics", example.model]), in: page, atLeast: 8)
    expectRows(of: try output(["summary", example.model, "--prior"]), in: page, atLeast: 30)
    let folder = try TemporaryFolder()
    let table = folder["table.csv"]
    expectRows(
      of: try output(["contributions", example.model, "--output", table]), in: page, atLeast: 8)
    expectRows(of: try output(["curves", example.model, "--output", table]), in: page, atLeast: 5)
    expectRows(
      of: try output(["check", example.data, "--config", example.configuration]), in: page,
      atLeast: 4)
    let fitted = try output(["fitted", example.model])
    let scores = try #require(fitted.components(separatedBy: "\n\n").last)
    expectRows(of: scores, in: page, atLeast: 2)
  }

  @Test("Its budget plan is that of optimize with the same options")
  func plan() throws {
    // Draws enough for a model that may give advice.
    let example = try Example()
    _ = try output(example.fitArguments(["--warmup", "400", "--draws", "400"]))
    let options = ["--periods", "6", "--lower", "0.3", "--group", "all=media_0:max=70%"]
    let text = try page(example.model, options)
    let page = PageNumbers(text)
    let plan = try output(["optimize", example.model, "--posterior"] + options)
    let lines = plan.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let names = ["Budget ", "KPI ", "Chance ", "Gain ", "Expected regret "]
    let facts = lines.filter { line in names.contains { line.hasPrefix($0) } }
    #expect(facts.count == 7)
    for line in facts {
      let (name, value) = (line.prefix(23).trimmingCharacters(in: .whitespaces), line.dropFirst(23))
      #expect(page.facts[name] == String(value), "\(line)")
    }
    expectRows(of: plan, in: page, atLeast: 4)
    #expect(text.contains("For the next 6 periods"))
  }

  @Test("Each geo's numbers are there")
  func geos() async throws {
    let example = try await GeoExample.fitted()
    let page = PageNumbers(try page(example.model))
    expectRows(of: try output(["metrics", example.model]), in: page, atLeast: 12)
    expectRows(of: try output(["summary", example.model]), in: page, atLeast: 20)
  }

  @Test("Wrong usage, impossible budgets and bad places are told apart")
  func failures() throws {
    let example = try Example.fitted.get()
    let folder = try TemporaryFolder()
    let place = folder["report.html"]
    func status(_ arguments: [String]) throws -> Int32? {
      try Tool.run(["report"] + arguments).status
    }
    #expect(try status([example.model]) == 64)
    #expect(try status([example.model, "--output", place, "--fix", "nobody"]) == 64)
    #expect(try status([example.model, "--output", place, "--budget", "1e12"]) == 65)
    #expect(try status([folder["none.zarr"], "--output", place]) == 65)
    #expect(try status([example.model, "--output", folder.path]) == 1)
    #expect(try folder.names().isEmpty)
  }
}
