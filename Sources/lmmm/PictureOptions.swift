import ArgumentParser
import MediaMixReport

/// Options of commands that can draw what they print.
struct PictureOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Also draw a picture.", valueName: "file.svg"))
  var plot: String?

  @Option(
    help: ArgumentHelp("Also write the numbers behind the picture.", valueName: "file.csv"))
  var plotData: String?

  /// The files that are written.
  var paths: [String] { [plot, plotData].compactMap(\.self) }

  /// Writes what was asked for of a chart.
  func write(_ chart: () -> Chart) throws {
    guard !paths.isEmpty else { return }
    let chart = chart()
    if let plot { try Output.write(chart.svg, to: plot) }
    if let plotData { try Output.write(chart.csv, to: plotData) }
  }
}
