import MediaMix
import MediaMixInference

/// A saved model as commands read it whose results stand or fall with its draws.
enum SavedModel {
  /// The model at `path`. What makes its draws doubtful is said on standard error, in one line: results
  /// look the same whether chains agree or not.
  static func read(_ path: String) throws -> FittedModel { try readJudged(path).fit }

  /// The same with the number of warnings.
  static func readJudged(_ path: String) throws -> (fit: FittedModel, warningCount: Int) {
    let fit = try FittedModel(contentsOf: path)
    let count = fit.convergence().warnings.count
    if count > 0 {
      StandardError.write(
        "Warning: the draws of this model come with \(noun(count)); see lmmm summary \(path)\n")
    }
    return (fit, count)
  }

  /// So many warnings, in words.
  static func noun(_ count: Int) -> String { count == 1 ? "a warning" : "\(count) warnings" }
}
