import MediaMix
import MediaMixInference
import MediaMixReport
import Testing

@Suite("Charts of posteriors")
struct PosteriorChartTests {
  /// The rows of a chart's table that begin with these cells, without them.
  private func rows(_ chart: Chart, _ head: [String]) throws -> [[String]] {
    try Table(csv: chart.csv).rows.map(\.cells).filter { Array($0.prefix(head.count)) == head }
      .map { Array($0.dropFirst(head.count)) }
  }

  @Test("Tables hold the library's quantiles and densities")
  func numbers() async throws {
    let fit = try await FitSamples.national.fit
    let index = try #require(fit.draws.layout.elementNames.firstIndex(of: "coef_media[media_1]"))
    let draws = Array(fit.draws.chains(of: index).joined())
    let density = try #require(DensityEstimate(draws, support: .above(0)))
    let chart = try Chart.channelPosteriors(fit)
    let median = try rows(chart, ["median", "coef_media[media_1]"])
    #expect(median == [["\(SortedSample(draws).median)", ""]])
    let points = try rows(chart, ["density", "coef_media[media_1]"])
    #expect(points.compactMap { Double($0[0]) } == density.points)
    #expect(points.compactMap { Double($0[1]) } == density.densities)

    let comparison = try Chart.priorPosterior(fit, parameters: ["coef_media[media_1]"])
    let posterior = try rows(comparison, ["coef_media[media_1]", "posterior"])
    #expect(posterior.compactMap { Double($0[1]) } == density.densities)
    // The prior is half-normal with the scale that the model says.
    let scale = fit.model.mediaPriorScales[1]
    for row in try rows(comparison, ["coef_media[media_1]", "prior"]).dropFirst().prefix(9) {
      let (x, y) = (try #require(Double(row[0])), try #require(Double(row[1])))
      let prior = try HalfNormal(scale: scale).logDensityAndGradient(at: x).logDensity
      #expect(abs(VectorMath.exp(prior) - y) <= 1e-12 * y)
    }
  }

  @Test("The axis is the posterior's where the prior is far wider, and that is said")
  func widePriors() async throws {
    let fit = try await FitSamples.national.fit
    let chart = try Chart.priorPosterior(fit, parameters: ["intercept", "coef_media"])
    #expect(chart.notes.contains { $0.contains("intercept[0]") && $0.contains("beyond the axis") })
    let x = try rows(chart, ["intercept[0]", "prior"]).compactMap { Double($0[0]) }
    let draws = try #require(fit.draws(of: "intercept"))
    let width = try #require(x.max()) - #require(x.min())
    #expect(width < 6 * (SortedSample(draws).quantile(0.99) - SortedSample(draws).quantile(0.01)))
  }

  @Test("Parameters and their elements are chosen by name, and none twice")
  func choice() async throws {
    let fit = try await FitSamples.national.fit
    let chart = try Chart.priorPosterior(
      fit, parameters: ["slope[media_2]", "slope", "expo_trend"])
    let names = try Table(csv: chart.csv).rows.map { $0.cells[0] }
    #expect(
      names.reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
        == ["slope[media_2]", "slope[media_0]", "slope[media_1]", "expo_trend"])
    for (name, nearest) in [("coef_mdia", "coef_media"), ("slope[media_7]", "slope[media_")] {
      let error = #expect(throws: ChartError.self) {
        try Chart.priorPosterior(fit, parameters: [name])
      }
      #expect(error?.description.contains("did you mean \"\(nearest)") == true)
    }
  }

  @Test("Of many parameters those that geos share are drawn, and the others can be asked for")
  func many() async throws {
    let fit = try await FitSamples.geos.fit
    let chart = try Chart.priorPosterior(fit)
    let names = Set(try Table(csv: chart.csv).rows.map { $0.cells[0] })
    #expect(
      names.contains("channel_coef_media[media_0,0]") && names.contains("lag_weight[media_1]"))
    #expect(!names.contains { $0.contains("geo_") })
    #expect(chart.notes.contains { $0.contains("more parameters of the model") })
    let one = try Chart.priorPosterior(fit, parameters: ["coef_media[media_0,geo_7]"])
    #expect(one.svg.contains("coef_media[media_0,geo_7]"))
  }

  @Test("What is fixed is not drawn but named; where nothing else is left, it is an error")
  func fixed() async throws {
    let fit = try await FitSamples.fixed.fit
    for chart in [
      try Chart.priorPosterior(fit), try Chart.channelPosteriors(fit),
      try Chart.trace(fit, parameters: ["coef_media"]),
    ] {
      #expect(chart.notes.contains { $0.contains("same number: ") })
      let drawn = chart.picture(.page).labels.map(\.text)
      #expect(!drawn.contains("coef_trend[0]") && !drawn.contains("media_1"))
    }
    let error = ChartError.constant(["coef_trend[0]"])
    #expect(throws: error) { try Chart.priorPosterior(fit, parameters: ["coef_trend"]) }
    #expect(throws: error) { try Chart.pairs(fit, parameters: ["coef_trend[0]"]) }
  }

  @Test("A geo whose coefficient is fixed has no interval, the others have")
  func fixedGeo() async throws {
    let fit = try await FitSamples.geos.fit.editingDraws(of: "coef_media") { element, value in
      element.label == "media_0,geo_2" ? 0.2 : value
    }
    let chart = try Chart.channelPosteriors(fit)
    #expect(chart.picture(.page).labels.filter { $0.text == "no value" }.count == 1)
    ChartChecks.layout(chart)
  }
}
