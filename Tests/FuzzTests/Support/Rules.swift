import Foundation
import MediaMix
import MediaMixInference
import MediaMixReport

/// What holds for whatever is computed or refused.
enum Rules {
  /// Checks that an error is one for people: of a kind that the tool gives an exit status for, with a
  /// message that can be shown.
  static func checkRefusal(_ error: any Error) throws {
    switch error {
    case is ConfigurationError, is DataError, is PriorError, is ExperimentError, is ArchiveError,
      is ParameterValueError, is PredictionError, is InsightError, is BudgetError,
      is InitializationError, is SamplerError:
      try checkMessage("\(error)")
    default: throw Finding("an error of the kind \(type(of: error)): \(error)")
    }
  }

  /// Checks that a text can be shown: neither nothing nor endless, and nothing that a terminal obeys.
  static func checkMessage(_ message: String) throws {
    guard !message.isEmpty else { throw Finding("an empty message") }
    guard message.utf8.count < 20_000 else {
      throw Finding("a message of \(message.utf8.count) bytes: \(message.prefix(300))")
    }
    for word in ["Optional(", "fatalError", "unexpectedly"] where message.contains(word) {
      throw Finding("a message with \(word): \(message.prefix(600))")
    }
    for scalar in message.unicodeScalars
    where scalar.properties.generalCategory == .control && scalar != "\n" {
      throw Finding("a message with the control character \(scalar.value): \(message.prefix(600))")
    }
  }

  /// Checks that a document is JSON: `JSONEncoder` refuses numbers that are not finite.
  static func checkDocument(_ document: some Encodable) throws {
    do {
      _ = try JSONEncoder().encode(document)
    } catch {
      throw Finding("no JSON: \(error)")
    }
  }

  /// Checks numbers that stand in results as they are.
  static func checkFinite(_ numbers: some Sequence<Double>, _ what: String) throws {
    for number in numbers where !number.isFinite { throw Finding("\(what): \(number)") }
  }

  /// Checks a log density and its gradient: a number, or −∞ without a gradient.
  static func checkEvaluation(_ evaluation: DensityEvaluation, fixed: [String: [Bool]]) throws {
    for value in [evaluation.logDensity, evaluation.logDensityUnconstrained] {
      guard value.isFinite || value == -.infinity else { throw Finding("log density \(value)") }
    }
    // The gradient is there whole, or none of it.
    let known = evaluation.gradientUnconstrained.values.joined().contains { !$0.isNaN }
    guard evaluation.logDensityUnconstrained > -.infinity, known else { return }
    for (name, gradient) in evaluation.gradientUnconstrained {
      for (element, isFixed) in zip(gradient, fixed[name] ?? []) where !isFixed {
        guard element.isFinite else {
          throw Finding("gradient by \(name) \(element) at \(evaluation.logDensity)")
        }
      }
    }
  }
}

extension MediaMixModel {
  /// Which scalars of each parameter are fixed.
  var fixedScalars: [String: [Bool]] {
    let all = isFixed
    var fixed: [String: [Bool]] = [:]
    for (parameter, offset) in zip(parameters.parameters, parameters.offsets) {
      fixed[parameter.name] = Array(all[offset..<offset + parameter.count])
    }
    return fixed
  }

  /// Natural values at which the model can be evaluated: prior medians.
  func medians() throws -> [String: [Double]] {
    let values = try startingParameters([:])
    var named: [String: [Double]] = [:]
    for (parameter, offset) in zip(parameters.parameters, parameters.offsets) {
      named[parameter.name] = Array(values[offset..<offset + parameter.count])
    }
    return named
  }
}

extension FittedModel {
  /// Checks everything that `summary`, `metrics` and `contributions` print.
  func checkResults() throws {
    let summary = summary()
    try Rules.checkDocument(SummaryDocument(self, summary: summary))
    _ = summaryText(summary)
    _ = convergence(summary: summary).text
    let metrics = mediaMetrics()
    try Rules.checkDocument(
      MetricsDocument(metrics, attributions: try attributionOverSpend(in: DataSelection())))
    _ = metricsText(metrics)
  }
}
