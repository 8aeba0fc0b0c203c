/// A configuration that cannot be used: what is wrong, where, and what to do about it.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file, as its name was given.
  public let fileName: String
  /// The line, from 1; nil if there is none to point at.
  public let line: Int?
  /// The setting, "model.seasonality.degrees"; empty for the whole file.
  public let path: String
  /// What is wrong and what would be right.
  public let problem: String

  init(fileName: String, line: Int?, path: String, _ problem: String) {
    self.fileName = fileName
    self.line = line
    self.path = path
    self.problem = problem
  }

  /// "config.yaml, line 12, model.seasonalty: unknown key; did you mean "seasonality"?"
  public var description: String {
    let place = [fileName, line.map { "line \($0)" }, path.isEmpty ? nil : path]
    return "\(place.compactMap(\.self).joined(separator: ", ")): \(problem)".escapingControls
  }
}
