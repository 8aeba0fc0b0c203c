import ArgumentParser
import MediaMix
import MediaMixInference
import MediaMixReport

/// `lmmm summary`
struct Summary: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the parameter table of a saved model.",
    discussion: """
      Mean, standard deviation and quantiles on the model's scale; mcse is the Monte Carlo standard \
      error of the mean, ess the effective sample size of bulk and tails. Warnings go to standard \
      error.
      """)

  @Argument(help: ArgumentHelp("The saved model.", valueName: "model.zarr"))
  var model: String

  @Flag(help: "Also show the mean and standard deviation of each prior.")
  var prior = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let fit = try FittedModel(contentsOf: model)
    let summary = fit.summary()
    try StandardOutput.write(
      json
        ? try JSONOutput.text(SummaryDocument(fit, summary: summary, withPrior: prior))
        : fit.summaryText(summary, withPrior: prior) + fit.experimentsText)
    StandardError.write(fit.convergence(summary: summary).text + fit.experimentWarnings)
  }
}
