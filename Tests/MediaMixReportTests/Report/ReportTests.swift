import Foundation
import MediaMix
import MediaMixReport
import Testing

@Suite("Report")
struct ReportTests {
  @Test("A page that needs nothing, in order, with every section in its contents")
  func page() async throws {
    let html = try await Report(ReportExample.national()).html
    let reader = MarkupReader(html)
    #expect(reader.isWellFormed)
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    #expect(
      html.contains("content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;\""))
    #expect(reader.elements.count { $0 == "h1" } == 1)
    let ids = reader.attributes.filter { $0.name == "id" }.map(\.value)
    #expect(Set(ids).count == ids.count)
    let targets = reader.attributes.filter { $0.name == "href" }.map(\.value)
      .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    #expect(targets.allSatisfy { $0.hasPrefix("#") && ids.contains(String($0.dropFirst())) })
    #expect(
      targets == [
        "#main", "#summary", "#data", "#convergence", "#fit", "#contributions", "#returns",
        "#curves", "#budget", "#priors", "#method", "#terms",
      ])
    let running: Set = ["script", "iframe", "object", "embed", "link", "base", "form", "img"]
    #expect(running.isDisjoint(with: reader.elements))
    #expect(!reader.attributes.contains { $0.name.hasPrefix("on") || $0.name == "src" })
    // A style sheet within HTML is not unescaped.
    let style = try #require(html.firstMatch(of: /<style>([^<]*)<\/style>/))
    #expect(!style.1.contains("&"))
  }

  @Test("The same fit gives the same bytes")
  func deterministic() async throws {
    let fit = try await ReportExample.geos()
    #expect(try await Report(fit).html == Report(fit).html)
  }

  @Test("Sections are there when there is something to say")
  func sections() async throws {
    let one = try await Report(ReportExample.oneChannel())
    #expect(!one.sections.map(\.id).contains("budget"))
    #expect(one.html.contains("There is one channel, so there is nothing to split."))
    let geos = try await Report(ReportExample.geos())
    #expect(geos.sections.map(\.id).contains("experiments"))
    #expect(geos.html.contains("figure-out-of-sample-fit"))
    #expect(geos.html.contains("6 held-out periods"))
    let national = try await Report(ReportExample.national())
    #expect(!national.html.contains("figure-out-of-sample-fit"))
    #expect(national.html.contains("No rows were held out"))
    let elsewhere = try await Report(ReportExample.heldOutElsewhere()).html
    #expect(elsewhere.contains("the model was saved without them"))
    #expect(!elsewhere.contains("No rows were held out"))
  }

  @Test("A model that cannot be used says so first and advises nothing")
  func unusable() async throws {
    let report = try await Report(ReportExample.unusable())
    let html = report.html
    let verdict = try #require(html.firstRange(of: "Verdict: not usable"))
    let channels = try #require(html.firstRange(of: "not to be relied on"))
    #expect(verdict.upperBound < channels.lowerBound)
    #expect(html.contains("Nothing on the strength of this model"))
    #expect(!report.sections.map(\.id).contains("budget"))
    #expect(!html.contains("the model would spend") && !html.contains("Known well"))
    let usable = try await Report(ReportExample.national()).html
    #expect(!usable.contains("not usable") && usable.contains("Verdict: usable"))
  }

  @Test("Hostile names are text and nothing else")
  func hostile() async throws {
    let html = try await Report(ReportExample.hostileNames()).html
    let reader = MarkupReader(html)
    #expect(reader.isWellFormed)
    #expect(!html.contains("<script") && !html.contains("<img"))
    #expect(!reader.attributes.contains { $0.name.hasPrefix("on") })
    #expect(html.contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;"))
    #expect(html.contains("📺 &amp; 🔥"))
    let forbidden: [Unicode.Scalar] = ["\u{0}", "\u{1B}", "\u{202E}", "\u{FFFE}"]
    #expect(!html.unicodeScalars.contains { forbidden.contains($0) })
  }

  @Test("A budget beyond the bounds is an error that says what is possible")
  func impossibleBudget() async throws {
    let fit = try await ReportExample.national()
    await #expect(throws: BudgetError.self) {
      try await Report(fit, budget: BudgetProblem(goal: .budget(1e9)))
    }
  }

  @Test("The plan's words are about the question that was asked")
  func questions() async throws {
    let fit = try await ReportExample.national()
    let equal = "have the same marginal return"
    #expect(try await Report(fit).html.contains(equal))
    var problem = BudgetProblem()
    problem.riskAversion = 0.5
    let averse = try await Report(fit, budget: problem).html
    #expect(!averse.contains(equal) && averse.contains("times the standard deviation"))
    problem = BudgetProblem()
    problem.granularity = .period
    let timed = try await Report(fit, budget: problem).html
    #expect(!timed.contains(equal) && timed.contains("lmmm optimize --by period --output"))
    problem = BudgetProblem()
    (problem.lower, problem.upper) = (0, 0)
    #expect(try await Report(fit, budget: problem).html.contains("The bounds leave no choice"))
  }

  @Test("A single channel's budget is answered, and checked as any other")
  func singleChannel() async throws {
    let fit = try await ReportExample.oneChannel()
    var problem = BudgetProblem()
    problem.prices = ["nosuch": 1]
    await #expect(throws: BudgetError.self) { try await Report(fit, budget: problem) }
    let usual = try await fit.optimizeBudget(BudgetProblem()).budget
    let report = try await Report(fit, budget: BudgetProblem(goal: .budget(usual)))
    #expect(report.html.contains("There is one channel, which gets all of the budget"))
  }

  @Test("Sentences on channels say what the metrics say, as exactly as they can")
  func sentences() async throws {
    let fit = try await ReportExample.national()
    let html = try await Report(fit).html
    for channel in fit.mediaMetrics() {
      let pattern = try Regex(
        "<strong>\(channel.name)</strong> brought about ([0-9.]+)\u{A0}% of revenue \\(very likely "
          + "(-?−?[0-9.]+)\u{A0}% to ([0-9.]+)\u{A0}%\\), [0-9.k]+ in all. Each unit of cost brought "
          + "about ([0-9.]+) \\(very likely ([0-9.]+) to ([0-9.]+)\\)")
      let match = try #require(html.firstMatch(of: pattern), "\(channel.name)")
      let (share, returns) = (channel.contribution, channel.returnOnInvestment)
      let expected = [
        100 * share.median, 100 * share.q5, 100 * share.q95, returns.median, returns.q5,
        returns.q95,
      ]
      for (text, value) in zip(match.output.dropFirst(), expected) {
        let text = String(try #require(text.substring))
        let decimals = text.split(separator: ".").dropFirst().first?.count ?? 0
        let number = try #require(Double(text))
        #expect(abs(number - value) <= 0.5 * pow(10, -Double(decimals)) + 1e-12)
      }
    }
  }

  @Test("Unchanged, pictures apart", arguments: ["national", "geos"])
  func snapshot(name: String) async throws {
    let fit =
      name == "geos" ? try await ReportExample.geos() : try await ReportExample.national()
    let text = try await Report(fit).html
      .replacing(/<svg(?s:.*?)<\/svg>\n/, with: "")
      .replacing(/<style>[^<]*<\/style>\n/, with: "")
      .replacing(/of warm-up, in [^;]+;/, with: "of warm-up;")
    guard ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != "1" else {
      let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      try Data(text.utf8).write(to: tests.appending(path: "Fixtures/Reports/\(name).html"))
      return
    }
    let recorded = try #require(
      Bundle.module.url(forResource: name, withExtension: "html", subdirectory: "Fixtures/Reports"))
    let isUnchanged = try String(contentsOf: recorded, encoding: .utf8) == text
    #expect(
      isUnchanged,
      "\(name).html differs; if that is meant, record it with RECORD_SNAPSHOTS=1 and look at it")
  }
}

@Suite("HumanNumber of one quantity")
struct HumanNumbersTests {
  @Test(
    "One unit, two digits of the spread",
    arguments: [
      ([2.014, 1.509, 2.639], 1.13, ["2.0", "1.5", "2.6"]),
      ([33.71, 1.88, 157.2], 155, ["34", "2", "157"]),
      ([10_500_000, 10_280_000, 10_711_000], 431_000, ["10.50M", "10.28M", "10.71M"]),
      ([-1_587, 0, 43_615], 45_000, ["−2k", "0", "44k"]), ([0.2, 0.2], 0, ["0.2", "0.2"]),
      ([.nan, 3.21], 0.5, ["–", "3.21"]),
    ] as [([Double], Double, [String])])
  func texts(values: [Double], spread: Double, expected: [String]) {
    #expect(HumanNumber.plain.texts(values, spread: spread) == expected)
  }
}
