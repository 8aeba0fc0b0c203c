import ArgumentParser
import MediaMix
import MediaMixReport

/// What a kind of chart can be asked for, and how it is made.
protocol ChartRequest: ParsableArguments {
  /// What the chart shows, in a sentence.
  static var abstract: String { get }

  /// Whether it shows draws or what follows from them, rather than data alone.
  static var isOfDraws: Bool { get }

  /// The chart of a saved model.
  func chart(of fit: FittedModel) async throws -> Chart
}

extension ChartRequest {
  static var isOfDraws: Bool { true }
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

  func validate() throws {
    guard kind.command == Self.self else {
      throw ValidationError("name the saved model first, then \(kind.rawValue), then options")
    }
  }

  func run() async throws {
    let files = [output, data].compactMap(\.self)
    try Output.checkFiles(files, apartFrom: [model])
    let (fit, warningCount) = try SavedModel.readJudged(model)
    let chart = try await request.chart(of: fit).noting(doubt(warningCount))
    try Output.write(chart.svg, to: output)
    if let data { try Output.write(chart.csv, to: data) }
    for path in files { StandardError.write("Wrote \(path)\n") }
  }

  /// What whoever is shown the picture must know of its draws; nil if there is nothing.
  private func doubt(_ warningCount: Int) -> String? {
    guard Request.isOfDraws, warningCount > 0 else { return nil }
    let warnings = SavedModel.noun(warningCount)
    return "The draws behind this picture come with \(warnings) of the sampler, told by "
      + "lmmm summary: it may be wrong."
  }
}
