import ArgumentParser
import MediaMix
import MediaMixInference
import MediaMixReport

/// `lmmm demo`
struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulate data, fit a model, compare it with the truth, split a budget, and report.",
    discussion: """
      Needs no input. Writes data.csv, data.truth.json, data.yaml and model.zarr, which the other \
      commands take, and report.html, to be opened in a browser.
      """)

  @Option(
    help: ArgumentHelp(
      "The folder to write to; it is made if it does not exist.", valueName: "folder"))
  var output = "lmmm-demo"

  @OptionGroup(title: "Sampling") var sampling: SamplingOptions

  func run() async throws {
    let files = try prepare()
    let input = ModelInput(
      dataset: files.simulated.dataset, configuration: files.configuration,
      dataPath: paths.data, configurationPath: configurationPath)
    let fit = try await FitReport.fit(input, threads: sampling.threads)
    let metrics = try await FitReport.finish(fit, savingTo: modelPath)
    let truth = TruthTable(truth: files.simulated.truth, metrics: metrics)
    try StandardOutput.write("\nThe truth that the data were made from, beside the fit:\n\n")
    try StandardOutput.write(truth.text)
    try await optimize(fit)
    try await report(fit)
  }

  private func optimize(_ fit: FittedModel) async throws {
    let plan = try await fit.optimizeBudget(BudgetProblem())
    try StandardOutput.write("\nThe best split of what twelve weeks cost:\n\n")
    try StandardOutput.write(plan.text())
  }

  private func report(_ fit: FittedModel) async throws {
    let report = try await Report(fit)
    try Output.write(report.html, to: reportPath)
    StandardError.write("Wrote \(reportPath): open it in a browser\n")
  }

  private var reportPath: String { "\(output)/report.html" }

  private var modelPath: String { "\(output)/model.zarr" }

  private var configurationPath: String { "\(output)/data.yaml" }

  private var paths: SimulatedFiles.Paths {
    SimulatedFiles.Paths(
      data: "\(output)/data.csv", truth: "\(output)/data.truth.json",
      configuration: configurationPath, others: [reportPath])
  }

  /// Simulates the data and writes them.
  private func prepare() throws -> SimulatedFiles {
    try paths.checkOurs(advice: "name another folder")
    try Output.makeFolder(output)
    try Output.checkModel(modelPath)
    var files = SimulatedFiles(Simulation().run())
    sampling.apply(to: &files.configuration)
    try files.write(to: paths)
    return files
  }
}

/// Each channel's true contribution and return beside the estimates.
struct TruthTable {
  let truth: SimulationTruth
  let metrics: [ChannelMetrics]

  /// The table, and how many true values lie in their intervals.
  var text: String {
    var table = TextTable.channelMetrics(["truth", "median", "5 %", "95 %"])
    var hits = 0
    for (channel, metrics) in zip(truth.channels, metrics) {
      let (share, roi) = (metrics.contribution, metrics.returnOnInvestment)
      hits += share.covers(channel.contribution) ? 1 : 0
      hits += roi.covers(channel.returnOnInvestment) ? 1 : 0
      table.add(
        [channel.name]
          + [channel.contribution, share.median, share.q5, share.q95].map(NumberFormat.percent)
          + NumberFormat.aligned(
            [channel.returnOnInvestment, roi.median, roi.q5, roi.q95], spread: roi.width,
            digits: 3))
    }
    return table.text
      + "\n\(hits) of \(2 * metrics.count) true values lie in the interval from 5 % to 95 %\n"
  }
}

extension DistributionSummary {
  /// Whether a value lies in the 90 % interval.
  fileprivate func covers(_ value: Double) -> Bool { q5 <= value && value <= q95 }
}
