import ArgumentParser
import MediaMix
import MediaMixInference
import MediaMixReport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `lmmm export`
struct Export: ParsableCommand {
  /// A form that other tools read.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case csv
  }

  static let configuration = CommandConfiguration(
    abstract: "Write a saved model's draws for other tools.",
    discussion: """
      Writes draws.csv (one row per chain and draw, one column per scalar parameter) and \
      sample_stats.csv (how each transition went).
      """)

  @Argument(help: "The saved model.")
  var model: String

  @Option(help: "The form: csv.")
  var format = Format.csv

  @Option(help: "The folder to write to; it is made if it does not exist.")
  var output: String

  func run() throws {
    let fit = try FittedModel(contentsOf: model)
    do {
      try FileManager.default.createDirectory(
        atPath: output, withIntermediateDirectories: true)
    } catch {
      throw ArchiveError(.system, path: output, reason: "the folder cannot be made")
    }
    try AtomicFile.write(fit.draws.csv(), to: "\(output)/draws.csv")
    try AtomicFile.write(fit.draws.statisticsCSV(), to: "\(output)/sample_stats.csv")
    StandardError.write("wrote \(output)/draws.csv, \(output)/sample_stats.csv\n")
  }
}
