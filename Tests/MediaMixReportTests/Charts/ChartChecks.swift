import Foundation
import MediaMix
import MediaMixReport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What must hold of every chart in every medium.
enum ChartChecks {
  /// Text stays in its place, within the picture, and apart.
  static func layout(_ chart: Chart, _ location: SourceLocation = #_sourceLocation) {
    for medium in Picture.Medium.allCases {
      let picture = chart.picture(medium)
      let page = Rectangle(left: 0, top: 0, right: picture.width, bottom: picture.height)
      for (index, label) in picture.labels.enumerated() {
        #expect(
          label.bounds.contains(label.box), "\(medium): \(label.text) leaves its place",
          sourceLocation: location)
        #expect(
          page.contains(label.box), "\(medium): \(label.text) leaves the picture",
          sourceLocation: location)
        // An expectation for each of so many pairs would take most of the time.
        for other in picture.labels[..<index] where other.box.overlaps(label.box) {
          Issue.record(
            "\(chart.kind), \(medium): \(other.text) at \(other.box) and \(label.text) at \(label.box) overlap",
            sourceLocation: location)
        }
      }
    }
  }

  /// Well-formed, safe, accessible, finite.
  static func markup(_ chart: Chart, _ location: SourceLocation = #_sourceLocation) {
    for medium in Picture.Medium.allCases {
      let text = chart.picture(medium).element.text
      let reader = MarkupReader(text)
      #expect(reader.isWellFormed, sourceLocation: location)
      #expect(
        Set(reader.elements).isSubset(of: [
          "svg", "title", "desc", "style", "defs", "clipPath", "g", "rect", "line", "path",
          "circle", "text",
        ]), sourceLocation: location)
      #expect(
        !reader.attributes.contains { $0.name.hasPrefix("on") || $0.name.hasSuffix("href") },
        sourceLocation: location)
      let root = Dictionary(reader.rootAttributes) { first, _ in first }
      #expect(root["role"] == "img", sourceLocation: location)
      let named = (root["aria-labelledby"] ?? "").split(separator: " ").map(String.init)
      let ids = reader.attributes.filter { $0.name == "id" }.map(\.value)
      #expect(named.count == 2 && Set(named).isSubset(of: ids), sourceLocation: location)
      #expect(Set(ids).count == ids.count, sourceLocation: location)
      let numbers = reader.attributes.filter { !["class", "viewBox"].contains($0.name) }
      #expect(
        !numbers.contains { $0.value.contains("nan") || $0.value.contains("inf") },
        sourceLocation: location)
      #expect(!text.contains("<script"), sourceLocation: location)
    }
  }

  /// The table behind the chart: a header and rows of as many cells, no NaN and nothing infinite.
  static func table(_ chart: Chart, _ location: SourceLocation = #_sourceLocation) throws {
    let table = try Table(csv: chart.csv, fileName: "chart")
    #expect(!table.rows.isEmpty, sourceLocation: location)
    let cells = chart.csv.split(whereSeparator: { $0 == "," || $0.isNewline })
    #expect(!cells.contains { ["nan", "inf", "-inf"].contains($0) }, sourceLocation: location)
  }

  /// The picture is as it was last looked at; with RECORD_SNAPSHOTS=1 it is recorded instead.
  static func snapshot(
    _ chart: Chart, _ name: String, _ location: SourceLocation = #_sourceLocation
  ) throws {
    let svg = chart.svg
    guard ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != "1" else {
      let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      try Data(svg.utf8).write(to: tests.appending(path: "Fixtures/Charts/\(name).svg"))
      return
    }
    let recorded = try #require(
      Bundle.module.url(forResource: name, withExtension: "svg", subdirectory: "Fixtures/Charts"),
      sourceLocation: location)
    #expect(
      try String(contentsOf: recorded, encoding: .utf8) == svg,
      "\(name).svg differs; if that is meant, record it with RECORD_SNAPSHOTS=1 and look at it",
      sourceLocation: location)
  }
}

/// The elements and attributes of an XML text.
final class MarkupReader: NSObject, XMLParserDelegate {
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
