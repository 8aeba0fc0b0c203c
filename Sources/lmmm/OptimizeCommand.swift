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

  @OptionGroup var budget: BudgetOptions

  @Option(
    help: ArgumentHelp("Also write the plan to a CSV, a row per decision.", valueName: "file.csv"))
  var output: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    let fit = try SavedModel.read(model)
    if let output { try Output.checkFiles([output], apartFrom: [model]) }
    let plan = try await budget.plan(fit)
    let uncertainty = try await budget.uncertainty(of: plan, fit)
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
}
