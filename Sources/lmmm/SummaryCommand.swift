import ArgumentParser
import MediaMix
import MediaMixReport

/// `lmmm summary`
struct Summary: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the parameter table of a saved model.")

  @Argument(help: "The saved model.")
  var model: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let fit = try FittedModel(contentsOf: model)
    if json {
      print(try JSONOutput.text(SummaryDocument(fit)))
    } else {
      let summary = fit.summary()
      print(fit.summaryText(summary), terminator: "")
      StandardError.write(fit.convergence(summary: summary).text)
    }
  }
}
