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

  /// What was asked for of a chart.
  func files(_ chart: () -> Chart) -> [OutputFile?] {
    guard !paths.isEmpty else { return [] }
    let chart = chart()
    return [
      plot.map { OutputFile(path: $0, text: chart.svg) },
      plotData.map { OutputFile(path: $0, text: chart.csv) },
    ]
  }
}
