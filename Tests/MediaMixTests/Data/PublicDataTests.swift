import Foundation
import MediaMix
import Testing

/// Public example tables, which are not part of the package. They are looked for in the folder that
/// the environment variable LMMM_PUBLIC_DATA names, then in ../shared/data beside the package.
private let publicData: String? = {
  let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../..").standardizedFileURL
  let beside = package.appendingPathComponent("../shared/data").standardizedFileURL.path
  let named = ProcessInfo.processInfo.environment["LMMM_PUBLIC_DATA"]
  return [named, beside].compactMap(\.self).first {
    FileManager.default.fileExists(atPath: $0 + "/robyn_weekly.csv")
  }
}()

@Suite(
  "Public data",
  .enabled(if: publicData != nil, "set LMMM_PUBLIC_DATA to the folder of the public example tables")
)
struct PublicDataTests {
  private func read(
    _ file: String, date: String, target: String, geo: String? = nil, media: [String],
    features: [String]
  ) throws -> Dataset {
    let folder = try #require(publicData)
    let schema = DataSchema(
      date: date, target: target, geo: geo,
      media: media.map { DataSchema.Channel(name: $0, column: $0) }, features: features)
    return try Dataset.read(csvAt: "\(folder)/\(file)", schema: schema)
  }

  @Test("Weekly and daily demonstrations")
  func demo() throws {
    let media = ["media_0", "media_1", "media_2"]
    let weekly = try read(
      "demo_weekly.csv", date: "date", target: "target", media: media, features: ["feature_0"])
    #expect(weekly.timeCount == 104)
    #expect(weekly.spacing == .days(7))
    #expect(weekly.media[0, 0] == 17.421173095703125)
    let daily = try read(
      "demo_daily.csv", date: "date", target: "target", media: media, features: ["feature_0"])
    #expect(daily.timeCount == 200)
    #expect(daily.spacing == .days(1))
  }

  @Test("The weekly example of PyMC-Marketing")
  func pymcWeekly() throws {
    let data = try read(
      "pymc_example.csv", date: "date_week", target: "y", media: ["x1", "x2"],
      features: ["event_1", "event_2", "t"])
    #expect(data.timeCount == 179)
    #expect(data.spacing == .days(7))
    // Events are rare: their mean is nearer to 0 than one standard deviation.
    let scaling = try DatasetScaling(fitting: data, rule: .mean)
    #expect(scaling.featuresScaledByDeviation == ["event_1", "event_2"])
  }

  @Test("The daily funnel example of PyMC-Marketing")
  func pymcDaily() throws {
    let data = try read(
      "pymc_funnel_daily.csv", date: "date", target: "target_var",
      media: (1...4).map { "impressions_x\($0)" }, features: ["event_2020_09", "trend"])
    #expect(data.timeCount == 1050)
    #expect(data.spacing == .days(1))
    let model = ModelSpecification(seasonality: Seasonality(frequency: 365, weekday: true))
    let warnings = data.warnings(for: model, parameterCount: 20).map(\.message)
    #expect(warnings.count == 1)
    #expect(
      warnings.first?.hasPrefix("the feature \"trend\" follows exactly from the model's trend")
        == true)
  }

  @Test("The weekly example of Robyn, whose unused column has no numbers")
  func robyn() throws {
    let data = try read(
      "robyn_weekly.csv", date: "DATE", target: "revenue",
      media: ["tv_S", "ooh_S", "print_S", "facebook_I", "search_clicks_P"],
      features: ["competitor_sales_B", "newsletter"])
    #expect(data.timeCount == 208)
    #expect(data.target[0, 0] == 2754371.66666667)
    let error = #expect(throws: DataError.self) {
      try read(
        "robyn_weekly.csv", date: "DATE", target: "revenue", media: ["tv_S"], features: ["events"])
    }
    #expect(error?.kind == .missingValue)
    #expect(error?.description.contains("column \"events\": \"na\"") == true)
  }

  @Test("Geo examples of Meridian, by week and by geo")
  func meridian() throws {
    let media = (0...3).map { "Channel\($0)_impression" }
    let few = try read(
      "meridian_geo_3x104.csv", date: "time", target: "conversions", geo: "geo", media: media,
      features: [])
    #expect(few.geos == ["Geo0", "Geo1", "Geo2"])
    #expect(few.timeCount == 104)
    #expect(few.media[0, 0, 0] == 334723)
    let many = try read(
      "meridian_geo_media.csv", date: "time", target: "conversions", geo: "geo", media: media,
      features: ["competitor_activity_score_control", "sentiment_score_control"])
    #expect(many.timeCount * many.geos.count == 3120)
    #expect(Set(many.geos).count == many.geos.count)
    #expect(many.spacing == .days(7))
    #expect(many.features[1, 0, 0] == -1.2727838)
    let scaled = try DatasetScaling(fitting: many, rule: .mean).transform(many)
    #expect(scaled.media.values.allSatisfy { $0.isFinite })
    #expect(
      few.target.series(column: 0, geo: 0) == Array(many.target.series(column: 0).prefix(104)))

    let population = try read(
      "meridian_geo_media.csv", date: "time", target: "conversions", geo: "geo", media: media,
      features: ["population"])
    let warnings = population.warnings(for: ModelSpecification(), parameterCount: 1)
    #expect(warnings.map(\.message).first?.contains("never changes within a geo") == true)
    let error = #expect(throws: DataError.self) {
      try read(
        "meridian_geo_media.csv", date: "time", target: "conversions", media: media, features: [])
    }
    #expect(error?.kind == .repeatedDate)
  }
}
