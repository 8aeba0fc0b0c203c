import ArgumentParser
import MediaMix
import MediaMixInference

/// Options of the sampler that every fitting command has.
struct SamplingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Number of chains (default: the configuration's, else 4).", valueName: "count"))
  var chains: Int?

  @Option(
    help: ArgumentHelp(
      "Warm-up transitions per chain (default: the configuration's, else 300).", valueName: "count"
    ))
  var warmup: Int?

  @Option(
    help: ArgumentHelp(
      "Draws per chain, of as many transitions and no more (default: the configuration's, else "
        + "1000, drawn again, up to a limit, until every r-hat is at most 1.01 and every effective "
        + "sample size at least 400, or 100 per chain).", valueName: "count"))
  var draws: Int?

  @Option(
    help: ArgumentHelp(
      "Mean acceptance that the step size is tuned for, between 0 and 1 (default: the "
        + "configuration's, else 0.85).",
      valueName: "share"))
  var targetAccept: Double?

  @Option(
    help: ArgumentHelp(
      "The same seed gives the same draws (default: the configuration's, else 1).",
      valueName: "seed"))
  var seed: UInt64?

  @Option(
    name: .customLong("init"),
    help: ArgumentHelp(
      "Where chains begin: around modes of the posterior, near the prior medians or means, at a "
        + "draw from the priors, or uniformly between -2 and 2 in the sampler's coordinates "
        + "(default: the configuration's, else modes).",
      valueName: "place"))
  var initialization: Initialization.Rule?

  @Option(
    help: ArgumentHelp(
      "Chains that run at once; the draws do not depend on it (default: all).", valueName: "count"))
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
  func apply(to configuration: inout Configuration) {
    apply(to: &configuration.sampler)
    if let initialization { configuration.initialization = initialization.initialization }
  }

  private func apply(to configuration: inout SamplerConfiguration) {
    if let chains { configuration.chains = chains }
    if let warmup { configuration.warmup = warmup }
    if let draws {
      configuration.draws = draws
      configuration.goal = nil
    }
    if let targetAccept { configuration.targetAcceptance = targetAccept }
    if let seed { configuration.seed = seed }
  }
}

extension Initialization.Rule: ExpressibleByArgument {}
