import MediaMix
import MediaMixReport
import Testing

@Suite("Chart of what the priors imply")
struct PriorPredictiveTests {
  @Test("Text stays in its place and apart", arguments: ChartSamples.all.map(\.name))
  func layout(name: String) throws { ChartChecks.layout(try sample(name)) }

  @Test("Well-formed, safe, accessible, finite", arguments: ChartSamples.all.map(\.name))
  func markup(name: String) throws { ChartChecks.markup(try sample(name)) }

  @Test("Hostile names are text and nothing else")
  func hostile() throws {
    let svg = try sample("hostile").svg
    #expect(!svg.contains("<script"))
    #expect(svg.contains("&lt;script&gt;alert(&#39;x&#39;)"))
    let forbidden: [Unicode.Scalar] = ["\u{0}", "\u{1B}", "\u{202E}", "\u{FFFE}"]
    #expect(!svg.unicodeScalars.contains { forbidden.contains($0) })
  }

  @Test("Six geos are drawn, the others counted; unequal ones have scales of their own")
  func geos() {
    let texts = ChartSamples.geos.picture(.file).labels.map(\.text)
    #expect(texts.contains("Region 6") && !texts.contains("Region 7"))
    #expect(ChartSamples.geos.notes.contains { $0.contains("14 more geos") })
    #expect(ChartSamples.geos.notes.contains("Panels have vertical scales of their own."))
    #expect(ChartSamples.national.notes.count == 1)
  }

  @Test("A clipped band is mentioned")
  func captions() {
    func summary(_ far: Double) -> Quantiles {
      Quantiles(q5: 80, q25: 90, median: 100, q75: 110, q95: far)
    }
    func notes(_ far: Double) -> String {
      ChartSamples.chart(
        dates: [0, 7].map(CalendarDate.init(daysSinceEpoch:)),
        geos: [ChartSamples.geo("", observed: [95, 105], expected: [summary(120), summary(far)])],
        channels: [.init(name: "tv", share: summary(far), returnOnInvestment: summary(120))]
      ).notes.joined(separator: "\n")
    }
    #expect(notes(1e8).contains("Cut off at the edge: bands reach from 80 to 100M."))
    #expect(notes(1e8).contains("Arrows"))
    #expect(!notes(130).contains("Cut off") && !notes(130).contains("Arrows"))
  }

  @Test("Shortened names are told in full to a resting pointer")
  func hover() {
    let svg = ChartSamples.longNames.svg
    for channel in ChartSamples.channelNames {
      #expect(svg.contains("<title>\(channel)</title>"))
      #expect(svg.contains("<title>\(channel): median "))
    }
  }

  @Test("The numbers behind the picture")
  func table() throws { try ChartChecks.table(ChartSamples.national) }

  private func sample(_ name: String) throws -> Chart {
    try #require(ChartSamples.all.first { $0.name == name }).chart
  }
}
