import Foundation
import MediaMix
import MediaMixReport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Picture of what the priors imply")
struct PriorPredictiveChartTests {
  @Test("Text stays in its place and apart", arguments: ChartSamples.all.map(\.name))
  func layout(name: String) throws {
    let picture = try sample(name).picture
    let page = Rectangle(left: 0, top: 0, right: picture.width, bottom: picture.height)
    for (index, label) in picture.labels.enumerated() {
      #expect(label.bounds.contains(label.box), "\(label.text) leaves its place")
      #expect(page.contains(label.box), "\(label.text) leaves the page")
      for other in picture.labels[..<index] {
        #expect(!other.box.overlaps(label.box), "\(other.text) and \(label.text) overlap")
      }
    }
  }

  @Test("Well-formed, safe, accessible, finite", arguments: ChartSamples.all.map(\.name))
  func markup(name: String) throws {
    let svg = try sample(name).svg
    let reader = MarkupReader(svg)
    #expect(reader.isWellFormed)
    #expect(
      Set(reader.elements).isSubset(of: [
        "svg", "title", "desc", "style", "defs", "clipPath", "g", "rect", "line", "path", "circle",
        "text",
      ]))
    #expect(!reader.attributes.contains { $0.name.hasPrefix("on") || $0.name.hasSuffix("href") })
    let root = Dictionary(reader.rootAttributes) { first, _ in first }
    #expect(root["role"] == "img")
    let named = try #require(root["aria-labelledby"]).split(separator: " ").map(String.init)
    let ids = reader.attributes.filter { $0.name == "id" }.map(\.value)
    #expect(named.count == 2 && Set(named).isSubset(of: ids))
    #expect(Set(ids).count == ids.count)
    let numbers = reader.attributes.filter { $0.name != "class" && $0.name != "viewBox" }
    #expect(!numbers.contains { $0.value.contains("nan") || $0.value.contains("inf") })
  }

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
    let texts = ChartSamples.geos.picture.labels.map(\.text)
    #expect(texts.contains("Region 6") && !texts.contains("Region 7"))
    #expect(texts.contains("and 14 more geos"))
    #expect(texts.contains("Panels have vertical scales of their own."))
    #expect(!ChartSamples.national.picture.labels.contains { $0.text.contains("more geo") })
  }

  @Test("A clipped band and a distant reference are mentioned")
  func captions() {
    func summary(_ far: Double) -> QuantileSummary {
      QuantileSummary(q5: 80, q25: 90, median: 100, q75: 110, q95: far)
    }
    func notes(_ far: Double) -> String {
      PriorPredictiveChart(
        title: "", target: "sales", dates: [0, 7].map(CalendarDate.init(daysSinceEpoch:)),
        panels: [.init(name: "", observed: [95, 105], mean: [summary(120), summary(far)])],
        channels: [.init(name: "tv", share: summary(far), returnOnInvestment: summary(120))],
        returnReferences: [.init(value: 1e6, label: "a million")]
      ).picture.labels.map(\.text).joined(separator: "\n")
    }
    #expect(notes(1e8).contains("Cut off at the edge: the 5–95 % band reaches from 80 to 100M."))
    #expect(notes(1e8).contains("Arrows"))
    #expect(!notes(130).contains("Cut off") && !notes(130).contains("Arrows"))
    #expect(notes(130).contains("Outside of the axis: a million."))
  }

  @Test("Shortened names are told in full to a resting pointer")
  func hover() {
    let svg = ChartSamples.longNames.svg
    for channel in ChartSamples.longNames.channels {
      #expect(svg.contains("<title>\(channel.name)</title>"))
      #expect(svg.contains("<title>\(channel.name): median "))
    }
  }

  private func sample(_ name: String) throws -> PriorPredictiveChart {
    try #require(ChartSamples.all.first { $0.name == name }).chart
  }
}

/// The elements and attributes of an XML text.
private final class MarkupReader: NSObject, XMLParserDelegate {
  private(set) var elements: [String] = []
  private(set) var attributes: [(name: String, value: String)] = []
  private(set) var rootAttributes: [(String, String)] = []
  private(set) var isWellFormed = false

  init(_ text: String) {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    isWellFormed = parser.parse()
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    if elements.isEmpty { rootAttributes = attributes.map { ($0.key, $0.value) } }
    elements.append(name)
    self.attributes += attributes.map { (name: $0.key, value: $0.value) }
  }
}
