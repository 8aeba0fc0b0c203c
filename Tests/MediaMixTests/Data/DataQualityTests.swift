import MediaMix
import Testing

@Suite("Data quality")
struct DataQualityTests {
  @Test("Every table of the reference, national and geo, to 1e-9")
  func fixture() throws {
    let cases = try #require(try ReferenceFixture.load("preprocessing")["data_quality"]?.arrayValue)
    #expect(cases.count == 2)
    for example in cases {
      let media = try #require(example["media"]).panel
      let features = try #require(example["extra_features"]).panel
      let quality = try DataQuality(
        media: media, features: features,
        target: Panel(
          timeCount: media.timeCount, columnCount: 1, geoCount: media.geoCount,
          values: try #require(example["target"]).numbers),
        spend: try #require(example["costs"]).numbers,
        channels: (0..<media.columnCount).map { "feature_\($0)" },
        featureNames: (0..<features.columnCount).map { "extra_feature_\($0)" },
        geos: media.geoCount == 1 ? [] : ["north", "south"])
      #expect(quality.geos.count == media.geoCount)
      #expect(
        quality.columns == (example["feature_names"]?.arrayValue ?? []).compactMap(\.stringValue))
      #expect(quality.series == quality.columns + ["target"])
      let correlations = quality.geos.flatMap { $0.correlations.flatMap { $0.compactMap(\.self) } }
      #expect(relativeError(correlations, try numbers(example, "correlations")) < 1e-9)
      // The reference's tables of columns have a column for each geo.
      #expect(
        relativeError(byColumn(quality) { $0.variances }, try numbers(example, "variances")) < 1e-9)
      #expect(
        relativeError(
          byColumn(quality) { $0.inflationFactors.compactMap(\.self) },
          try numbers(example, "variance_inflation_factors")) < 1e-9)
      #expect(quality.spendFractions == (try numbers(example, "spend_fractions")))
    }
  }

  private func numbers(_ example: JSONValue, _ key: String) throws -> [Double] {
    try #require(example[key]).numbers
  }

  /// `[column, geo]`, row-major.
  private func byColumn(_ quality: DataQuality, _ numbers: (DataQuality.Geo) -> [Double])
    -> [Double]
  {
    quality.columns.indices.flatMap { column in quality.geos.map { numbers($0)[column] } }
  }

  /// National data of two channels and a feature.
  private func quality(
    _ first: [Double], _ second: [Double], feature: [Double], target: [Double] = [1, 2, 1, 3, 5],
    spend: [Double] = [1, 1]
  ) throws -> DataQuality {
    let count = first.count
    return try DataQuality(
      media: Panel(
        timeCount: count, columnCount: 2, values: zip(first, second).flatMap { [$0, $1] }),
      features: Panel(timeCount: count, columnCount: 1, values: feature),
      target: Panel(timeCount: count, columnCount: 1, values: target), spend: spend,
      channels: ["tv", "radio"], featureNames: ["price"])
  }

  @Test("A column that never changes has a variance of 0, no correlation and no inflation factor")
  func constant() throws {
    for level in [0, 0.1, 7, -1e300] {
      let quality = try quality(
        [1, 2, 3, 4, 9], Array(repeating: level, count: 5), feature: [2, 1, 0, 1, 1])
      let geo = quality.geos[0]
      #expect(geo.variances[1] == 0)
      #expect(geo.inflationFactors[1] == nil)
      for other in 0..<4 {
        #expect(geo.correlations[1][other] == nil && geo.correlations[other][1] == nil)
      }
      // The rest is as if it were not there: R² of two columns is their squared correlation.
      let r = try #require(geo.correlations[0][2])
      let factor = try #require(geo.inflationFactors[0])
      #expect(abs(factor * (1 - r * r) - 1) < 1e-14)
      #expect(quality.findings().filter { $0.series.contains("radio") }.map(\.check) == [.variance])
    }
  }

  @Test("What changes by no more than rounding never changes")
  func rounding() throws {
    let column = [0.3, 0.1 + 0.2, 0.3, 0.3, 0.1 + 0.2]
    #expect(column[0] != column[1])
    let geo = try quality([1, 2, 3, 4, 9], column, feature: [2, 1, 0, 1, 1]).geos[0]
    #expect(geo.variances[1] < 1e-30)
    #expect(geo.inflationFactors[1] == nil && geo.correlations[1] == [nil, nil, nil, nil])
    #expect(geo.inflationFactors[0] != nil && geo.inflationFactors[2] != nil)
  }

  @Test("Columns that add up are infinitely inflated, however they are rounded")
  func collinear() throws {
    let first = [0.1, 0.7, 0.2, 1.9, 0.3]
    let second = [1.3, 0.4, 2.2, 0.6, 0.8]
    // 1e5 times its own variation away from 0, so that rounding is a larger part of it.
    let sum = zip(first, second).map { 1e5 + $0 / 3 - 2 * $1 / 7 }
    let geo = try quality(first, second, feature: sum).geos[0]
    #expect(geo.inflationFactors == [.infinity, .infinity, .infinity])
    // More columns than rows can tell apart.
    let short = try DataQuality(
      media: Panel(timeCount: 3, columnCount: 3, values: [1, 5, 2, 4, 1, 1, 2, 2, 9]),
      target: Panel(timeCount: 3, columnCount: 1, values: [1, 2, 4]), spend: [1, 1, 1],
      channels: ["a", "b", "c"])
    #expect(short.geos[0].inflationFactors == [.infinity, .infinity, .infinity])
  }

  @Test(
    "Only what takes part in a sum is infinitely inflated; nearly collinear columns are accurate")
  func nearlyCollinear() throws {
    // Orthogonal contrasts of 8 periods.
    let a: [Double] = [1, 1, 1, 1, -1, -1, -1, -1]
    let b: [Double] = [1, 1, -1, -1, 1, 1, -1, -1]
    let c: [Double] = [1, -1, 1, -1, 1, -1, 1, -1]
    let target: [Double] = [1, 2, 3, 4, 5, 6, 7, 9]
    let twins = try quality(a, a.map { 3 + 0.5 * $0 }, feature: b, target: target).geos[0]
    #expect(twins.inflationFactors[0] == .infinity && twins.inflationFactors[1] == .infinity)
    #expect(abs(try #require(twins.inflationFactors[2]) - 1) < 1e-14)
    #expect(abs(try #require(twins.correlations[0][1]) - 1) < 1e-15)
    #expect(abs(try #require(twins.correlations[0][2])) < 1e-15)
    // b + e c leaves e²/(1 + e²) of its variance unexplained.
    let e = 0x1p-20
    let close = try quality(b, zip(b, c).map { $0 + e * $1 }, feature: a, target: target).geos[0]
    let expected = (1 + e * e) / (e * e)
    #expect(abs(try #require(close.inflationFactors[1]) / expected - 1) < 1e-9)
    #expect(abs(try #require(close.inflationFactors[0]) / expected - 1) < 1e-9)
    // The same left of b + c + d a, when the others are nearly one: one pass of the projection would
    // be wrong by 1e-4.
    let d = 0x1p-20
    let sum = zip(zip(b, c), a).map { $0.0 + $0.1 + d * $1 }
    let tilted = zip(b, c).map { $0 + 0x1p-26 * $1 }
    let last = try quality(b, tilted, feature: sum, target: target).geos[0]
    #expect(
      abs(try #require(last.inflationFactors[2]) / ((2 + d * d) / (d * d)) - 1) < 1e-9)
  }

  @Test("Shifts and scales, even huge ones, leave correlations alone; variances follow them")
  func scales() throws {
    let first: [Double] = [1, 2, 3, 4, 9]
    let second: [Double] = [5, 3, 4, 1, 1]
    let plain = try quality(first, second, feature: [2, 1, 0, 1, 1]).geos[0]
    let scaled = try quality(
      first.map { -1e200 * $0 }, second.map { 1e-200 * $0 }, feature: [2, 1, 0, 1, 1]
    ).geos[0]
    #expect(
      abs(try #require(scaled.correlations[0][1]) + (try #require(plain.correlations[0][1])))
        < 1e-15)
    #expect(
      relativeError(
        scaled.inflationFactors.compactMap(\.self), plain.inflationFactors.compactMap(\.self))
        < 1e-14)
    #expect(scaled.variances[0] == .infinity)
    // Σ (x − 3.8)² / 5 = 7.76.
    #expect(abs(plain.variances[0] - 7.76) < 1e-14)
  }

  @Test("Thresholds mark what is beyond them, not what is at them")
  func thresholds() {
    let thresholds = DataQualityThresholds()
    #expect(!thresholds.marks(correlation: 0.7) && !thresholds.marks(correlation: nil))
    #expect(thresholds.marks(correlation: 0.7.nextUp) && thresholds.marks(correlation: -0.71))
    #expect(!thresholds.marks(variance: 1e-3) && !thresholds.marks(variance: 3))
    #expect(thresholds.marks(variance: 9e-4) && thresholds.marks(variance: 3.1))
    #expect(!thresholds.marks(spendFraction: 0.01) && thresholds.marks(spendFraction: 0.0099))
    #expect(!thresholds.marks(inflationFactor: 7) && !thresholds.marks(inflationFactor: nil))
    #expect(thresholds.marks(inflationFactor: 7.01) && thresholds.marks(inflationFactor: .infinity))
  }

  @Test("Findings name check, geo and series; none of a series with itself")
  func findings() throws {
    let media = Panel(
      timeCount: 4, columnCount: 2, geoCount: 2,
      values: [1, 5, 2, 0, 2, 1, 1, 0, 3, 2, 2, 0, 4, 8, 1, 0])
    let quality = try DataQuality(
      media: media,
      target: Panel(timeCount: 4, columnCount: 1, geoCount: 2, values: [1, 7, 2, 1, 3, 1, 4, 2]),
      spend: [999, 1], channels: ["tv", "radio"], geos: ["north", "south"], targetName: "sales")
    let expected: [(DataQualityFinding.Check, String?, [String], Double)] = [
      (.spendFraction, nil, ["radio"], 0.001), (.correlation, "north", ["tv", "sales"], 1),
      (.variance, "south", ["tv"], 7.5), (.variance, "south", ["radio"], 0),
    ]
    let findings = quality.findings()
    #expect(findings.count == expected.count)
    for (finding, (check, geo, series, value)) in zip(findings, expected) {
      #expect(finding.check == check && finding.geo == geo && finding.series == series)
      #expect(abs(finding.value - value) < 1e-14)
    }
    let lenient = DataQualityThresholds(
      correlation: 1, variance: 0...10, spendFraction: 0, inflationFactor: .infinity)
    #expect(quality.findings(by: lenient).isEmpty)
  }

  @Test("Spend that is no positive number, and numbers that are not finite, are errors")
  func errors() {
    for (spend, part) in [
      ([1.0, 0], "channel \"radio\": the channel's spend is not a positive number: \"0.0\""),
      ([-2, 1], "channel \"tv\""), ([.nan, .infinity], "in 2 places"),
    ] {
      let error = #expect(throws: DataError.self) {
        try quality([1, 2, 3, 4, 9], [2, 1, 2, 1, 1], feature: [2, 1, 0, 1, 1], spend: spend)
      }
      #expect(error?.kind == .noSpend)
      #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
    }
    let error = #expect(throws: DataError.self) {
      try quality([1, 2, 3, 4, 9], [2, 1, .nan, 1, 1], feature: [2, 1, 0, 1, 1])
    }
    #expect(error?.kind == .notFinite)
    #expect(error?.description.contains("column \"radio\"") == true)
  }

  @Test("A dataset is looked at on its model's scale, spend added up over periods and geos")
  func dataset() throws {
    let data = ExampleModel.dataset(geos: 2)
    let scaling = try DatasetScaling(fitting: data, rule: .mean)
    let quality = try data.quality(scaledBy: scaling, targetName: "sales")
    let scaled = scaling.transform(data)
    let spend = (0..<3).map { channel in
      (0..<40).reduce(0.0) { $0 + data.spend[$1, channel, 0] + data.spend[$1, channel, 1] }
    }
    let expected = try DataQuality(
      media: scaled.media, features: scaled.features, target: scaled.target, spend: spend,
      channels: data.channels, featureNames: data.featureNames, geos: data.geos,
      targetName: "sales")
    #expect(quality.geos == expected.geos && quality.series == expected.series)
    #expect(relativeError(quality.spendFractions, expected.spendFractions) < 1e-3)
    let media = data.media.values.enumerated().filter { $0.offset % 6 == 0 }.map(\.element)
    let mean = media.reduce(0, +) / 40
    let variance = media.reduce(0) { $0 + ($1 / mean - 1) * ($1 / mean - 1) } / 40
    #expect(abs(quality.geos[0].variances[0] / variance - 1) < 1e-12)
  }
}
