import ArgumentParser
import MediaMix
import MediaMixInference
import MediaMixReport

/// `lmmm evaluate`
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the log density, and its gradient, at given parameter values.",
    discussion: """
      What one checks another implementation against. Values are natural ones on the model's scale; \
      use `scaling: none` to feed data as they are.
      """)

  @Argument(help: ArgumentHelp("The data: a CSV, one row per period.", valueName: "data.csv"))
  var data: String

  @Option(help: ArgumentHelp("The configuration.", valueName: "file.yaml"))
  var config: String

  @Option(
    help: ArgumentHelp(
      "The values: a JSON object of nested arrays by parameter name.", valueName: "values.json"))
  var at: String

  @Flag(help: "Print JSON, with unconstrained coordinates and the gradient by them.")
  var json = false

  func run() throws {
    let (model, _) = try ModelInput(data: data, configuration: config).model()
    let evaluation = try ParameterFile(path: at).evaluation(of: model)
    try StandardOutput.write(
      json
        ? try JSONOutput.text(EvaluationDocument(evaluation, parameters: model.parameters))
        : """
        log density                 \(evaluation.logDensity)
        log density, unconstrained  \(evaluation.logDensityUnconstrained)

        """)
  }
}
