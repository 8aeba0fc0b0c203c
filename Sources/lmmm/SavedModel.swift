import MediaMix
import MediaMixInference

/// A saved model as commands read it whose results stand or fall with its draws.
enum SavedModel {
  /// The model at `path`. What makes its draws doubtful is said on standard error, in one line: results
  /// look the same whether chains agree or not.
  static func read(_ path: String) throws -> FittedModel {
    let fit = try FittedModel(contentsOf: path)
    let warnings = fit.convergence().warnings
    if !warnings.isEmpty {
      let noun = warnings.count == 1 ? "a warning" : "\(warnings.count) warnings"
      StandardError.write(
        "Warning: the draws of this model come with \(noun); see lmmm summary \(path)\n")
    }
    return fit
  }
}
