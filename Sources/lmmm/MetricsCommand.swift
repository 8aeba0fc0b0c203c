import ArgumentParser
import MediaMix
import MediaMixReport

/// `lmmm metrics`
struct Metrics: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print what each channel contributed, returned and cost.",
    discussion: """
      The contribution is the channel's share of the modelled KPI of the range; the return on \
      investment is the KPI that the range's media brought, in it and after it up to the last row, \
      per unit of money spent in it; the marginal return is what the next bit of that money would \
      have brought; the cost per unit is one over the return. By default over all rows that were \
      fitted; of geo data first in all, then in each geo.

      The last table sets each channel's share of the effect beside its share of the spend.
      """)

  @Argument(help: ArgumentHelp("The saved model.", valueName: "model.zarr"))
  var model: String

  @OptionGroup var part: SelectionOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let fit = try SavedModel.read(model)
    let selection = part.selection(of: fit.model.dataset)
    let metrics = try fit.mediaMetrics(in: selection)
    let attributions = try fit.attributionOverSpend(in: selection)
    try StandardOutput.write(
      json
        ? try JSONOutput.text(MetricsDocument(metrics, attributions: attributions))
        : fit.metricsText(metrics) + "\n" + fit.returnsText(metrics, attributions: attributions))
  }
}
