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
    return switch kind {
    case .modelFit: Chart.modelFit(fit.fittedValues(), target: target, seed: fit.sampler.seed)
    }
  }
}

/// The charts of a saved model.
enum ChartKind: String, CaseIterable, ExpressibleByArgument {
  case modelFit = "model-fit"
}
