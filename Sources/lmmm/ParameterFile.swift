import MediaMix
import MediaMixInference
import MediaMixReport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A file that cannot be used.
struct InputFileError: Error, CustomStringConvertible {
  let path: String
  let reason: String

  var description: String { "\(path): \(reason)" }
}

/// Values of parameters by name, as `lmmm evaluate` reads them: JSON, in the shapes of the model.
struct ParameterFile {
  let path: String

  /// What the model says at these values.
  func evaluation(of model: MediaMixModel) throws -> DensityEvaluation {
    let values = try values()
    for parameter in model.parameters.parameters {
      if let value = values[parameter.name] { try require(parameter.shape, of: value, parameter) }
    }
    do {
      return try model.evaluate(at: values.mapValues(\.flat))
    } catch {
      throw InputFileError(path: path, reason: error.description)
    }
  }

  private func values() throws -> [String: NestedNumbers] {
    let text: String
    do {
      text = try TextFile.contents(atPath: path)
    } catch {
      throw InputFileError(path: path, reason: "\(error.reason). \(error.advice)")
    }
    do {
      return try JSONDecoder().decode([String: NestedNumbers].self, from: Data(text.utf8))
    } catch {
      throw InputFileError(
        path: path,
        reason: "must be a JSON object of numbers and nested arrays of numbers by parameter name, "
          + "such as {\"sigma\": [0.1], \"expo_trend\": 1}")
    }
  }

  private func require(_ shape: [Int], of value: NestedNumbers, _ parameter: Parameter) throws {
    guard value.shape != shape else { return }
    let found = value.shape.map(Self.text) ?? "an array of unequal rows"
    throw InputFileError(
      path: path, reason: "\(parameter.name) must be \(Self.text(shape)), not \(found)")
  }

  /// "a number", "an array of 1 number", "an array of 2 × 2 numbers".
  private static func text(_ shape: [Int]) -> String {
    guard !shape.isEmpty else { return "a number" }
    let lengths = shape.map(String.init).joined(separator: " × ")
    return "an array of \(lengths) number\(shape == [1] ? "" : "s")"
  }
}
