public import MediaMixInference

/// Everything that is decided before a fit: which columns, which model, how to sample.
public struct Configuration: Sendable, Hashable {
  /// Which column of the table is what.
  public var data: DataSchema
  /// What is modelled and how.
  public var model: ModelSpecification
  /// How draws are made.
  public var sampler: SamplerConfiguration
  /// Where chains begin.
  public var initialization: Initialization

  /// A configuration; all but the data has defaults.
  public init(
    data: DataSchema, model: ModelSpecification = ModelSpecification(),
    sampler: SamplerConfiguration = SamplerConfiguration(),
    initialization: Initialization = .modes
  ) {
    self.data = data
    self.model = model
    self.sampler = sampler
    self.initialization = initialization
  }

  /// The configuration in the YAML file at `path`.
  ///
  /// - Throws: ``ConfigurationError`` if the file cannot be read, or as ``init(yaml:fileName:)``.
  public static func read(yamlAt path: String) throws(ConfigurationError) -> Configuration {
    let text: String
    do {
      text = try TextFile.contents(atPath: path)
    } catch {
      throw ConfigurationError(
        fileName: path, line: nil, path: "", "\(error.reason). \(error.advice)")
    }
    return try Configuration(yaml: text, fileName: path)
  }
}
