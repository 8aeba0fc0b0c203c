import ArgumentParser
import MediaMix
import MediaMixReport

/// `lmmm optimize`
struct Optimize: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find the best split of a budget.",
    discussion: """
      The plan is for periods that follow the fitted rows. It maximises the posterior mean of their \
      KPI; what media of the last periods bring after them is not counted. Money is spread evenly over \
      the periods, and over geos by their share of each channel's media, unless --by says otherwise.

      The table shows each channel's marginal return: the KPI that one more unit of money would bring. \
      At the optimum it is the same for all channels between their bounds, unless --risk-aversion \
      counts the spread of what they bring as well.
      """)

  @Argument(help: ArgumentHelp("The saved model.", valueName: "model.zarr"))
  var model: String

  @OptionGroup(title: "Goal") var goal: BudgetGoalOptions

  @OptionGroup(title: "Limits") var limits: BudgetLimitOptions

  @Flag(
    help: """
      Also find the best plan of single draws: how sure the plan is, the chance that it beats the \
      historic split, and what knowing the truth would add.
      """)
  var posterior = false

  @Option(
    help: ArgumentHelp("How many draws --posterior finds the best plan of.", valueName: "count"))
  var posteriorDraws = 200

  @Option(
    help: ArgumentHelp("Also write the plan to a CSV, a row per decision.", valueName: "file.csv"))
  var output: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard posteriorDraws >= 1 else { throw ValidationError("posterior-draws must be at least 1") }
    _ = try problem()
  }

  func run() async throws {
    let fit = try SavedModel.read(model)
    if let output { try Output.checkFiles([output], apartFrom: [model]) }
    let plan = try await plan(fit)
    let uncertainty =
      posterior ? try await fit.uncertainty(of: plan, draws: posteriorDraws) : nil
    if let output { try Output.write(plan.csv(), to: output) }
    try StandardOutput.write(
      json
        ? try JSONOutput.text(OptimizationDocument(plan, uncertainty: uncertainty))
        : plan.text(uncertainty: uncertainty))
    if !plan.certificate.converged {
      StandardError.write(
        "Warning: the plan is not proven optimal; what is left is in its certificate\n")
    }
  }

  private func problem() throws -> BudgetProblem { try limits.problem(goal) }

  /// The best plan; a name that the model does not have is wrong usage.
  private func plan(_ fit: FittedModel) async throws -> BudgetPlan {
    do {
      return try await fit.optimizeBudget(try problem())
    } catch let error as BudgetError where error.isUsage {
      throw ValidationError(error.description)
    }
  }
}
