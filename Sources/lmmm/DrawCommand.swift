import ArgumentParser
import MediaMix
import MediaMixReport

/// What a kind of chart can be asked for, and how it is made.
protocol ChartRequest: ParsableArguments {
  /// What the chart shows, in a sentence.
  static var abstract: String { get }

  /// The chart of a saved model.
  func chart(of fit: FittedModel) async throws -> Chart
}

/// Draws one kind of chart: `lmmm plot` with the kind's own options.
struct DrawCommand<Request: ChartRequest>: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "lmmm plot", abstract: Request.abstract)
  }

  @Argument(help: ArgumentHelp("The saved model.", valueName: "model.zarr"))
  var model: String

  @Argument(help: "What to draw.")
  var kind: ChartKind

  @Option(help: ArgumentHelp("The picture to write.", valueName: "file.svg"))
  var output: String

  @Option(help: ArgumentHelp("Also write the numbers behind the picture.", valueName: "file.csv"))
  var data: String?

  @OptionGroup var request: Request

  func run() async throws {
    let files = [output, data].compactMap(\.self)
    try Output.checkFiles(files, apartFrom: [model])
    let chart = try await request.chart(of: try SavedModel.read(model))
    try Output.write(chart.svg, to: output)
    if let data { try Output.write(chart.csv, to: data) }
    for path in files { StandardError.write("Wrote \(path)\n") }
  }
}
