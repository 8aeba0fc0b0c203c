import ArgumentParser
import MediaMix
import MediaMixReport

/// `lmmm calibrate`
struct CalibrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Check that intervals hold what they promise, on data whose truth is known.",
    discussion: """
      Simulation-based calibration: each replication draws parameters from the priors, makes a KPI \
      with them (and results of experiments, where there are any), fits the model to it as `lmmm fit` \
      would, and ranks what is true among draws of the posterior. Prints how often intervals held the \
      truth, for each return and parameter and for the log likelihood, and a verdict that allows for \
      their number. The data give media, features, spend and scaling; rows after train_until are left \
      out.

      It tests model and sampler, not whether real data follow the model.
      """)

  @Argument(help: ArgumentHelp("The data: a CSV, one row per period.", valueName: "data.csv"))
  var data: String

  @Option(help: ArgumentHelp("The configuration.", valueName: "file.yaml"))
  var config: String

  @Option(help: ArgumentHelp("Lag and saturation.", valueName: "name"))
  var transform: MediaTransform?

  @Option(help: ArgumentHelp("Number of simulated data sets and fits.", valueName: "count"))
  var replications = 200

  @Option(help: ArgumentHelp("Also write all ranks.", valueName: "ranks.csv"))
  var output: String?

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var picture: PictureOptions

  @OptionGroup(title: "Sampling") var sampling: SamplingOptions

  func validate() throws {
    guard (10...10_000).contains(replications) else {
      throw ValidationError("replications must be from 10 to 10000")
    }
  }

  func run() async throws {
    try Output.checkFiles([output].compactMap(\.self) + picture.paths, apartFrom: [data, config])
    let calibration = try await calibration(
      try ModelInput(
        data: data, configuration: config, transform: transform, sampling: sampling))
    try Output.print(
      json ? try JSONOutput.text(CalibrationDocument(calibration)) : calibration.text,
      messages: json ? calibration.warnings : "",
      writing: [output.map { OutputFile(path: $0, text: calibration.csv()) }]
        + picture.files { Chart.calibration(calibration) })
  }

  private func calibration(_ input: ModelInput) async throws -> Calibration {
    let model = try input.announcedModel()
    let display = ProgressDisplay()
    defer { display.end() }
    do {
      return try await Calibration.run(
        model, sampler: input.configuration.sampler,
        initialization: input.configuration.initialization, replications: replications,
        threads: sampling.threads
      ) { display.show($0, unit: "replication") }
    } catch let error as InitializationError {
      throw input.located(error)
    }
  }
}
