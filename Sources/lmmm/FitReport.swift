import MediaMix
import MediaMixInference
import MediaMixReport

/// Fitting with everything that a person at a terminal wants to see of it.
enum FitReport {
  /// Fits the training rows, with warnings and progress on standard error.
  static func fit(_ input: ModelInput, threads: Int? = nil) async throws -> FittedModel {
    let model = try input.announcedModel()
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
}
