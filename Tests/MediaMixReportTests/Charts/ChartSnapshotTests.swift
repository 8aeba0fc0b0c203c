import Foundation
import MediaMixReport
import Testing

@Suite("ChartSnapshot: pictures as they were last looked at")
struct ChartSnapshotTests {
  @Test("Unchanged", arguments: ["national", "geos", "long-names"])
  func unchanged(name: String) throws {
    let sample = try #require(ChartSamples.all.first { $0.name == name })
    let svg = sample.chart.svg
    guard ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != "1" else {
      let source = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      try Data(svg.utf8).write(to: source.appending(path: "Fixtures/Charts/\(name).svg"))
      return
    }
    let recorded = try #require(
      Bundle.module.url(forResource: name, withExtension: "svg", subdirectory: "Fixtures/Charts"))
    #expect(
      try String(contentsOf: recorded, encoding: .utf8) == svg,
      "\(name).svg differs; if that is meant, record it with RECORD_SNAPSHOTS=1 and look at it")
  }
}
