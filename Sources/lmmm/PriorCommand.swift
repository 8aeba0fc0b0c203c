import ArgumentParser
import MediaMix
import MediaMixInference
import MediaMixReport

/// `lmmm prior`
struct Prior: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print what the priors imply before any fit.",
    discussion: """
      Draws parameters from the priors alone and tells what they make of these media and features: \
      each channel's share of the KPI and return, the baseline (the KPI without media), and the \
      KPI's range beside the observed one. What hardly anyone would believe is a warning on standard \
      error. Nothing is fitted; change priors in the configuration until this is what you believe.
      """)

  @Argument(help: ArgumentHelp("The data: a CSV, one row per period.", valueName: "data.csv"))
  var data: String

  @Option(help: ArgumentHelp("The configuration.", valueName: "file.yaml"))
  var config: String

  @Option(help: ArgumentHelp("Lag and saturation.", valueName: "name"))
  var transform: MediaTransform?

  @Option(help: ArgumentHelp("Number of draws from the priors.", valueName: "count"))
  var draws = 1000

  @Option(
    help: ArgumentHelp(
      "The same seed gives the same draws (default: the configuration's, else 1).",
      valueName: "seed"))
  var seed: UInt64?

  @Flag(help: "Print JSON, with every period.")
  var json = false

  @OptionGroup var picture: PictureOptions

  @Option(help: ArgumentHelp("Also write the draws of all parameters.", valueName: "draws.csv"))
  var output: String?

  func validate() throws {
    guard (1...1_000_000).contains(draws) else {
      throw ValidationError("draws must be from 1 to 1000000")
    }
  }

  func run() throws {
    var input = try ModelInput(data: data, configuration: config)
    if let transform { input.configuration.model.transform = transform }
    let seed = seed ?? input.configuration.sampler.seed
    try Output.checkFiles(picture.paths + [output].compactMap(\.self), apartFrom: [data, config])
    let model = try input.announcedModel()
    let trace = model.priorTrace(draws: draws, seed: seed)
    let prior = model.priorPredictive(of: trace, seed: seed)
    try Output.print(
      json ? try JSONOutput.text(PriorDocument(prior)) : prior.text,
      messages: prior.warnings.map { "Warning: \($0.message)\n" }.joined(),
      writing: [output.map { OutputFile(path: $0, text: trace.draws.csv()) }]
        + picture.files {
          Chart.priorPredictive(prior, target: input.configuration.data.target)
        })
  }
}
