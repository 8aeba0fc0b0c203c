import ArgumentParser
import MediaMix

/// `lmmm simulate`
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write dummy data with known truth.",
    discussion: """
      Weekly data of one country. Beside NAME.csv, NAME.truth.json says what the data were made \
      from and what each channel achieved.
      """)

  @Option(help: ArgumentHelp("Number of weeks, at least 3.", valueName: "count"))
  var periods = 117

  @Option(help: ArgumentHelp("Number of media channels, at least 1.", valueName: "count"))
  var channels = 3

  @Option(help: ArgumentHelp("Number of extra features.", valueName: "count"))
  var features = 1

  @Option(help: ArgumentHelp("The same seed gives the same data.", valueName: "seed"))
  var seed: UInt64 = 5

  @Option(help: ArgumentHelp("Where to write the data.", valueName: "name.csv"))
  var output: String

  @Flag(help: "Also write a matching configuration, NAME.yaml.")
  var withConfig = false

  func validate() throws {
    guard periods >= 3 else { throw ValidationError("periods must be at least 3") }
    guard channels >= 1 else { throw ValidationError("channels must be at least 1") }
    guard features >= 0 else { throw ValidationError("features must not be negative") }
    let limit = 100_000_000
    // Each below the limit, so that the product cannot overflow.
    guard max(periods, channels, features) <= limit, periods * (channels + features) <= limit else {
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
  /// A configuration of the model that the data were simulated from.
  var configuration: Configuration

  init(_ simulated: SimulatedData) {
    self.simulated = simulated
    var model = ModelSpecification()
    model.transform = .carryover
    configuration = Configuration(data: simulated.dataset.csvSchema, model: model)
  }

  /// Writes the files, each whole or not at all, and says so.
  func write(data: String, truth: String, configuration path: String?) throws {
    try Output.write(simulated.dataset.csv(), to: data)
    try Output.write(try JSONOutput.text(simulated.truth), to: truth)
    if let path { try Output.write(configuration.yaml(), to: path) }
    StandardError.write("Wrote \([data, truth, path].compactMap { $0 }.joined(separator: ", "))\n")
  }
}
