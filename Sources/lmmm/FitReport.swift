import MediaMix
import MediaMixInference
import MediaMixReport

/// Fitting with everything that a person at a terminal wants to see of it.
enum FitReport {
  /// Fits the training rows, with warnings and progress on standard error, and keeps the others with
  /// the fit.
  static func fit(_ input: ModelInput, threads: Int? = nil) async throws -> FittedModel {
    let fit = try await fit(input.announcedModel(), of: input, threads: threads)
    return try input.model().holdout.map { try fit.keeping(holdout: $0) } ?? fit
  }

  /// Fits the model of an input whose warnings were given, with progress on standard error.
  static func fit(
    _ model: MediaMixModel, of input: ModelInput, threads: Int? = nil
  ) async throws -> FittedModel {
    let display = ProgressDisplay()
    defer { display.end() }
    do {
      return try await model.fit(
        input.configuration.sampler, initialization: input.configuration.initialization,
        schema: input.configuration.data, threads: threads
      ) { display.show($0) }
    } catch let error as InitializationError {
      throw input.located(error)
    }
  }

  /// Saves the fit, then prints the parameter table, the channels' metrics, the scores of held-out
  /// rows and the warnings; these even if it could not be saved, since a fit may have taken long.
  ///
  /// - Returns: the metrics.
  @discardableResult
  static func finish(
    _ fit: FittedModel, savingTo path: String
  ) async throws -> [ChannelMetrics] {
    // Saving waits for the disk, and what is to be printed for the processor.
    async let saved: Void = Output.attempt { try fit.save(to: path) }
    let summary = fit.summary()
    let metrics = fit.mediaMetrics()
    let saving: Result<Void, any Error>
    do { saving = .success(try await saved) } catch { saving = .failure(error) }
    try StandardOutput.write(
      fit.summaryText(summary) + fit.experimentsText + "\n" + fit.metricsText(metrics))
    if let scores = fit.holdoutScores() { try StandardOutput.write("\n" + scores.text) }
    StandardError.write(fit.convergence(summary: summary).text + fit.experimentWarnings)
    try saving.get()
    StandardError.write("Saved \(path)\n")
    return metrics
  }
}
