public import ArgumentParser
public import MediaMix
import MediaMixInference

/// `lmmm fit`
struct Fit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fit a model to a CSV and save it.",
    discussion: """
      Ends with the parameter table, each channel's contribution and return, and the warnings that \
      matter. Options given here override the configuration file.
      """)

  @Argument(help: ArgumentHelp("The data: a CSV, one row per period.", valueName: "data.csv"))
  var data: String

  @Option(help: ArgumentHelp("The configuration.", valueName: "file.yaml"))
  var config: String

  @Option(
    help: ArgumentHelp(
      "Where to save the model; an older model there is replaced.", valueName: "model.zarr"))
  var output: String

  @Option(help: ArgumentHelp("Lag and saturation.", valueName: "name"))
  var transform: MediaTransform?

  @OptionGroup(title: "Sampling") var sampling: SamplingOptions

  func run() async throws {
    let input = try ModelInput(
      data: data, configuration: config, transform: transform, sampling: sampling)
    try Output.checkModel(output)
    let fit = try await FitReport.fit(input, threads: sampling.threads)
    try await FitReport.finish(fit, savingTo: output)
  }
}

extension MediaTransform: ExpressibleByArgument {}
