import ArgumentParser
import MediaMix
import MediaMixReport

/// `lmmm curves`
struct Curves: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the response curve of each channel: the KPI that other spend would bring.",
    discussion: """
      By default what constant spend brings per period once carry-over has built up. With --one-period \
      the curve that LightweightMMM plots: what media of the one period after the data add in that \
      period, on top of the carry-over of what ran before.

      Prices turn media into money: spend over media of the data, or --prices. Where each channel is on \
      its curve is printed: response, return and marginal return at the mean spend per period, and \
      the spend at which the marginal return has fallen to half of that.
      """)

  @Argument(help: ArgumentHelp("The saved model.", valueName: "model.zarr"))
  var model: String

  @Option(help: ArgumentHelp("The table to write.", valueName: "curves.csv"))
  var output: String

  @Flag(help: "What media of one period add in it, as LightweightMMM has it.")
  var onePeriod = false

  @Option(
    help: ArgumentHelp(
      "How many periods the spend has run (default: a year, or all lags).", valueName: "count"))
  var periods: Int?

  @Option(help: ArgumentHelp("Number of points of a curve.", valueName: "count"))
  var steps = 50

  @Option(
    help: ArgumentHelp(
      "How far curves go beyond the greatest media of the data.", valueName: "share")
  )
  var percentageAdd = 0.2

  @Option(
    help: ArgumentHelp(
      "Money per unit of media of some channels (default: spend over media of the data).",
      valueName: "tv=1,search=0.4"))
  var prices: ChannelNumbers?

  @Option(
    help: ArgumentHelp(
      "Spend per period of some channels to show too, that of an optimal budget say.",
      valueName: "tv=120,search=40"))
  var mark: ChannelNumbers?

  func validate() throws {
    if onePeriod, periods != nil {
      throw ValidationError("--one-period and --periods are two kinds of curve; leave out one")
    }
    _ = try (prices?.named("prices"), mark?.named("mark"))
  }

  func run() throws {
    try Output.checkFiles([output], apartFrom: [model])
    let fit = try SavedModel.read(model)
    let kind: ResponseCurve.Kind =
      onePeriod
      ? .onePeriod
      : periods.map { .steadyState(periods: $0) } ?? .steadyState(of: fit.model.specification)
    let curves = try fit.responseCurves(
      ResponseCurveOptions(
        kind: kind, steps: steps, percentageAdd: percentageAdd,
        prices: prices?.named("prices") ?? [:], marks: mark?.named("mark") ?? [:]))
    try Output.write(curves.csv(), to: output)
    try StandardOutput.write(curves.text)
    StandardError.write("Wrote \(output)\n")
  }
}
