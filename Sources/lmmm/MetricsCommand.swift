import ArgumentParser
import MediaMix
import MediaMixReport

/// `lmmm metrics`
struct Metrics: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print each channel's contribution share and return on investment.")

  @Argument(help: "The saved model.")
  var model: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let fit = try FittedModel(contentsOf: model)
    let metrics = fit.mediaMetrics()
    if json {
      print(try JSONOutput.text(MetricsDocument(metrics)))
    } else {
      print(fit.metricsText(metrics), terminator: "")
    }
  }
}
