import ArgumentParser
import MediaMix
import MediaMixInference
import MediaMixReport

/// `lmmm plot MODEL channel-posteriors`
struct ChannelPosteriorsRequest: ChartRequest {
  static let abstract = "What the fit knows of each channel's coefficient, in each geo."

  func chart(of fit: FittedModel) throws -> Chart { try .channelPosteriors(fit) }
}

/// `lmmm plot MODEL correlations`
struct CorrelationsRequest: ChartRequest {
  static let abstract = "How channels, features and the KPI move together."
  static let isOfDraws = false

  @OptionGroup var places: GeoOptions

  func chart(of fit: FittedModel) throws -> Chart {
    let dataset = fit.model.dataset
    let quality = try dataset.quality(scaledBy: fit.model.scaling, targetName: fit.schema.target)
    return try .correlations(quality, geos: try places.names(of: dataset) ?? [])
  }
}

/// `lmmm plot MODEL cross-correlation`
struct CrossCorrelationRequest: ChartRequest {
  static let abstract = "How the KPI follows each channel and feature."
  static let isOfDraws = false

  @OptionGroup var places: GeoOptions

  @Option(help: ArgumentHelp("The greatest lag, in periods.", valueName: "count"))
  var lags = 10

  func validate() throws {
    guard lags >= 0 else { throw ValidationError("lags must not be negative") }
  }

  func chart(of fit: FittedModel) throws -> Chart {
    let dataset = fit.model.dataset
    return try .crossCorrelation(
      dataset, target: fit.schema.target, geos: try places.names(of: dataset) ?? [],
      maximumLag: lags)
  }
}

/// `lmmm plot MODEL energy`
struct EnergyRequest: ChartRequest {
  static let abstract = "The energies that the sampler met beside its steps between them."

  func chart(of fit: FittedModel) throws -> Chart { try .energy(fit) }
}

/// `lmmm plot MODEL pairs`
struct PairsRequest: ChartRequest {
  static let abstract = "Draws of parameters against one another, divergent ones on top."

  @OptionGroup var choice: ParameterOptions

  func chart(of fit: FittedModel) throws -> Chart {
    try .pairs(fit, parameters: choice.names(of: fit))
  }
}

/// `lmmm plot MODEL prior-posterior`
struct PriorPosteriorRequest: ChartRequest {
  static let abstract = "The prior of parameters beside their posterior: what the data have taught."

  @OptionGroup var choice: ParameterOptions

  func chart(of fit: FittedModel) throws -> Chart {
    try .priorPosterior(fit, parameters: choice.names(of: fit))
  }
}

/// `lmmm plot MODEL rank`
struct RankRequest: ChartRequest {
  static let abstract = "Whether chains agree: how the draws of each rank among those of all."

  @OptionGroup var choice: ParameterOptions

  func chart(of fit: FittedModel) throws -> Chart {
    try .rank(fit, parameters: choice.names(of: fit))
  }
}

/// `lmmm plot MODEL trace`
struct TraceRequest: ChartRequest {
  static let abstract = "The draws as chains made them, beside their ranks; divergences marked."

  @OptionGroup var choice: ParameterOptions

  func chart(of fit: FittedModel) throws -> Chart {
    try .trace(fit, parameters: choice.names(of: fit))
  }
}

/// Which parameters to draw.
struct ParameterOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Parameters or elements of them, parted by spaces or commas: coef_media \"slope[tv]\" "
        + "(default: those that matter most).",
      valueName: "names"))
  var parameters: [String] = []

  /// The names, one by one.
  func names(of fit: FittedModel) -> [String] {
    let layout = fit.draws.layout
    let known = Set(layout.parameters.map(\.name) + layout.elementNames)
    return parameters.flatMap { known.contains($0) ? [$0] : Self.parts(of: $0) }
  }

  /// What stands between commas; those in brackets belong to a name.
  private static func parts(of text: String) -> [String] {
    var depth = 0
    let parts = text.split { character in
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      return character == "," && depth == 0
    }
    // A comma alone is no name, and is told so.
    return parts.isEmpty ? [text] : parts.map(String.init)
  }
}
