import ArgumentParser
import MediaMix
import MediaMixReport

/// `lmmm backtest`
struct BacktestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Fit again and again as time goes on, and score each fit on the periods after it.",
    discussion: """
      Each window learns from all rows up to its origin and predicts the next ones; the last window \
      predicts the last rows. Prints errors, coverage and CRPS beside a naive forecast (the KPI of a \
      year ago), and how each channel's return moved from window to window. Media and features of \
      predicted rows are taken as known. Rows after train_until are left out.

      A window whose rows cannot be learnt from, because a channel had not begun, is left out and \
      told on standard error.
      """)

  @Argument(help: ArgumentHelp("The data: a CSV, one row per period.", valueName: "data.csv"))
  var data: String

  @Option(help: ArgumentHelp("The configuration.", valueName: "file.yaml"))
  var config: String

  @Option(help: ArgumentHelp("Lag and saturation.", valueName: "name"))
  var transform: MediaTransform?

  @Option(help: ArgumentHelp("Number of windows.", valueName: "count"))
  var windows = 20

  @Option(help: ArgumentHelp("Periods that each window predicts.", valueName: "count"))
  var horizon = 4

  @Option(
    help: ArgumentHelp(
      "Periods from window to window (default: the horizon, fewer where the rows would not do).",
      valueName: "count"))
  var step: Int?

  @Option(
    help: ArgumentHelp(
      "Fewest periods to learn from (default: a year, or half of the rows if that is less).",
      valueName: "count"))
  var minimum: Int?

  @Option(help: ArgumentHelp("Also write a table of the windows.", valueName: "windows.csv"))
  var output: String?

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var picture: PictureOptions

  @OptionGroup(title: "Sampling") var sampling: SamplingOptions

  func validate() throws {
    for (name, value, least) in [
      ("windows", windows, 1), ("horizon", horizon, 1), ("step", step ?? 1, 1),
      ("minimum", minimum ?? Dataset.minimumRows, Dataset.minimumRows),
    ] where value < least {
      throw ValidationError("\(name) must be at least \(least)")
    }
  }

  func run() async throws {
    try Output.checkFiles([output].compactMap(\.self) + picture.paths, apartFrom: [data, config])
    let input = try ModelInput(
      data: data, configuration: config, transform: transform, sampling: sampling)
    let backtest = try await backtest(input)
    let target = input.configuration.data.target
    try Output.print(
      json ? try JSONOutput.text(BacktestDocument(backtest)) : backtest.text,
      messages: backtest.notes + backtest.warnings,
      writing: [output.map { OutputFile(path: $0, text: backtest.csv()) }]
        + picture.files { Chart.backtest(backtest, target: target) })
  }

  private func backtest(_ input: ModelInput) async throws -> Backtest {
    let rows = try input.announcedModel().dataset
    let plan = BacktestPlan(windows: windows, horizon: horizon, step: step, minimum: minimum)
    let display = ProgressDisplay()
    defer { display.end() }
    do {
      return try await Backtest.run(
        rows, configuration: input.configuration, plan: plan, threads: sampling.threads
      ) { display.show($0, unit: "window") }
    } catch let error as InitializationError {
      throw input.located(error)
    } catch let error as BacktestError {
      throw InputFileError(path: data, reason: error.description)
    }
  }
}
