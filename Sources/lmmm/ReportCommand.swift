import ArgumentParser
import MediaMix
import MediaMixReport

/// `lmmm report`
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write everything that a fit found to one HTML page.",
    discussion: """
      A summary in plain words, then data quality, convergence, fit, contributions, returns, response \
      curves, a budget plan, experiments, priors and method, with charts. The page opens in any browser \
      without a network, and prints. Its numbers are those that the other commands print.

      The budget plan answers what lmmm optimize would with the same options.
      """)

  @Argument(help: ArgumentHelp("The saved model.", valueName: "model.zarr"))
  var model: String

  @Option(help: ArgumentHelp("The page to write.", valueName: "report.html"))
  var output: String

  @OptionGroup(title: "Goal of the budget plan") var goal: BudgetGoalOptions

  @OptionGroup(title: "Limits of the budget plan") var limits: BudgetLimitOptions

  func validate() throws { _ = try problem() }

  func run() async throws {
    let fit = try SavedModel.read(model)
    try Output.checkFiles([output], apartFrom: [model])
    let report = try await report(fit)
    try Output.write(report.html, to: output)
    StandardError.write("Wrote \(output)\n")
  }

  private func problem() throws -> BudgetProblem { try limits.problem(goal) }

  /// The report; a name that the model does not have is wrong usage.
  private func report(_ fit: FittedModel) async throws -> Report {
    do {
      return try await Report(fit, budget: try problem())
    } catch let error as BudgetError where error.isUsage {
      throw ValidationError(error.description)
    }
  }
}
