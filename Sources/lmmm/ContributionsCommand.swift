import ArgumentParser
import MediaMix
import MediaMixReport

/// `lmmm contributions`
struct ContributionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contributions",
    abstract: "Write what baseline and channels contributed, period by period.",
    discussion: """
      The expected KPI is taken apart: intercept, trend, season, weekday, each feature (together the \
      baseline) and each channel, in units of the KPI and as shares, with intervals, one row of the \
      CSV for each period and part. Parts add up to the expected KPI, and some may be negative. The \
      totals are printed.

      With --clipped, the table of LightweightMMM instead: point estimates, a negative baseline taken \
      for 0 and shares that add up to 1.
      """)

  @Argument(help: ArgumentHelp("The saved model.", valueName: "model.zarr"))
  var model: String

  @Option(help: ArgumentHelp("The table to write.", valueName: "table.csv"))
  var output: String

  @OptionGroup var part: SelectionOptions

  @Flag(help: "LightweightMMM's table, of all rows and geos.")
  var clipped = false

  func validate() throws {
    if clipped, part.from != nil || part.to != nil || part.geos != nil {
      throw ValidationError("--clipped is a table of all rows and geos; leave out one or the other")
    }
  }

  func run() throws {
    try Output.checkFiles([output], apartFrom: [model])
    let fit = try SavedModel.read(model)
    if clipped {
      try Output.write(fit.clippedContributionTable().csv(), to: output)
    } else {
      let table = try fit.contributions(in: part.selection(of: fit.model.dataset))
      try Output.write(table.csv(), to: output)
      try StandardOutput.write(table.totalsText)
    }
    StandardError.write("Wrote \(output)\n")
  }
}
