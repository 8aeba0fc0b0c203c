import Foundation
import MediaMix
import MediaMixInference
import Testing

/// A fitted model of the reference with four given draws, and what it made of them.
struct FittedOutput {
  /// What the reference calls the case.
  let label: String
  /// The model in the units of the data, with the reference's scaling and draws. Prices are the
  /// budget problem's, so that spend is media times price.
  let fit: FittedModel
  /// Everything else that the case holds.
  let json: JSONValue

  /// All five cases.
  static func all() async throws -> [FittedOutput] {
    var outputs: [FittedOutput] = []
    for json in try #require(try ReferenceFixture.load("fitted_outputs").arrayValue) {
      outputs.append(try await FittedOutput(json))
    }
    return outputs
  }

  private init(_ json: JSONValue) async throws {
    self.json = json
    label = try #require(json["label"]?.stringValue)
    let model = try Self.model(json)
    // The shortest of fits, whose draws are replaced by those of the reference.
    let any = try await model.fit(SamplerConfiguration(chains: 1, warmup: 0, draws: 4))
    let given = try #require(json["draws"]?.objectValue)
    let names = Set(model.parameters.parameters.map(\.name))
    fit = try any.replacingDraws(
      given.filter { names.contains($0.key) }.mapValues(\.numbers))
  }

  private static func model(_ json: JSONValue) throws -> MediaMixModel {
    let scaled = try #require(json["media"]).panel
    let target = try #require(json["target"])
    let isGeo = target.shape.count > 1
    let periods = target.shape[0]
    let mediaScaler = try scaler(
      json["media_scaler"], columns: scaled.columnCount, geos: scaled.geoCount)
    let targetScaler = try scaler(json["target_scaler"], columns: 1, geos: scaled.geoCount)
    let features =
      json["extra_features"].flatMap { $0.isNull ? nil : $0.panel }
      ?? Panel(repeating: 0, timeCount: periods, columnCount: 0, geoCount: scaled.geoCount)
    let featureScaler = Scaler(identityFor: features)
    let media = mediaScaler.inverse(scaled)
    let prices = try #require(json["optimize"]?["prices"]).numbers
    let name = try #require(json["model"]?.stringValue)
    let dataset = Dataset(
      dates: (0..<periods).map { CalendarDate(daysSinceEpoch: 19_000 + 7 * $0) },
      channels: (0..<media.columnCount).map { "channel_\($0)" },
      featureNames: (0..<features.columnCount).map { "feature_\($0)" },
      geos: isGeo ? (0..<media.geoCount).map { "geo_\($0)" } : [], media: media,
      spend: Panel(
        timeCount: periods, columnCount: media.columnCount, geoCount: media.geoCount,
        values: media.values.enumerated().map { index, value in
          value * prices[index / media.geoCount % media.columnCount]
        }), features: features,
      target: targetScaler.inverse(
        Panel(
          timeCount: periods, columnCount: 1, geoCount: media.geoCount, values: target.numbers)))
    return try MediaMixModel(
      dataset: dataset,
      specification: ModelSpecification(
        transform: try #require(MediaTransform(rawValue: name)),
        seasonality: Seasonality(
          degrees: try #require(json["degrees_seasonality"]?.intValue),
          frequency: try #require(json["seasonality_frequency"]?.intValue),
          weekday: json["weekday_seasonality"] == true),
        numberOfLags: 13,
        mediaPrior: .explicit(try #require(json["media_prior"]).numbers)),
      scaling: DatasetScaling.of(
        media: mediaScaler, features: featureScaler, target: targetScaler))
  }

  /// The scaler that divides by `divide_by`, a number or an array `[column, geo]`.
  private static func scaler(_ json: JSONValue?, columns: Int, geos: Int) throws -> Scaler {
    let divisors = try #require(json?["divide_by"]).numbers
    let all =
      divisors.count == 1 ? Array(repeating: divisors[0], count: columns * geos) : divisors
    return try decoded([
      "columnCount": columns, "geoCount": geos, "divisors": all,
      "dividesByDeviation": all.map { _ in false },
    ])
  }
}

extension DatasetScaling {
  fileprivate static func of(media: Scaler, features: Scaler, target: Scaler) throws -> Self {
    func object(_ scaler: Scaler) throws -> Any {
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(scaler))
    }
    return try decoded([
      "media": object(media), "features": object(features), "target": object(target),
      "featuresScaledByDeviation": [String](),
    ])
  }
}

private func decoded<Value: Decodable>(_ object: [String: Any]) throws -> Value {
  try JSONDecoder().decode(Value.self, from: JSONSerialization.data(withJSONObject: object))
}
