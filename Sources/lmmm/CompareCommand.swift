import ArgumentParser
import MediaMix
import MediaMixInference
import MediaMixReport

/// `lmmm compare`
struct Compare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Fit all three transforms and say which predicts best, and where their answers differ.",
    discussion: """
      Leave-one-out cross-validation (PSIS-LOO) says how well each model predicts rows that it has \
      not seen: elpd is better when larger, a difference matters when it is several times its \
      standard error, and weights are those of the best mixture of predictions, which also mix the \
      stacked returns. Where Pareto k shows that a model's leave-one-out is not reliable, the last \
      periods are also predicted one by one from those before, with new fits where needed and \
      weights of their own. With train_until in the configuration, held-out \
      rows are scored beside a naive forecast.

      Custom priors of parameters that another transform does not have are left out of its fit.
      """)

  @Argument(help: ArgumentHelp("The data: a CSV, one row per period.", valueName: "data.csv"))
  var data: String

  @Option(help: ArgumentHelp("The configuration.", valueName: "file.yaml"))
  var config: String

  @Option(
    help: ArgumentHelp(
      "How many of the last periods are predicted one by one where leave-one-out is not reliable; "
        + "0 for never (default: 8, fewer of short data). Each may take another fit of each "
        + "transform.",
      valueName: "count"))
  var futurePeriods: Int?

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var picture: PictureOptions

  @OptionGroup(title: "Sampling") var sampling: SamplingOptions

  func validate() throws {
    if let futurePeriods, futurePeriods < 0 {
      throw ValidationError("future-periods must not be negative")
    }
  }

  func run() async throws {
    try Output.checkFiles(picture.paths, apartFrom: [data, config])
    var input = try ModelInput(data: data, configuration: config)
    sampling.apply(to: &input.configuration)
    let rows = try input.announcedModel().dataset
    let contest = TransformContest(
      input: input, futurePeriods: try futurePeriods(of: rows), threads: sampling.threads)
    let comparison = ModelComparison(try await contest.candidates())
    let target = input.configuration.data.target
    try Output.print(
      json ? try JSONOutput.text(ComparisonDocument(comparison)) : comparison.text,
      messages: comparison.warnings,
      writing: picture.files { Chart.comparison(comparison, target: target) })
  }

  /// How many of the last periods may be predicted one by one.
  private func futurePeriods(of rows: Dataset) throws -> Int {
    let most = LeaveFutureOut.mostPeriods(of: rows)
    guard let futurePeriods else { return min(8, most) }
    guard futurePeriods <= most else {
      throw InputFileError(
        path: data,
        reason: "there are too few rows to predict \(futurePeriods) of them one by one: "
          + "future-periods must be at most \(most)")
    }
    return futurePeriods
  }
}

/// Fits of all transforms to the same data.
private struct TransformContest {
  let input: ModelInput
  let futurePeriods: Int
  let threads: Int?

  /// The fits with what they are compared by.
  func candidates() async throws -> [ModelCandidate] {
    var candidates: [ModelCandidate] = []
    for transform in MediaTransform.allCases { candidates.append(try await candidate(transform)) }
    let isReliable = candidates.allSatisfy { $0.leaveOneOut.unreliablePoints.isEmpty }
    guard !isReliable, futurePeriods > 0 else { return candidates }
    for index in candidates.indices {
      let periods = NumberFormat.counted(futurePeriods, "period")
      StandardError.write("Predicting the last \(periods) by \(candidates[index].name)\n")
      candidates[index] = try await candidates[index].leavingFutureOut(
        periods: futurePeriods, threads: threads)
    }
    return candidates
  }

  private func candidate(_ transform: MediaTransform) async throws -> ModelCandidate {
    let name = transform.rawValue
    let (input, droppedPriors) = input.with(transform: transform)
    StandardError.write("Fitting \(name)\n")
    if !droppedPriors.isEmpty {
      StandardError.write(
        "Note: \(name) has no \(droppedPriors.joined(separator: ", ")): these priors are left "
          + "out\n")
    }
    let (model, holdout) = try input.model()
    let fit = try await FitReport.fit(model, of: input, threads: threads)
    return try ModelCandidate(name, fit, holdout: holdout)
  }
}

extension ModelInput {
  /// The same with another lag and saturation, and the names of custom priors that it has no use for.
  fileprivate func with(transform: MediaTransform) -> (input: ModelInput, droppedPriors: [String]) {
    var other = self
    let (specification, dropped) = configuration.model.with(transform: transform)
    other.configuration.model = specification
    other.configuration.initialization = configuration.initialization.moved(
      from: configuration.model.transform, to: transform)
    return (other, dropped)
  }
}
