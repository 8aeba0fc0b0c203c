import ArgumentParser
import MediaMix
import MediaMixInference
import MediaMixReport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `lmmm demo`
struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulate data, fit a model, and compare what it finds with the truth.",
    discussion: "Needs no input. Writes data, truth, configuration and model to a folder.")

  @Option(help: "The folder to write to; it is made if it does not exist.")
  var output = "lmmm-demo"

  func run() async throws {
    do {
      try FileManager.default.createDirectory(
        atPath: output, withIntermediateDirectories: true)
    } catch {
      throw ArchiveError(.system, path: output, reason: "the folder cannot be made")
    }
    let simulated = Simulation().run()
    let files = SimulatedFiles(simulated)
    try files.write(
      data: "\(output)/data.csv", truth: "\(output)/data.truth.json",
      configuration: "\(output)/data.yaml")
    let fit = try await FitReport.fit(simulated.dataset, configuration: files.configuration)
    try fit.save(to: "\(output)/model.zarr")
    StandardError.write("wrote \(output)/model.zarr\n")
    FitReport.print(fit)
    print(truthText(simulated.truth, fit: fit), terminator: "")
  }

  /// Each channel's true contribution and return beside the estimated intervals.
  private func truthText(_ truth: SimulationTruth, fit: FittedModel) -> String {
    var table = TextTable([
      "channel", "true contribution", "estimated 5 % – 95 %", "true ROI", "estimated 5 % – 95 %",
    ])
    for (channel, metrics) in zip(truth.channels, fit.mediaMetrics()) {
      let (share, roi) = (metrics.contribution, metrics.returnOnInvestment)
      table.add([
        channel.name, NumberFormat.percent(channel.contribution),
        "\(NumberFormat.percent(share.q5)) – \(NumberFormat.percent(share.q95))",
        NumberFormat.significant(channel.returnOnInvestment),
        "\(NumberFormat.significant(roi.q5)) – \(NumberFormat.significant(roi.q95))",
      ])
    }
    return table.text
  }
}
