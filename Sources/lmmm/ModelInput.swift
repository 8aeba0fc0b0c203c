import MediaMix

/// Data and configuration, and the files that messages about them name.
struct ModelInput {
  let dataset: Dataset
  var configuration: Configuration
  let dataPath: String
  let configurationPath: String

  init(
    dataset: Dataset, configuration: Configuration, dataPath: String, configurationPath: String
  ) {
    self.dataset = dataset
    self.configuration = configuration
    self.dataPath = dataPath
    self.configurationPath = configurationPath
  }

  /// Reads both files.
  init(data: String, configuration path: String) throws {
    let configuration = try Configuration.read(yamlAt: path)
    self.init(
      dataset: try Dataset.read(csvAt: data, schema: configuration.data),
      configuration: configuration, dataPath: data, configurationPath: path)
  }

  /// Reads both files; what a command's options say goes before the configuration.
  init(
    data: String, configuration path: String, transform: MediaTransform?,
    sampling: SamplingOptions
  ) throws {
    try self.init(data: data, configuration: path)
    if let transform { configuration.model.transform = transform }
    sampling.apply(to: &configuration)
  }

  /// The model of the training rows, and the rows that are held out.
  func model() throws -> (model: MediaMixModel, holdout: Dataset?) {
    do {
      let (training, holdout) = try dataset.split(after: configuration.data.trainUntil)
      return (
        try MediaMixModel(dataset: training, specification: configuration.model), holdout
      )
    } catch let error as DataError {
      throw error.located(inFile: dataPath, schema: configuration.data)
    } catch let error as PriorError {
      throw InputFileError(path: configurationPath, reason: "model.priors: \(error)")
    } catch let error as ExperimentError {
      throw InputFileError(path: configurationPath, reason: "experiments: \(error)")
    }
  }

  /// The error of an initialization that the configuration asks for.
  func located(_ error: InitializationError) -> InputFileError {
    InputFileError(path: configurationPath, reason: "sampler.init: \(error)")
  }

  /// The model of the training rows; says what is doubtful or noteworthy about the data.
  func announcedModel() throws -> MediaMixModel {
    let (model, holdout) = try model()
    for warning in model.warnings { StandardError.write("Warning: \(warning.message)\n") }
    let byDeviation = model.scaling.featuresScaledByDeviation
    if !byDeviation.isEmpty {
      StandardError.write(
        "Note: divided by the standard deviation instead of the mean, which is near 0: "
          + "\(byDeviation.joined(separator: ", "))\n")
    }
    if let holdout {
      StandardError.write(
        "Note: \(model.dataset.timeCount) rows are fitted, \(holdout.timeCount) later ones held out\n"
      )
    }
    return model
  }
}
