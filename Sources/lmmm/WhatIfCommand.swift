import ArgumentParser
import MediaMix
import MediaMixReport

/// `lmmm whatif`
struct WhatIfCommand: ParsableCommand {
  /// The plan before the change.
  enum Base: String, CaseIterable, ExpressibleByArgument {
    case mean, last
  }

  static let configuration = CommandConfiguration(
    commandName: "whatif",
    abstract: "Print what a changed plan would make of the KPI.",
    discussion: """
      Changes are channel=change, and may be repeated:
        tv=+20%, tv=-10%, tv=x1.5   so many times what was planned
        tv=1000                     media units per period
        tv=spend:500                as many as so much money buys per period
        tv[north]=+20%              in some geos only, with commas between them
        tv=+20%@1-4                 in some periods of the window only
      Levels of several geos are divided among them as in the plan before.

      The window follows the data. Both plans go on from them: what ran before still acts. The \
      difference is also followed after the window, where both plans are alike again and its media \
      still act.
      """)

  @Argument(help: ArgumentHelp("The saved model.", valueName: "model.zarr"))
  var model: String

  @Option(help: ArgumentHelp("A change; see above.", valueName: "tv=+20%"))
  var change: [ChangeArgument]

  @Option(help: ArgumentHelp("Number of periods of the window.", valueName: "count"))
  var periods: Int

  @Option(
    help: ArgumentHelp(
      "The plan before the change: each channel's mean, or the last periods of the data over again.",
      valueName: "plan"))
  var plan = Base.mean

  @Flag(help: "Leave out the carry-over of what ran before the window.")
  var isolated = false

  @Option(
    help: ArgumentHelp(
      "How many periods after the window count (default: as long as the effect lasts).",
      valueName: "count"))
  var tail: Int?

  @Option(
    help: ArgumentHelp(
      "Money per unit of media of some channels (default: spend over media of the data).",
      valueName: "tv=1,search=0.4"))
  var prices: ChannelNumbers?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    _ = try prices?.named("prices")
  }

  func run() throws {
    let fit = try SavedModel.read(model)
    let dataset = fit.model.dataset
    let result = try fit.whatIf(
      change.map { $0.change(of: dataset) },
      WhatIfOptions(
        periods: periods, plan: plan == .mean ? .mean : .last, isIsolated: isolated, tail: tail,
        prices: prices?.named("prices") ?? [:]))
    try StandardOutput.write(
      json
        ? try JSONOutput.text(WhatIfDocument(result, channels: dataset.channels)) : result.text)
  }
}
