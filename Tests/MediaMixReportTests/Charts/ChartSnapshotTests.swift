import Testing

@Suite("ChartSnapshot: pictures as they were last looked at")
struct ChartSnapshotTests {
  @Test("Unchanged", arguments: ["national", "geos", "long-names"])
  func unchanged(name: String) throws {
    let sample = try #require(ChartSamples.all.first { $0.name == name })
    try ChartChecks.snapshot(sample.chart, name)
  }
}
