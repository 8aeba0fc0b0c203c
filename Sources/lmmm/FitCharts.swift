import ArgumentParser
import MediaMix
import MediaMixReport

/// `lmmm plot MODEL model-fit`
struct ModelFitRequest: ChartRequest {
  static let abstract = "The KPI of the training data beside what the model says about it."

  func chart(of fit: FittedModel) -> Chart {
    .modelFit(fit.fittedValues(), target: fit.schema.target)
  }
}

/// `lmmm plot MODEL out-of-sample-fit`
struct OutOfSampleFitRequest: ChartRequest {
  static let abstract =
    "The KPI of rows that the model has not seen beside what it says about them."

  @Option(
    help: ArgumentHelp(
      "A CSV of rows with their KPI (default: the rows held out by data.train_until).",
      valueName: "future.csv"))
  var future: String?

  @Option(
    help: ArgumentHelp(
      "A CSV with the media of the periods between the training data and these.",
      valueName: "gap.csv"))
  var gap: String?

  func validate() throws {
    if future == nil, gap != nil {
      throw ValidationError("--gap is for the rows of --future; name those too")
    }
  }

  func chart(of fit: FittedModel) throws -> Chart {
    .outOfSampleFit(
      try prediction(of: fit), target: fit.schema.target)
  }

  private func prediction(of fit: FittedModel) throws -> Prediction {
    guard let future else {
      guard let prediction = fit.holdoutPrediction() else {
        throw ChartError.nothingHeldOut
      }
      return prediction
    }
    let prediction = try fit.prediction(ofCSVAt: future, gapAt: gap)
    guard prediction.observed != nil else {
      throw InputFileError(
        path: future, reason: "has no column \(fit.schema.target) to compare with; add it")
    }
    return prediction
  }
}
