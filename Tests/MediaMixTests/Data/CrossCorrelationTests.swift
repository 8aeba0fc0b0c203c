import MediaMix
import Testing

/// The expected numbers are NumPy's, as Matplotlib's `xcorr` has them:
/// `numpy.correlate(x - x.mean(), y - y.mean(), "full")` over the root of the product of both sums of
/// squares, the order of lags turned around.
@Suite("Cross-correlation, variation and cost")
struct CrossCorrelationTests {
  private static let tv = [3.0, 0, 5, 2, 8, 1, 0, 4, 6, 2, 7, 3]
  private static let price = [1, 1, 0.9, 1.1, 1, 0.8, 1, 1.2, 1, 1, 0.9, 1]
  private static let sales = [10, 13, 10.5, 14, 12, 18, 12, 10, 13.5, 16, 12, 17]
  private static let southTV = [1.0, 2, 0, 4, 0, 3, 3, 0, 1, 5, 2, 2]
  private static let southSales = [20.0, 21, 23, 20, 25, 21, 24, 24, 20, 22, 26, 23]
  private static let dates = (0..<12).map { CalendarDate(daysSinceEpoch: 19_000 + 7 * $0) }

  private func national() throws -> Dataset {
    try Dataset(
      dates: Self.dates, channels: [.init(name: "tv", media: Self.tv)],
      features: [.init(name: "price", values: Self.price)], target: Self.sales)
  }

  private func geos() throws -> Dataset {
    func panel(_ first: [Double], _ second: [Double]) -> Panel {
      Panel(
        timeCount: 12, columnCount: 1, geoCount: 2, values: zip(first, second).flatMap { [$0, $1] })
    }
    return try Dataset(
      dates: Self.dates, geos: ["north", "south"], channels: ["tv"],
      media: panel(Self.tv, Self.southTV), spend: panel(Self.tv.map { $0 * 2 }, Self.southTV),
      target: panel(Self.sales, Self.southSales))
  }

  @Test("Coefficients, their lags and the reference's peaks, of a channel and a feature")
  func reference() throws {
    let found = try national().crossCorrelations(maximumLag: 3)
    #expect(found.map(\.series) == ["tv", "price"])
    #expect(found.allSatisfy { $0.geo == nil && $0.lags == -3...3 })
    expectClose(
      found[0].coefficients,
      [
        0.11983194203264459, -0.13828140395994268, 0.07433521067794846, -0.35251010750410255,
        0.913696167875217, -0.2070638639607432, -0.03654068187542528,
      ], within: 1e-13)
    expectClose(
      found[1].coefficients,
      [
        0.0870087185186637, 0.35754402363953636, -0.19351119364533423, -0.38797330224715637,
        -0.08795963347515198, 0.6257020413691887, -0.29097997668536746,
      ], within: 1e-13)
    // The reference's `plot_cross_correlate` returns (-1, 0.9137) and (-2, 0.6257).
    #expect(found[0].peak?.lag == 1 && found[0].largestPositive == found[0].peak)
    #expect(found[1].largestPositive?.lag == 2)
    #expect(found[0].coefficient(atLag: 1) == found[0].peak?.coefficient)
    #expect(found[0].coefficient(atLag: 4) == nil)
  }

  @Test("Of geo data, all geos as sums, then each")
  func byGeo() throws {
    let found = try geos().crossCorrelations(maximumLag: 3)
    #expect(found.map(\.geo) == [nil, "north", "south"])
    #expect(
      found[1].coefficients == (try national().crossCorrelations(maximumLag: 3)[0].coefficients))
    expectClose(
      found[2].coefficients,
      [
        -0.08540789558124944, 0.1806197880062624, -0.055618828248274944, -0.28733252288261363,
        0.9127143984742342, -0.3601083456074751, -0.1374444942135336,
      ], within: 1e-13)
    expectClose(
      found[0].coefficients,
      [
        -0.031064746362933493, -0.31147585686567786, 0.07538378450738467, 0.3081622839202981,
        0.7426545363831916, 0.3893448210820973, -0.09567941879783429,
      ], within: 1e-13)
  }

  @Test("A series that lowers the KPI has its peak by size; lags end where the data do")
  func signs() throws {
    var dataset = try national()
    for time in 0..<11 { dataset.features[time, 0] = -Self.sales[time + 1] }
    dataset.features[11, 0] = -13
    let price = dataset.crossCorrelations()[1]
    #expect(price.peak?.lag == 1)
    #expect(try #require(price.peak).coefficient < -0.8)
    #expect(try #require(price.largestPositive).coefficient > 0)
    #expect(price.lags == -10...10)
    #expect(dataset.crossCorrelations(maximumLag: 100)[0].lags == -11...11)
    #expect(dataset.crossCorrelations(maximumLag: 0)[0].coefficients.count == 1)
  }

  @Test("What never changes has no correlations")
  func constant() throws {
    var dataset = try national()
    for time in 0..<12 { dataset.features[time, 0] = 2 }
    let price = dataset.crossCorrelations()[1]
    #expect(price.coefficients.isEmpty && price.peak == nil && price.largestPositive == nil)
    #expect(price.coefficient(atLag: 0) == nil)
  }

  @Test("Variation is NumPy's std over mean; spend and its share are those of the place")
  func variation() throws {
    let found = try geos().variationAndCost()
    #expect(found.map(\.geo) == [nil, "north", "south"])
    expectClose(
      found.compactMap(\.coefficientOfVariation),
      [0.37759518667483044, 0.7409979283396738, 0.8099102613129199], within: 1e-13)
    #expect(found.map(\.spend) == [105, 82, 23])
    #expect(found.map(\.spendShare) == [1, 1, 1])
    var silent = ExampleModel.dataset(channels: 2, geos: 2)
    for time in 0..<silent.timeCount {
      silent.media[time, 0, 1] = 0
      silent.spend[time, 0, 1] = 0
    }
    let quiet = silent.variationAndCost()
    #expect(
      quiet.map(\.channel)
        == Array(repeating: ["channel_0", "channel_1"], count: 3).flatMap(\.self))
    #expect(quiet[4].coefficientOfVariation == nil && quiet[4].spendShare == 0)
    #expect(quiet[5].spendShare == 1)
    #expect(try #require(quiet[0].spendShare) + (try #require(quiet[1].spendShare)) == 1)
    silent.spend = Panel(
      repeating: 0, timeCount: silent.timeCount, columnCount: 2, geoCount: 2)
    #expect(silent.variationAndCost().allSatisfy { $0.spendShare == nil })
  }
}
