import ArgumentParser
import MediaMix
import MediaMixInference
import MediaMixReport

/// `lmmm recover`
struct Recover: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Simulate known effects in your data and say whether the model finds them.",
    discussion: """
      Fits the data once, then simulates the KPI many times from the same media and features, with \
      effects of the channels that are set to given shares of the KPI, and fits each simulated KPI. \
      Prints for each channel and share how far estimates are off (bias, RMSE), how often 90 % \
      intervals hold the truth, and the power: how often the channel is told from one that does \
      nothing. It answers which channels these data can identify, if the model is right; where they \
      cannot, no number of draws helps, but variation or an experiment.

      Rows after train_until are left out. Experiments inform the first fit alone.
      """)

  @Argument(help: ArgumentHelp("The data: a CSV, one row per period.", valueName: "data.csv"))
  var data: String

  @Option(help: ArgumentHelp("The configuration.", valueName: "file.yaml"))
  var config: String

  @Option(help: ArgumentHelp("Lag and saturation.", valueName: "name"))
  var transform: MediaTransform?

  @Option(
    help: ArgumentHelp(
      "Shares of the KPI that channels bring, beside 0 (default: 0.01,0.025,0.05,0.1, and less "
        + "for more than eight channels).",
      valueName: "shares"), transform: Recover.shares)
  var levels: [Double]?

  @Option(
    help: ArgumentHelp(
      "Number of simulated worlds, at most 10000; fewer than 55 are too few for power at the "
        + "default levels.",
      valueName: "count"))
  var replications = 120

  @Option(
    help: ArgumentHelp(
      "Also write what was true and estimated in each world.", valueName: "worlds.csv"))
  var output: String?

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var picture: PictureOptions

  @OptionGroup(title: "Sampling") var sampling: SamplingOptions

  func validate() throws {
    do {
      try plan.validate()
    } catch {
      throw ValidationError(error.description)
    }
  }

  func run() async throws {
    try Output.checkFiles([output].compactMap(\.self) + picture.paths, apartFrom: [data, config])
    let input = try ModelInput(
      data: data, configuration: config, transform: transform, sampling: sampling)
    let recovery = try await recovery(input)
    let target = input.configuration.data.target
    try Output.print(
      json ? try JSONOutput.text(RecoveryDocument(recovery)) : recovery.text,
      messages: recovery.notes + recovery.warnings,
      writing: [output.map { OutputFile(path: $0, text: recovery.csv()) }]
        + picture.files { Chart.recovery(recovery, target: target) })
  }

  private var plan: RecoveryPlan { RecoveryPlan(levels: levels, replications: replications) }

  private func recovery(_ input: ModelInput) async throws -> Recovery {
    let model = try input.announcedModel()
    do {
      let seed = input.configuration.sampler.seed
      let design = try RecoveryDesign(plan, model: model, seed: seed)
      StandardError.write("Fitting the data\n")
      let fit = try await FitReport.fit(model, of: input, threads: sampling.threads)
      StandardError.write(fit.convergence().text + "Fitting simulated worlds\n")
      return try await worlds(like: fit, design)
    } catch let error as RecoveryError {
      throw InputFileError(path: data, reason: error.description)
    } catch let error as InitializationError {
      throw input.located(error)
    }
  }

  private func worlds(like fit: FittedModel, _ design: RecoveryDesign) async throws -> Recovery {
    let display = ProgressDisplay()
    defer { display.end() }
    return try await Recovery.run(like: fit, design, threads: sampling.threads) {
      display.show($0, unit: "world")
    }
  }
}

extension Recover {
  /// Shares of one, "0.01,0.05" or "1%, 5%".
  @Sendable
  fileprivate static func shares(_ text: String) throws -> [Double] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      let part = Table.trimmed(String(part))
      let isPercentage = part.hasSuffix("%")
      let digits = isPercentage ? Table.trimmed(String(part.dropLast())) : part
      guard let number = Double(digits), number.isFinite else {
        throw ValidationError(
          "give shares of the KPI with commas between them, such as 0.01,0.05 or 1%,5%")
      }
      return isPercentage ? number / 100 : number
    }
  }
}
