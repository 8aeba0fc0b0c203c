import MediaMix
import MediaMixInference
import MediaMixReport

/// Fitting with everything that a person at a terminal wants to see of it.
enum FitReport {
  /// Fits the training rows, with warnings and progress on standard error.
  static func fit(_ input: ModelInput, threads: Int? = nil) async throws -> FittedModel {
    let model = try model(of: input)
    let display = ProgressDisplay()
    defer { display.end() }
    do {
      return try await model.fit(
        input.configuration.sampler, initialization: input.configuration.initialization,
        schema: input.configuration.data, threads: threads
      ) { display.show($0) }
    } catch let error as InitializationError {
      throw InputFileError(path: input.configurationPath, reason: "sampler.init: \(error)")
    }
  }

  /// Saves the fit, then prints the parameter table, the channels' metrics and the warnings.
  ///
  /// - Returns: the metrics.
  @discardableResult
  static func finish(_ fit: FittedModel, savingTo path: String) throws -> [ChannelMetrics] {
    try Output.attempt { try fit.save(to: path) }
    let summary = fit.summary()
    let metrics = fit.mediaMetrics()
    try StandardOutput.write(
      fit.summaryText(summary) + fit.experimentsText + "\n" + fit.metricsText(metrics))
    StandardError.write(fit.convergence(summary: summary).text + fit.experimentWarnings)
    StandardError.write("Saved \(path)\n")
    return metrics
  }

  /// The model of the training rows; says what is doubtful or noteworthy about the data.
  private static func model(of input: ModelInput) throws -> MediaMixModel {
    let (model, holdout) = try input.model()
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
