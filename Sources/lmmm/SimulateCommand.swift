import ArgumentParser
import MediaMix
import MediaMixInference

/// `lmmm simulate`
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write dummy data with known truth.",
    discussion: "The truth is written beside the data, as NAME.truth.json.")

  @Option(help: "Number of weeks, at least 3.")
  var periods = 117

  @Option(help: "Number of media channels, at least 1.")
  var channels = 3

  @Option(help: "Number of extra features.")
  var features = 1

  @Option(help: "The same seed gives the same data.")
  var seed: UInt64 = 5

  @Option(help: "Where to write the data, CSV.")
  var output: String

  @Flag(help: "Also write a matching configuration, NAME.yaml.")
  var withConfig = false

  func validate() throws {
    guard periods >= 3 else { throw ValidationError("periods must be at least 3") }
    guard channels >= 1 else { throw ValidationError("channels must be at least 1") }
    guard features >= 0 else { throw ValidationError("features must not be negative") }
    guard periods * (channels + features) <= 100_000_000 else {
      throw ValidationError("periods, channels and features make more than 100 million numbers")
    }
  }

  func run() throws {
    let files = SimulatedFiles(
      Simulation(periods: periods, channels: channels, features: features, seed: seed).run())
    let stem = output.hasSuffix(".csv") ? String(output.dropLast(4)) : output
    try files.write(
      data: output, truth: stem + ".truth.json",
      configuration: withConfig ? stem + ".yaml" : nil)
  }
}

/// Simulated data as the files that a user would have.
struct SimulatedFiles {
  let simulated: SimulatedData

  init(_ simulated: SimulatedData) { self.simulated = simulated }

  /// A configuration of the model that the data were simulated from.
  var configuration: Configuration {
    var model = ModelSpecification()
    model.transform = .carryover
    return Configuration(data: simulated.dataset.csvSchema, model: model)
  }

  /// Writes the files, each whole or not at all, and says so.
  func write(data: String, truth: String, configuration path: String?) throws {
    try AtomicFile.write(simulated.dataset.csv(), to: data)
    try AtomicFile.write(try JSONOutput.text(simulated.truth) + "\n", to: truth)
    if let path { try AtomicFile.write(configuration.yaml(), to: path) }
    StandardError.write("wrote \([data, truth, path].compactMap { $0 }.joined(separator: ", "))\n")
  }
}
