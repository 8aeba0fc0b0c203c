import ArgumentParser
import MediaMix
import MediaMixInference
import MediaMixReport

/// `lmmm export`
struct Export: ParsableCommand {
  /// A form that other tools read.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case csv
  }

  static let configuration = CommandConfiguration(
    abstract: "Write a saved model's draws for other tools.",
    discussion: """
      Writes draws.csv (one row per chain and draw, one column per scalar parameter) and \
      sample_stats.csv (how each transition went). ArviZ and xarray open the saved model itself.
      """)

  @Argument(help: ArgumentHelp("The saved model.", valueName: "model.zarr"))
  var model: String

  @Option(help: "The form.")
  var format = Format.csv

  @Option(
    help: ArgumentHelp(
      "The folder to write to; it is made if it does not exist.", valueName: "folder"))
  var output: String

  func run() throws {
    let fit = try FittedModel(contentsOf: model)
    let (draws, statistics) = ("\(output)/draws.csv", "\(output)/sample_stats.csv")
    try Output.checkApart([draws, statistics], from: [model])
    try Output.makeFolder(output)
    try Output.write(fit.draws.csv(), to: draws)
    try Output.write(fit.draws.statisticsCSV(), to: statistics)
    StandardError.write("Wrote \(draws), \(statistics)\n")
  }
}
