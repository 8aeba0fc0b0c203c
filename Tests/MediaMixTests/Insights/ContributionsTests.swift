import MediaMix
import MediaMixInference
import Testing

@Suite("Contributions")
struct ContributionsTests {
  private static let cases: [(MediaTransform, Int?)] = [
    (.hillAdstock, nil), (.carryover, 3), (.adstock, 2),
  ]

  @Test("In every draw the parts add up to μ, and without a channel its part is missing")
  func addUp() async throws {
    for (transform, geos) in Self.cases {
      let fit = try await InsightExample.fit(transform, geos: geos)
      let (mu, dataset) = (fit.trace.muInDataUnits.values, fit.model.dataset)
      let without = try fit.scalingEffect(of: "channel_1", by: 0).trace.muInDataUnits.values
      let geoCount = geos ?? 1
      var draw = 0
      try fit.trace.forEachDecomposition { decomposition in
        let names = decomposition.parts.map(\.name)
        #expect(
          names == ["intercept", "trend", "season"] + (geos == nil ? ["weekday"] : [])
            + dataset.featureNames + dataset.channels)
        let place = try #require(names.firstIndex(of: "channel_1"))
        for geo in 0..<geoCount {
          let parts = decomposition.contributions[geo]
          let (baseline, media) = (decomposition.baseline(geo: geo), decomposition.media(geo: geo))
          for time in 0..<dataset.timeCount {
            func sum(_ wanted: Bool) -> Double {
              zip(decomposition.parts, parts).filter { $0.0.isMedia == wanted }
                .reduce(0) { $0 + $1.1[time] }
            }
            // To the last bit: the order of the sums is part of the definition.
            #expect(baseline[time] == sum(false))
            #expect(media[time] == sum(true))
            #expect(decomposition.fitted(geo: geo)[time] == sum(false) + sum(true))
            let index = (draw * dataset.timeCount + time) * geoCount + geo
            let size = parts.reduce(0) { $0 + abs($1[time]) }
            #expect(abs(sum(false) + sum(true) - mu[index]) <= 1e-12 * size)
            #expect(abs(parts[place][time] - (mu[index] - without[index])) <= 1e-12 * size)
          }
        }
        draw += 1
      }
      #expect(draw == 30)
    }
  }

  @Test("Each part of the baseline is what its parameters say")
  func baseline() async throws {
    let fit = try await InsightExample.fit(.hillAdstock)
    let scale = fit.model.scaling.target.divisor(column: 0)
    let dataset = fit.model.dataset
    let features = fit.model.scaling.features.transform(dataset.features)
    let draws = InsightExample.draws(of: fit)
    var index = 0
    try fit.trace.forEachDecomposition { decomposition in
      let parameters = draws[index]
      func value(_ name: String, _ element: Int = 0) -> Double {
        parameters[(fit.model.parameters.range(of: name)?.lowerBound ?? -1) + element]
      }
      let parts = decomposition.contributions[0].map { $0.map { $0 / scale } }
      let season = FourierSeasonality.curve(
        periods: 30, frequency: 52,
        coefficients: (0..<2).map { degree in
          (0..<2).map { value("gamma_seasonality", 2 * degree + $0) }
        })
      for time in 0..<30 {
        let power =
          time == 0 ? 0 : VectorMath.exp(value("expo_trend") * VectorMath.log(Double(time)))
        expectClose(
          parts.prefix(6).map { $0[time] },
          [
            value("intercept"), value("coef_trend") * power, season[time],
            value("weekday", time % 7),
            value("coef_extra_features", 0) * features[time, 0],
            value("coef_extra_features", 1) * features[time, 1],
          ], within: 1e-12)
      }
      index += 1
    }
  }

  @Test("The table is the summary of the draws, of a range, in each geo and in all")
  func table() async throws {
    let fit = try await InsightExample.fit(.carryover, geos: 3)
    let dates = fit.model.dataset.dates
    let table = try fit.contributions(
      in: DataSelection(
        from: dates[5].adding(days: -2), to: dates[11].adding(days: 3), geos: ["geo_2", "geo_0"]))
    #expect(table.dates == Array(dates[5...11]))
    #expect(table.places.map(\.geo) == [nil, "geo_0", "geo_2"])
    var draws: [[[[Double]]]] = []
    try fit.trace.forEachDecomposition(geos: ["geo_0", "geo_2"]) { draws.append($0.contributions) }
    let names = fit.model.dataset.featureNames + fit.model.dataset.channels
    for (place, geos) in zip(table.places, [[0, 1], [0], [1]]) {
      #expect(
        place.series.map(\.row.name) == ["intercept", "trend", "season"] + names
          + ["baseline", "media", "fitted"])
      func sum(_ draw: [[[Double]]], _ parts: Range<Int>, _ times: Range<Int>) -> Double {
        geos.reduce(0) { sum, geo in
          parts.reduce(sum) { sum, part in times.reduce(sum) { $0 + draw[geo][part][$1] } }
        }
      }
      let ranges = (0..<8).map { $0..<$0 + 1 } + [0..<5, 5..<8, 0..<8]
      for (series, parts) in zip(place.series, ranges) {
        for (amount, times) in zip(
          series.periods + [series.total], (5...11).map { $0..<$0 + 1 } + [5..<12])
        {
          let own = draws.map { sum($0, parts, times) }
          let share = zip(own, draws).map { $0 / sum($1, 0..<8, times) }
          for (found, expected) in [
            (amount.kpi, DistributionSummary(own)), (amount.share, DistributionSummary(share)),
          ] {
            expectClose(
              [found.mean, found.median, found.q5, found.q95],
              [expected.mean, expected.median, expected.q5, expected.q95], within: 1e-11)
          }
        }
      }
    }
  }

  @Test("Without the periods of each geo, all else is the same")
  func totalsOfGeos() async throws {
    let fit = try await InsightExample.fit(.hillAdstock, geos: 3)
    let dates = fit.model.dataset.dates
    let selection = DataSelection(from: dates[4], to: dates[20], geos: ["geo_2", "geo_0"])
    let all = try fit.contributions(in: selection)
    let totals = try fit.contributions(in: selection, periodsOfGeos: false)
    #expect(totals.dates == all.dates && totals.places.map(\.geo) == [nil, "geo_0", "geo_2"])
    #expect(totals.places[0] == all.places[0])
    for (some, place) in zip(totals.places, all.places).dropFirst() {
      #expect(some.series.map(\.row) == place.series.map(\.row))
      #expect(some.series.map(\.total) == place.series.map(\.total))
      #expect(some.series.allSatisfy { $0.periods.isEmpty })
    }
    let national = try await InsightExample.fit(.adstock)
    #expect(
      try national.contributions(in: DataSelection(), periodsOfGeos: false)
        == national.contributions())
  }

  @Test("What is not there is an error that names what is")
  func errors() async throws {
    let fit = try await InsightExample.fit(.adstock, geos: 2)
    let dates = fit.model.dataset.dates
    let last = dates[29].adding(days: 6)
    func error(_ selection: DataSelection) -> InsightError? {
      #expect(throws: InsightError.self) { try fit.contributions(in: selection) }
    }
    #expect(
      error(DataSelection(geos: ["geo_3"])) == .unknownGeo("geo_3", known: ["geo_0", "geo_1"]))
    #expect(error(DataSelection(geos: [])) == .noGeos)
    #expect(
      error(DataSelection(from: dates[0].adding(days: -1)))
        == .outsideData(dates[0].adding(days: -1), first: dates[0], last: last))
    #expect(
      error(DataSelection(to: last.adding(days: 1)))
        == .outsideData(last.adding(days: 1), first: dates[0], last: last))
    #expect(
      error(DataSelection(from: dates[3], to: dates[2]))
        == .reversedRange(from: dates[3], to: dates[2]))
    let (a, b) = (dates[3].adding(days: 1), dates[3].adding(days: 5))
    #expect(error(DataSelection(from: a, to: b)) == .noPeriod(from: a, to: b))
    #expect(try fit.contributions(in: DataSelection(from: dates[29], to: last)).dates.count == 1)
    #expect(
      error(DataSelection(geos: ["geo_3"]))?.description
        == "the model has no geo \"geo_3\"; did you mean \"geo_0\"? It has geo_0, geo_1")
  }
}
