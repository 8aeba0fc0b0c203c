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

  @OptionGroup var options: CurveOptions

  func run() throws {
    try Output.checkFiles([output], apartFrom: [model])
    let fit = try SavedModel.read(model)
    let curves = try fit.responseCurves(options.options(for: fit))
    try Output.write(curves.csv(), to: output)
    try StandardOutput.write(curves.text)
    StandardError.write("Wrote \(output)\n")
  }
}
