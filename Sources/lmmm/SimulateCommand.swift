import ArgumentParser
import MediaMix

/// `lmmm simulate`
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write dummy data with known truth.",
    discussion: """
      Weekly data of one country, or of several geos, with one row for each week and geo. Beside \
      NAME.csv, NAME.truth.json says what the data were made from and what each channel achieved.
      """)

  @Option(help: ArgumentHelp("Number of weeks, at least 3.", valueName: "count"))
  var periods = 117

  @Option(help: ArgumentHelp("Number of media channels, at least 1.", valueName: "count"))
  var channels = 3

  @Option(help: ArgumentHelp("Number of extra features.", valueName: "count"))
  var features = 1

  @Option(help: ArgumentHelp("Number of geos; 1 is national data.", valueName: "count"))
  var geos = 1

  @Option(help: ArgumentHelp("The same seed gives the same data.", valueName: "seed"))
  var seed: UInt64 = 5

  @Option(help: ArgumentHelp("Where to write the data.", valueName: "name.csv"))
  var output: String

  @Flag(help: "Also write a matching configuration, NAME.yaml.")
  var withConfig = false

  func validate() throws {
    guard periods >= 3 else { throw ValidationError("periods must be at least 3") }
    guard periods <= Simulation.maximumPeriods else {
      throw ValidationError(
        "periods must be at most \(Simulation.maximumPeriods): later weeks would lie beyond the "
          + "year 9999")
    }
    guard channels >= 1 else { throw ValidationError("channels must be at least 1") }
    guard features >= 0 else { throw ValidationError("features must not be negative") }
    guard geos >= 1 else { throw ValidationError("geos must be at least 1") }
    let limit = 20_000_000
    // Each below the limit, so that no product can overflow.
    guard max(periods, channels, features, geos) <= limit,
      periods * (channels + features) <= limit, periods * (channels + features) * geos <= limit
    else {
      throw ValidationError(
        "periods, channels, features and geos make more than 20 million numbers")
    }
  }

  func run() throws {
    let stem = output.hasSuffix(".csv") ? String(output.dropLast(4)) : output
    let paths = SimulatedFiles.Paths(
      data: output, truth: stem + ".truth.json", configuration: withConfig ? stem + ".yaml" : nil)
    try paths.checkOurs(advice: "name another file")
    let files = SimulatedFiles(
      Simulation(
        periods: periods, channels: channels, features: features, geos: geos, seed: seed
      ).run())
    try files.write(to: paths)
  }
}

/// Simulated data as the files that a user would have.
struct SimulatedFiles {
  /// Where they lie.
  struct Paths {
    let data: String
    let truth: String
    let configuration: String?
    /// What the same command writes later.
    var others: [String] = []

    /// Checks that writing would replace no file of the user's own: the truth, which is written
    /// first, marks what is ours.
    func checkOurs(advice: String) throws {
      let isOurs = try Output.holdsFile(truth)
      for path in [data, configuration].compactMap(\.self) + others {
        if try Output.holdsFile(path), !isOurs {
          throw OutputError(
            path: path, reason: "exists and was not written by this command; \(advice)")
        }
      }
    }
  }

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
  func write(to paths: Paths) throws {
    try Output.write(try JSONOutput.text(simulated.truth), to: paths.truth)
    try Output.write(simulated.dataset.csv(), to: paths.data)
    if let path = paths.configuration { try Output.write(configuration.yaml(), to: path) }
    let written = [paths.data, paths.truth, paths.configuration].compactMap(\.self)
    StandardError.write("Wrote \(written.joined(separator: ", "))\n")
  }
}
