import ArgumentParser
import MediaMix
import MediaMixReport

/// `lmmm metrics`
struct Metrics: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print each channel's contribution share and return on investment.",
    discussion: """
      The contribution is the channel's share of the modelled KPI; the return on investment is KPI \
      per unit of money spent. Both over all rows that were fitted; of geo data first in all, then \
      in each geo.
      """)

  @Argument(help: ArgumentHelp("The saved model.", valueName: "model.zarr"))
  var model: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let fit = try FittedModel(contentsOf: model)
    let metrics = fit.mediaMetrics()
    try StandardOutput.write(
      json ? try JSONOutput.text(MetricsDocument(metrics)) : fit.metricsText(metrics))
  }
}
