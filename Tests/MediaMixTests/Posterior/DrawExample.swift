import MediaMix
import MediaMixInference

/// Draws to put in place of a fit's own.
enum DrawExample {
  /// The first `count` draws of every parameter.
  static func draws(of fit: FittedModel, count: Int) -> [String: [Double]] {
    var draws: [String: [Double]] = [:]
    for parameter in fit.model.parameters.parameters {
      draws[parameter.name] = Array(
        (fit.draws(of: parameter.name) ?? []).prefix(count * parameter.count))
    }
    return draws
  }
}
