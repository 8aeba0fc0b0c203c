import ArgumentParser
import MediaMix
import MediaMixReport

/// `lmmm predict`
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Predict the KPI of rows that follow the training data.",
    discussion: """
      The rows have the columns that the model was fitted to, spend and KPI excepted. Trend, season, \
      weekday and lags go on from the training data; media of periods in between are given with \
      --gap. Rows of periods that the model was fitted to are left out.

      Quantiles are those of the KPI that the model expects; with --noise those of the KPI itself, \
      whose single periods scatter around it. Where the rows have the KPI, scores follow, for which \
      noise is always counted in.
      """)

  @Argument(help: ArgumentHelp("The saved model.", valueName: "model.zarr"))
  var model: String

  @Argument(help: ArgumentHelp("A CSV, one row per period.", valueName: "future.csv"))
  var future: String

  @Option(
    help: ArgumentHelp(
      "A CSV with the media of the periods between the training data and these.",
      valueName: "gap.csv"))
  var gap: String?

  @OptionGroup var options: PredictionOptions

  func run() throws {
    let fit = try SavedModel.read(model)
    try options.checkOutput(apartFrom: [future] + [gap].compactMap(\.self))
    try options.report(try fit.prediction(ofCSVAt: future, gapAt: gap))
  }
}

extension FittedModel {
  /// The prediction of the rows of a CSV; says on standard error how many of them it was fitted to.
  func prediction(ofCSVAt path: String, gapAt gap: String?) throws -> Prediction {
    let table = try FutureTable.read(csvAt: path, gapAt: gap, following: self)
    if table.fittedPeriodCount > 0 {
      StandardError.write(
        "Note: the model was fitted to the first \(table.fittedPeriodCount) periods of \(path); "
          + "the \(table.dates.count) after them are predicted\n")
    }
    do {
      return try predict(table.rows)
    } catch {
      throw InputFileError(path: path, reason: "\(error)")
    }
  }
}

/// `lmmm fitted`
struct Fitted: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print what a model says about the rows that it was fitted to.",
    discussion: """
      Mean and quantiles of each row beside its KPI, and how well they agree. Scores of rows that \
      the model has learnt from flatter it: hold rows out with data.train_until and see lmmm \
      predict, or lmmm backtest.
      """)

  @Argument(help: ArgumentHelp("The saved model.", valueName: "model.zarr"))
  var model: String

  @OptionGroup var options: PredictionOptions

  func run() throws {
    let fit = try SavedModel.read(model)
    try options.checkOutput(apartFrom: [])
    try options.report(fit.fittedValues())
  }
}

/// What becomes of a prediction.
struct PredictionOptions: ParsableArguments {
  @Flag(help: "Count the noise of single periods in.")
  var noise = false

  @Option(help: ArgumentHelp("The same seed gives the same noise.", valueName: "seed"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "A CSV to write the rows to, with all their digits (default: a table is printed).",
      valueName: "file.csv"))
  var output: String?

  /// Checks, before time is spent on it, that the rows could be written.
  func checkOutput(apartFrom inputs: [String]) throws {
    try Output.checkFiles([output].compactMap(\.self), apartFrom: inputs)
  }

  /// Writes or prints the rows, then prints their scores.
  func report(_ prediction: Prediction) throws {
    let periods = prediction.periods(noise: noise, seed: seed)
    let scores = prediction.scoresText(seed: seed)
    if let output {
      try Output.write(periods.csv(), to: output)
      StandardError.write("Wrote \(output)\n")
      try StandardOutput.write(scores)
    } else {
      try StandardOutput.write(periods.text + (scores.isEmpty ? "" : "\n" + scores))
    }
  }
}
