import ArgumentParser
import MediaMix
import MediaMixInference
import MediaMixReport

/// `lmmm evaluate`
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the log density, and its gradient, at given parameter values.",
    discussion: "Values are on the model's scale; use `scaling: none` to feed data as they are.")

  @Argument(help: "The data, one row per period.")
  var data: String

  @Option(help: "The configuration, YAML.")
  var config: String

  @Option(help: "The values: JSON, nested arrays by parameter name.")
  var at: String

  @Flag(help: "Print JSON, with coordinates and gradient.")
  var json = false

  func run() throws {
    let configuration = try Configuration.read(yamlAt: config)
    let dataset = try Dataset.read(csvAt: data, schema: configuration.data)
    let (training, _) = try dataset.split(after: configuration.data.trainUntil)
    let model = try MediaMixModel(dataset: training, specification: configuration.model)
    let nested = try ParameterFile.read(at)
    for parameter in model.parameters.parameters {
      guard let value = nested[parameter.name], value.shape != parameter.shape else { continue }
      throw ParameterValueError.shape(
        parameter.name, found: value.flat.count, expected: parameter.shape)
    }
    let evaluation = try model.evaluate(at: nested.mapValues(\.flat))
    if json {
      print(
        try JSONOutput.text(EvaluationDocument(evaluation, parameters: model.parameters)))
    } else {
      print("log density                \(evaluation.logDensity)")
      print("log density, unconstrained \(evaluation.logDensityUnconstrained)")
    }
  }
}
