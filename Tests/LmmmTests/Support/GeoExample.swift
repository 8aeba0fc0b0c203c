import MediaMix
import MediaMixInference

/// A quick fit of invented geo data, saved.
struct GeoExample {
  /// A fit that tests only read: channels "tv" and "web", of which the second costs nothing in the
  /// north, and a trend that is fixed to 0.
  static func fitted() async throws -> GeoExample {
    let example = GeoExample(folder: try TemporaryFolder())
    let model = try MediaMixModel(
      dataset: dataset(),
      specification: ModelSpecification(priors: ["coef_trend": .fixed(0)]))
    var schema = model.dataset.csvSchema
    schema.geo = "region"
    let fit = try await model.fit(
      SamplerConfiguration(chains: 4, warmup: 60, draws: 60), schema: schema)
    try fit.save(to: example.model)
    return example
  }

  let folder: TemporaryFolder

  var model: String { folder["model.zarr"] }

  private static func dataset(periods: Int = 40) -> Dataset {
    let geos = ["north", "south", "Île-de-France"]
    var random = RandomStream(seed: 4, purpose: .simulation, index: 1)
    func panel(_ columns: Int, _ number: (Int) -> Double) -> Panel {
      Panel(
        timeCount: periods, columnCount: columns, geoCount: geos.count,
        values: (0..<periods * columns * geos.count).map(number))
    }
    let media = panel(2) { _ in random.uniform() }
    var spend = media
    for time in 0..<periods { spend[time, 1, 0] = 0 }
    return Dataset(
      dates: (0..<periods).map { CalendarDate(daysSinceEpoch: 19_000 + 7 * $0) },
      channels: ["tv", "web"], featureNames: ["price"], geos: geos, media: media, spend: spend,
      features: panel(1) { _ in 1 + 0.2 * random.normal() },
      target: panel(1) { index in
        let (time, geo) = index.quotientAndRemainder(dividingBy: geos.count)
        return 100 * Double(geo + 1) * (1 + 0.5 * media[time, 0, geo] + 0.1 * random.normal())
      })
  }
}
