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

      With --prior, four distances say how far the data moved each parameter, 0 not at all: \
      Kolmogorov-Smirnov, Hellinger (both up to 1), Jensen-Shannon (up to 0.83) and min, one less \
      the overlap of both distributions. The variance removed is the share of the prior's variance \
      that the posterior no longer has; negative where the posterior is wider.
      """)

  @Argument(help: ArgumentHelp("The saved model.", valueName: "model.zarr"))
  var model: String

  @Flag(help: "Also show each prior, and how far the data moved it.")
  var prior = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let fit = try FittedModel(contentsOf: model)
    let summary = fit.summary()
    let priors = prior ? fit.priorComparison(summary: summary) : nil
    try StandardOutput.write(
      json
        ? try JSONOutput.text(SummaryDocument(fit, summary: summary, priors: priors))
        : fit.summaryText(summary, priors: priors) + fit.experimentsText)
    StandardError.write(fit.convergence(summary: summary).text + fit.experimentWarnings)
  }
}
