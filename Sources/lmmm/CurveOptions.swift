import ArgumentParser
import MediaMix

/// Which response curves are wanted.
struct CurveOptions: ParsableArguments {
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

  /// The same for the library.
  func options(for fit: FittedModel) throws -> ResponseCurveOptions {
    let kind: ResponseCurve.Kind =
      onePeriod
      ? .onePeriod
      : periods.map { .steadyState(periods: $0) } ?? .steadyState(of: fit.model.specification)
    return ResponseCurveOptions(
      kind: kind, steps: steps, percentageAdd: percentageAdd,
      prices: try prices?.named("prices") ?? [:], marks: try mark?.named("mark") ?? [:])
  }
}
