import Foundation
import MediaMix
import MediaMixInference

/// A table with a configuration that reads it.
struct TableInput {
  var csv: [UInt8]
  var yaml: [UInt8]
}

/// What inputs are made from: files that this package makes itself, and those of `Examples`.
enum Corpus {
  static let tables: [TableInput] = {
    var tables = [simulated(geos: 1), simulated(geos: 2), rich, monthly]
    tables += ["coffee", "museum", "simulated"].map(example)
    return tables
  }()

  static let csvs = tables.map(\.csv)
  static let yamls = tables.map(\.yaml)

  static func dataset(geos: Int, periods: Int = 14) -> Dataset {
    Simulation(periods: periods, channels: 2, features: 1, geos: geos, seed: 3).run().dataset
  }

  private static func simulated(geos: Int) -> TableInput {
    let dataset = dataset(geos: geos)
    let configuration = Configuration(data: dataset.csvSchema)
    return TableInput(
      csv: [UInt8](dataset.csv().utf8), yaml: [UInt8](configuration.yaml().utf8))
  }

  /// Every kind of setting at once.
  private static var rich: TableInput {
    let yaml = """
      data:
        date: date
        target: target
        media:
          media_0: {column: media_0, spend: media_0_spend}
          media_1: {column: media_1, spend: media_1_spend}
        features: [feature_0]
        train_until: 2022-03-07
      model:
        transform: hill_adstock
        seasonality: {degrees: 1, frequency: 4, weekday: true}
        number_lags: 3
        scaling: mean
        media_prior: [0.2, 0.3]
        priors:
          intercept: {half_normal: {scale: 2}}
          lag_weight: {beta: {concentration1: [2, 3], concentration0: [1, 4]}}
          coef_media: {media_1: {log_normal: {loc: -2, scale: 0.5}}}
          coef_trend: {fixed: 0}
          slope: [1, 2]
          sigma: {rate: 2, concentration: 3}
          weekday: {normal: {loc: [0, 0, 0, 0, 0, 0, 1], scale: 0.5}}
      experiments:
        - {channel: media_0, first: 2022-01-17, last: 2022-01-30, kpi: 3, standard_error: 2}
        - {channel: media_1, first: 2022-01-17, last: 2022-02-13, roi: 0.5, standard_error: 0.4, tail: false}
      sampler: {chains: 2, warmup: 20, draws: 10, target_accept: 0.8, metric: dense, seed: 7}

      """
    return TableInput(csv: [UInt8](dataset(geos: 1).csv().utf8), yaml: [UInt8](yaml.utf8))
  }

  /// Monthly data, with semicolons and quotation marks.
  private static var monthly: TableInput {
    let days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var csv = "\"Month\";\"KPI; total\";\"tv \"\"spots\"\"\";price\n"
    for (month, day) in days.enumerated() {
      csv += "\(day).\(month + 1).2023;\"\(100 + month * month % 7)\";\(month % 3);1.\(month)\n"
    }
    let yaml = """
      data:
        date: Month
        date_format: d.M.yyyy
        target: "KPI; total"
        media: {tv: {column: 'tv "spots"'}}
        features: [price]
      model: {transform: carryover, number_lags: 2, scaling: none, seasonality: {degrees: 1, frequency: 12}}

      """
    return TableInput(csv: [UInt8](csv.utf8), yaml: [UInt8](yaml.utf8))
  }

  private static func example(_ name: String) -> TableInput {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Examples").standardizedFileURL
    func bytes(_ name: String) -> [UInt8] {
      let data = try? Data(contentsOf: folder.appendingPathComponent(name))
      return [UInt8](data ?? Data())
    }
    // Some rows are enough: every one of them takes time.
    let rows = bytes("\(name).csv").split(separator: UInt8(ascii: "\n")).prefix(20)
    return TableInput(
      csv: Array(rows.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")],
      yaml: bytes("\(name).yaml"))
  }

  /// A quick fit to save.
  static func fit(
    _ transform: MediaTransform, geos: Int, priors: [String: PriorSetting] = [:]
  ) async throws -> FittedModel {
    let dataset = dataset(geos: geos, periods: 9)
    let specification = ModelSpecification(
      transform: transform, seasonality: Seasonality(degrees: 1, frequency: 4), numberOfLags: 3,
      priors: priors)
    let holdout = dataset.rows(7..<9)
    let fit = try await MediaMixModel(dataset: dataset.rows(0..<7), specification: specification)
      .fit(
        SamplerConfiguration(chains: 1, warmup: 20, draws: 6, seed: 2), schema: dataset.csvSchema)
    return try fit.keeping(holdout: holdout)
  }
}
