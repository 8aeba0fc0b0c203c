import ArgumentParser
import MediaMix
import MediaMixInference
import MediaMixReport

/// `lmmm plot`
struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw one chart as SVG.",
    discussion: """
      What priors imply is drawn by `lmmm prior --plot`, comparisons of transforms by `lmmm compare \
      --plot` and windows of a backtest by `lmmm backtest --plot`: they need no saved model.
      """)

  @Argument(help: ArgumentHelp("The saved model.", valueName: "model.zarr"))
  var model: String

  @Argument(help: "What to draw.")
  var kind: ChartKind

  @Option(help: ArgumentHelp("The picture to write.", valueName: "file.svg"))
  var output: String

  @Option(help: ArgumentHelp("Also write the numbers behind the picture.", valueName: "file.csv"))
  var data: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Parameters or elements of them, \"coef_media lag_weight slope[tv]\" say (default: those that "
        + "matter most).", valueName: "names"))
  var parameters: [String] = []

  @Option(
    help: ArgumentHelp(
      "Some of the geos, with commas between them (default: all together).", valueName: "names"))
  var geos: String?

  func run() throws {
    try Output.checkFiles([output, data].compactMap(\.self), apartFrom: [model])
    let fit = try SavedModel.read(model)
    let chart = try chart(of: fit)
    try Output.write(chart.svg, to: output)
    if let data { try Output.write(chart.csv, to: data) }
    for path in [output, data].compactMap(\.self) { StandardError.write("Wrote \(path)\n") }
  }

  private func chart(of fit: FittedModel) throws -> Chart {
    let target = fit.schema.target
    let dataset = fit.model.dataset
    let geos = geos.map { NameList.names(in: $0, known: dataset.geos) } ?? []
    return switch kind {
    case .channelPosteriors: try Chart.channelPosteriors(fit)
    case .correlations:
      try Chart.correlations(
        try dataset.quality(scaledBy: fit.model.scaling, targetName: target), geos: geos)
    case .crossCorrelation: try Chart.crossCorrelation(dataset, target: target, geos: geos)
    case .energy: try Chart.energy(fit)
    case .modelFit: Chart.modelFit(fit.fittedValues(), target: target, seed: fit.sampler.seed)
    case .pairs: try Chart.pairs(fit, parameters: parameters)
    case .priorPosterior: try Chart.priorPosterior(fit, parameters: parameters)
    case .rank: try Chart.rank(fit, parameters: parameters)
    case .trace: try Chart.trace(fit, parameters: parameters)
    }
  }
}

/// The charts of a saved model.
enum ChartKind: String, CaseIterable, ExpressibleByArgument {
  case channelPosteriors = "channel-posteriors"
  case correlations
  case crossCorrelation = "cross-correlation"
  case energy
  case modelFit = "model-fit"
  case pairs
  case priorPosterior = "prior-posterior"
  case rank
  case trace
}
