import MediaMix
import Testing

@Suite("The naive forecast")
struct SeasonalNaiveTests {
  private func panel(_ values: [Double], geos: Int = 1) -> Panel {
    Panel(
      timeCount: values.count / geos, columnCount: 1, geoCount: geos, values: values)
  }

  @Test("As a year ago, also more than a year ahead")
  func seasonal() {
    let training = panel([1, 2, 3, 4, 5, 6, 7])
    let naive = SeasonalNaive(training: training, periods: 6, season: 4)
    #expect(naive.isSeasonal)
    #expect(naive.forecast.values == [4, 5, 6, 7, 4, 5])
  }

  @Test("With no more than a year, as the last one")
  func short() {
    for season in [4, 5, 52] {
      let naive = SeasonalNaive(training: panel([1, 2, 3, 9]), periods: 6, season: season)
      #expect(!naive.isSeasonal)
      #expect(naive.forecast.values == [9, 9, 9, 9, 9, 9])
      let scores = naive.scores(panel([9, 9, 9, 9, 9, 10]))
      #expect(abs(scores.meanAbsoluteError - 1.0 / 6) < 1e-15)
    }
  }

  @Test("Errors and spread by hand")
  func scores() throws {
    // Differences over a season of two: 10 and 30, hence draws of ±10 and ±30 around the forecast.
    let naive = SeasonalNaive(training: panel([100, 200, 110, 230]), periods: 1, season: 2)
    #expect(naive.forecast.values == [110])
    let scores = naive.scores(panel([130]))
    #expect(scores.meanAbsoluteError == 20)
    let percentage = try #require(scores.meanAbsolutePercentageError)
    #expect(abs(percentage - 20.0 / 130) < 1e-15)
    // E|X − y| = (50 + 30 + 10 + 10) / 4; E|X − X′| over 80, 100, 120, 140 = 400 / 16.
    #expect(abs(scores.continuousRankedProbabilityScore - (25 - 0.5 * 25)) < 1e-12)
    #expect(scores.coverage90 == 1)
    #expect(scores.coverage50 == 0)
  }

  @Test("Of geos the sum is predicted, and differences of one period stay together")
  func geos() {
    // The geos' differences cancel: the sum is certain.
    let training = panel([1, 9, 4, 6, 2, 8], geos: 2)
    let scores = SeasonalNaive(training: training, periods: 2, season: 2)
      .scores(panel([5, 5, 7, 5], geos: 2))
    #expect(scores.meanAbsoluteError == 1)
    #expect(abs(scores.continuousRankedProbabilityScore - 1) < 1e-12)
  }
}
