import MediaMix
import MediaMixReport
import Testing

@Suite("Charts of the data")
struct DataChartTests {
  @Test("Correlations are the library's, and those beyond the threshold are marked")
  func correlations() async throws {
    let fit = try await FitSamples.geos.fit
    let quality = try fit.model.dataset.quality(scaledBy: fit.model.scaling, targetName: "sales")
    let thresholds = DataQualityThresholds(correlation: 0.3)
    let chart = try Chart.correlations(quality, thresholds: thresholds)
    let rows = try Table(csv: chart.csv).rows.map(\.cells)
    let values = quality.geos.flatMap { geo in
      quality.seriesPairs.map { geo.correlations[$0.first][$0.second] }
    }
    #expect(rows.map { Double($0[3]) } == values)
    let marked = quality.findings(by: thresholds).filter { $0.check == .correlation }.count
    #expect(marked > 0 && rows.count { $0[4] == "true" } == marked)
    #expect(chart.legend.contains("above 0.3 in size"))
  }

  @Test("Cross-correlations are the library's; a series that never changes has none")
  func crossCorrelations() throws {
    var data = FitSamples.nationalData
    for time in 0..<data.timeCount { data.features[time, 0] = 4 }
    let chart = try Chart.crossCorrelation(data, target: "sales", maximumLag: 6)
    let rows = try Table(csv: chart.csv).rows.map(\.cells)
    let expected = data.crossCorrelations(maximumLag: 6)
    #expect(rows.compactMap { Double($0[3]) } == expected.flatMap(\.coefficients))
    #expect(rows.allSatisfy { Double($0[4]) == 1.96 / 60.0.squareRoot() })
    #expect(rows.count == 3 * 13)
    #expect(chart.picture(.page).labels.contains { $0.text == "no data" })
    ChartChecks.layout(chart)
    ChartChecks.layout(try Chart.crossCorrelation(data, target: "sales", maximumLag: 0))
  }
}

extension Chart {
  /// What the legend says.
  fileprivate var legend: [String] { picture(.page).labels.map(\.text) }
}
