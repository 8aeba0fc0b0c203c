import ArgumentParser
import MediaMix
import MediaMixInference
import MediaMixReport

/// The tool: parses its arguments, runs one command, and turns what went wrong into a message and
/// an exit status.
@main
struct LMMM: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lmmm",
    abstract: "Bayesian media mix modelling: from a CSV to what each channel brought.",
    discussion: """
      Start with `lmmm demo`, or with your own data: a CSV with one row per week or day, and a YAML \
      file that says which column is what (`lmmm simulate --with-config` writes an example).

      Results go to standard output, messages and progress to standard error. The exit status is 0 \
      when done, 64 for wrong usage, 65 for bad data or configuration, 1 for anything else.
      """,
    version: ToolkitVersion.current,
    subcommands: [
      Demo.self, Simulate.self, Check.self, Prior.self, Fit.self, Summary.self, Fitted.self,
      Predict.self, Metrics.self, ContributionsCommand.self, Curves.self, WhatIfCommand.self,
      Optimize.self, PlotCommand.self, ReportCommand.self, Compare.self, BacktestCommand.self,
      CalibrateCommand.self, Recover.self, Evaluate.self, Export.self,
    ])

  static func main() async {
    ProcessStart.prepare()
    do {
      try VectorVariable.apply()
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch InsightError.setting(let name, let found, let needs) {
      // What is out of range whatever the data is an argument.
      exit(withError: ValidationError("\(InsightError.setting(name, found: found, needs: needs))"))
    } catch {
      guard let status = exitStatus(of: error) else { exit(withError: error) }
      StandardError.write("Error: \(error)\n")
      exit(withError: status)
    }
  }

  /// The exit status of an error of ours; nil for one of the argument parser's.
  private static func exitStatus(of error: any Error) -> ExitCode? {
    switch error {
    case is ConfigurationError, is DataError, is PriorError, is InputFileError, is SamplerError,
      is InitializationError, is InsightError, is BacktestError, is CalibrationError,
      is PredictionError, is BudgetError, is ChartError:
      .invalidInput
    case let error as ArchiveError:
      switch error.kind {
      case .missing, .damaged, .unsupported: .invalidInput
      case .occupied, .invalid, .system: .failure
      }
    case is OutputError, is CancellationError: .failure
    default: nil
    }
  }
}

extension ExitCode {
  /// Bad data or configuration (`EX_DATAERR` of sysexits.h).
  static let invalidInput = ExitCode(65)
}
