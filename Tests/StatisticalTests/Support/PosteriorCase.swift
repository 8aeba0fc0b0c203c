import Foundation
import MediaMix
import MediaMixInference

/// A model of public data whose posterior is known, described as the reference's tables do.
struct PosteriorCase: Decodable {
  let csv, date, target: String
  let geo: String?
  let media, features: [String]
  let degrees, frequency: Int
  let weekday: Bool
  let mediaPrior: [Double]
  let transform: MediaTransform
  /// Of the carry-over kernel; nil: 13, whatever the data.
  let numberOfLags: Int?

  private enum CodingKeys: String, CodingKey {
    case csv, date, target, geo, media, features, degrees, frequency, weekday, transform
    case mediaPrior = "media_prior"
    case numberOfLags = "number_lags"
  }

  /// The case that is told within the fixture of that name.
  static func reference(_ fixture: String) throws -> Self {
    struct File: Decodable { let `case`: PosteriorCase }
    return try Fixture.decode(File.self, from: fixture).case
  }

  /// The weekly demonstration, whose media prior is spend over its mean, times 0.15.
  static func demonstration(_ transform: MediaTransform) -> Self {
    let costs = [234.9729, 235.9593, 233.8534]
    let mean = costs.reduce(0, +) / 3
    return Self(
      csv: "demo_weekly.csv", date: "date", target: "target", geo: nil,
      media: ["media_0", "media_1", "media_2"], features: ["feature_0"], degrees: 2,
      frequency: 52, weekday: false, mediaPrior: costs.map { $0 / mean * 0.15 },
      transform: transform, numberOfLags: nil)
  }

  /// The model, with every column divided by its mean, features too.
  ///
  /// - Parameter folder: where the table is.
  func model(dataIn folder: String) throws -> MediaMixModel {
    let schema = DataSchema(
      date: date, target: target, geo: geo,
      media: media.map { DataSchema.Channel(name: $0, column: $0) }, features: features)
    var data = try Dataset.read(csvAt: "\(folder)/\(csv)", schema: schema)
    data.media = Scaler(fitting: data.media, rule: .mean).transform(data.media)
    data.features = Scaler(fitting: data.features, rule: .mean).transform(data.features)
    data.target = Scaler(fitting: data.target, rule: .mean).transform(data.target)
    return try MediaMixModel(
      dataset: data,
      specification: ModelSpecification(
        transform: transform,
        seasonality: Seasonality(degrees: degrees, frequency: frequency, weekday: weekday),
        numberOfLags: numberOfLags ?? 13, scaling: .none, mediaPrior: .explicit(mediaPrior)))
  }
}
