import MediaMix
import MediaMixInference
import MediaMixReport

/// Fitting with everything that a person at a terminal wants to see of it.
enum FitReport {
  /// Fits the training rows of `dataset`, with warnings and progress on standard error.
  static func fit(
    _ dataset: Dataset, configuration: Configuration, threads: Int? = nil
  ) async throws -> FittedModel {
    let (training, holdout) = try dataset.split(after: configuration.data.trainUntil)
    let model = try MediaMixModel(dataset: training, specification: configuration.model)
    for warning in model.warnings { StandardError.write("warning: \(warning.message)\n") }
    let byDeviation = model.scaling.featuresScaledByDeviation
    if !byDeviation.isEmpty {
      StandardError.write(
        "note: divided by the standard deviation instead of the mean, which is near 0: "
          + "\(byDeviation.joined(separator: ", "))\n")
    }
    if let holdout {
      StandardError.write(
        "note: \(training.timeCount) rows are fitted, \(holdout.timeCount) later ones held out\n")
    }
    let display = ProgressDisplay()
    return try await model.fit(
      configuration.sampler, schema: configuration.data, threads: threads
    ) { display.show($0) }
  }

  /// Prints the parameter table, the channels' metrics and the warnings.
  static func print(_ fit: FittedModel) {
    let summary = fit.summary()
    Swift.print(fit.summaryText(summary))
    Swift.print(fit.metricsText(fit.mediaMetrics()))
    StandardError.write(fit.convergence(summary: summary).text)
  }
}
