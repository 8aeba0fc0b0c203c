import MediaMix
import MediaMixInference

/// Small fits that charts are drawn of: ordinary ones, and those that break layouts.
enum FitSamples: String, CaseIterable, Sendable {
  case national, geos, longNames, hostile, single, fixed, daily, unconverged, replaced, oneChain

  /// The fit, made once.
  var fit: FittedModel {
    get async throws {
      switch self {
      case .national: try await Self.nationalFit.value
      case .geos: try await Self.geoFit.value
      case .longNames: try await Self.longFit.value
      case .hostile: try await Self.hostileFit.value
      case .single: try await Self.singleFit.value
      case .fixed: try await Self.fixedFit.value
      case .daily: try await Self.dailyFit.value
      case .unconverged: try await Self.unconvergedFit.value
      case .replaced: try Self.replacing(try await Self.nationalFit.value)
      case .oneChain: try await Self.nationalFit.value.thinned(to: 40, seed: 3)
      }
    }
  }

  static let nationalData = Simulation(periods: 60, channels: 3).run().dataset

  private static let nationalFit = fit(nationalData, draws: 80)
  private static let geoFit = fit(
    Simulation(periods: 16, channels: 2, features: 1, geos: 20).run().dataset, draws: 20)
  private static let longFit = fit(
    renamed(Simulation(periods: 40, channels: 12).run().dataset, ChartSamples.channelNames),
    draws: 20)
  private static let hostileFit = fit(
    renamed(
      Simulation(periods: 30, channels: 3, geos: 2).run().dataset,
      [ChartSamples.hostileName, String(repeating: "W", count: 120), "\t"]), draws: 20)
  private static let singleFit = fit(
    Simulation(periods: 30, channels: 1, features: 0).run().dataset, draws: 30)
  private static let fixedFit = fit(
    nationalData,
    ModelSpecification(
      transform: .adstock,
      priors: [
        "coef_trend": .fixed(0), "coef_media": .elements(["media_1": .fixed(0.1)]),
        "sigma": .family(.halfCauchy, ["scale": 1]),
      ]), draws: 60)
  private static let dailyFit = fit(
    daily(Simulation(periods: 365, channels: 2).run().dataset),
    ModelSpecification(
      transform: .carryover,
      seasonality: Seasonality(degrees: 2, frequency: 365, weekday: true), numberOfLags: 7),
    draws: 20)
  private static let unconvergedFit = fit(
    nationalData, draws: 12, warmup: 4, targetAcceptance: 0.05, from: .uniform)

  private static func fit(
    _ data: Dataset, _ specification: ModelSpecification = ModelSpecification(), draws: Int,
    warmup: Int = 60, targetAcceptance: Double = 0.85, from initialization: Initialization = .modes
  ) -> Task<FittedModel, any Error> {
    Task {
      try await MediaMixModel(dataset: data, specification: specification).fit(
        SamplerConfiguration(
          chains: 4, warmup: warmup, draws: draws, targetAcceptance: targetAcceptance,
          maximumTreeDepth: 6), initialization: initialization)
    }
  }

  private static func renamed(_ data: Dataset, _ channels: [String]) -> Dataset {
    var data = data
    data.channels = channels
    return data
  }

  private static func daily(_ data: Dataset) -> Dataset {
    var data = data
    data.dates = data.dates.indices.map { data.dates[0].adding(days: $0) }
    return data
  }

  /// The draws of a fit as if four chains had made them elsewhere.
  static func replacing(_ fit: FittedModel) throws -> FittedModel {
    let names = fit.draws.layout.parameters.map(\.name)
    return try fit.replacingDraws(
      Dictionary(uniqueKeysWithValues: names.map { ($0, fit.draws(of: $0) ?? []) }), chains: 4)
  }
}
