public import ArgumentParser
public import MediaMix
import MediaMixInference
import MediaMixReport

/// `lmmm fit`
struct Fit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fit a model to a CSV and save it.",
    discussion: """
      Ends with the parameter table, each channel's contribution and return, and the warnings that \
      matter. Options given here override the configuration file.
      """)

  @Argument(help: "The data, one row per period.")
  var data: String

  @Option(help: "The configuration, YAML.")
  var config: String

  @Option(help: "Where to save the model; an older model there is replaced.")
  var output: String

  @Option(
    help: "Lag and saturation: \(MediaTransform.allCases.map(\.rawValue).joined(separator: ", ")).")
  var transform: MediaTransform?

  @OptionGroup var sampling: SamplingOptions

  func run() async throws {
    let (configuration, dataset) = try input()
    let fit = try await FitReport.fit(
      dataset, configuration: configuration, threads: sampling.threads)
    try fit.save(to: output)
    FitReport.print(fit)
    StandardError.write("saved \(output)\n")
  }

  /// The configuration with this command's overrides, and the data it describes.
  private func input() throws -> (Configuration, Dataset) {
    var configuration = try Configuration.read(yamlAt: config)
    if let transform { configuration.model.transform = transform }
    sampling.apply(to: &configuration.sampler)
    return (configuration, try Dataset.read(csvAt: data, schema: configuration.data))
  }
}

extension MediaTransform: ExpressibleByArgument {}

/// Options of the sampler that every fitting command has.
struct SamplingOptions: ParsableArguments {
  @Option(help: "Number of chains.")
  var chains: Int?

  @Option(help: "Warm-up transitions per chain.")
  var warmup: Int?

  @Option(help: "Kept draws per chain.")
  var draws: Int?

  @Option(help: "Mean acceptance that the step size is tuned for, between 0 and 1.")
  var targetAccept: Double?

  @Option(help: "The same seed gives the same draws.")
  var seed: UInt64?

  @Option(help: "Chains that run at once; the draws do not depend on it. Default: all.")
  var threads: Int?

  func validate() throws {
    var configuration = SamplerConfiguration()
    apply(to: &configuration)
    do {
      _ = try Sampler(configuration)
    } catch {
      throw ValidationError(error.description)
    }
    if let threads, threads < 1 { throw ValidationError("threads must be at least 1") }
  }

  /// Overrides what was given.
  func apply(to configuration: inout SamplerConfiguration) {
    if let chains { configuration.chains = chains }
    if let warmup { configuration.warmup = warmup }
    if let draws { configuration.draws = draws }
    if let targetAccept { configuration.targetAcceptance = targetAccept }
    if let seed { configuration.seed = seed }
  }
}
