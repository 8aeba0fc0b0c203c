public import MediaMix
public import MediaMixInference

/// What `lmmm evaluate --json` prints: log densities, and unconstrained coordinates and gradients
/// nested in the shapes of the parameters. A number that is not finite becomes null.
public struct EvaluationDocument: Sendable, Encodable {
  private let logDensity: JSONNumber
  private let logDensityUnconstrained: JSONNumber
  private let unconstrained: [String: NestedNumbers]
  private let gradientUnconstrained: [String: NestedNumbers]

  private enum CodingKeys: String, CodingKey {
    case logDensity = "log_density"
    case logDensityUnconstrained = "log_density_unconstrained"
    case unconstrained
    case gradientUnconstrained = "gradient_unconstrained"
  }

  /// The document of an evaluation of a model with those parameters.
  public init(_ evaluation: DensityEvaluation, parameters: ParameterLayout) {
    func nested(_ values: [String: [Double]]) -> [String: NestedNumbers] {
      Dictionary(
        uniqueKeysWithValues: parameters.parameters.compactMap { parameter in
          values[parameter.name].map { (parameter.name, NestedNumbers($0, shape: parameter.shape)) }
        })
    }
    logDensity = JSONNumber(evaluation.logDensity)
    logDensityUnconstrained = JSONNumber(evaluation.logDensityUnconstrained)
    unconstrained = nested(evaluation.unconstrained)
    gradientUnconstrained = nested(evaluation.gradientUnconstrained)
  }
}
