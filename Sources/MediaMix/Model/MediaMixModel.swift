public import MediaMixInference

/// A media mix model of one dataset: scaled data, parameters with their priors, and the posterior
/// density, ready to be fitted.
public struct MediaMixModel: Sendable {
  /// What is modelled and how.
  public let specification: ModelSpecification
  /// The data that the model learns from.
  public let dataset: Dataset
  /// How the data were brought to the model's scale.
  public let scaling: DatasetScaling
  /// The prior scale of each channel's coefficient, `[channel]`.
  public let mediaPriorScales: [Double]

  /// The posterior in plain unconstrained coordinates, for samplers and checks of one's own.
  public let density: MediaMixDensity

  /// A model of `dataset`, all of which it learns from (see ``Dataset/split(after:)``).
  ///
  /// - Throws: ``DataError`` where data cannot be scaled, spend gives no prior, or media, features and
  ///   season add up to the target exactly, which leaves no noise; ``PriorError``
  ///   where a custom prior does not fit the model; ``ExperimentError`` where an experiment does not
  ///   fit the data.
  public init(dataset: Dataset, specification: ModelSpecification) throws {
    try dataset.requireUnexplainedTarget(by: specification)
    try self.init(
      dataset: dataset, specification: specification,
      scaling: DatasetScaling(fitting: dataset, rule: specification.scaling))
  }

  /// A model with a scaling that was fitted before.
  package init(
    dataset: Dataset, specification: ModelSpecification, scaling: DatasetScaling
  ) throws {
    self.dataset = dataset
    self.specification = specification
    self.scaling = scaling
    mediaPriorScales = try specification.mediaPriorScales(for: dataset)
    let prior = try PriorTable(
      channels: dataset.channels, features: dataset.featureNames, geos: dataset.geos,
      mediaScales: mediaPriorScales, specification: specification
    ).resolve()
    guard Set(prior.layout.elementNames).count == prior.layout.count else {
      throw DataError(
        .unusableGeo, file: nil,
        "names with commas make two coefficients have one name, such as \"coef_media[a,b,c]\" of "
          + "channel \"a,b\" in geo \"c\" and of channel \"a\" in geo \"b,c\"",
        advice: "Rename channels, features or geos.")
    }
    let data = scaling.transform(dataset)
    density = MediaMixDensity(
      prior: prior, media: data.media, features: data.features, target: data.target,
      experiments: try specification.experimentDesigns(for: dataset, target: scaling.target),
      specification: specification)
  }

  /// The parameters by the reference's names, and their shapes.
  public var parameters: ParameterLayout { density.layout }

  /// Mean and standard deviation of each scalar's prior, on the model's scale, in the order of
  /// ``parameters``; NaN or infinite where the prior has none, the value and 0 where it is fixed.
  public var priorMoments: [(mean: Double, sd: Double)] { density.prior.moments }

  /// The prior of the scalar at `index` of ``parameters``; nil where it is fixed or depends on another
  /// parameter, as a geo's coefficient does on its channel's.
  package func priorDistribution(of index: Int) -> (any Distribution)? {
    density.prior.distribution(of: index)
  }

  /// Whether each scalar is fixed to a constant, in the order of ``parameters``.
  package var isFixed: [Bool] {
    (0..<parameters.count).map { density.prior.coordinate(of: $0) == nil }
  }

  /// What makes a fit to these data doubtful, known before it is made.
  public var warnings: [DataWarning] {
    dataset.warnings(for: specification, parameterCount: parameters.count)
  }
}
