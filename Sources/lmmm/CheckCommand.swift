import ArgumentParser
import MediaMix
import MediaMixReport

/// `lmmm check`
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the quality of the data: correlations, variances, spend, variance inflation.",
    discussion: """
      Looks at the rows that a fit would learn from, on the scale that it would use, and marks what \
      deserves a look: correlations above 0.7 in size, variances below 0.001 or above 3, channels \
      with less than 1 % of all spend, variance inflation factors above 7. Nothing of it keeps a \
      model from being fitted. What is doubtful in other ways is a warning on standard error.
      """)

  @Argument(help: ArgumentHelp("The data: a CSV, one row per period.", valueName: "data.csv"))
  var data: String

  @Option(help: ArgumentHelp("The configuration.", valueName: "file.yaml"))
  var config: String

  @Flag(help: "Print JSON, of geo data with every geo.")
  var json = false

  func run() throws {
    let input = try ModelInput(data: data, configuration: config)
    let model = try input.announcedModel()
    let quality = try model.dataset.quality(
      scaledBy: model.scaling, targetName: input.configuration.data.target)
    try StandardOutput.write(
      json
        ? try JSONOutput.text(DataQualityDocument(quality, warnings: model.warnings))
        : quality.text())
  }
}
