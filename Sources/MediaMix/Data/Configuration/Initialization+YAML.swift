extension Initialization {
  /// The strategies that a word is enough for.
  package enum Rule: String, Sendable, CaseIterable {
    case modes, median, mean, sample, uniform

    /// The strategy.
    package var initialization: Initialization {
      switch self {
      case .modes: .modes
      case .median: .priorMedian
      case .mean: .priorMean
      case .sample: .priorSample
      case .uniform: .uniform
      }
    }
  }

  /// The strategy written in YAML: a word, or values by parameter, each a number or nested lists.
  ///
  /// Whether names and counts fit the parameters is for the model to say.
  ///
  /// - Throws: ``ConfigurationError`` for any other form.
  init(yaml: YAMLValue) throws(ConfigurationError) {
    guard yaml.isMapping else {
      self = try yaml.choice(Rule.self).initialization
      return
    }
    var values: [String: [Double]] = [:]
    for (name, value) in try yaml.mapping().entries { values[name] = try value.flatNumbers() }
    self = .values(values)
  }

  /// The strategy in YAML, in one line; reading it gives an equal value.
  var yaml: String {
    if case .values(let values) = self {
      let entries = values.sorted { $0.key < $1.key }.map {
        "\(YAMLText.scalar($0.key)): \(YAMLText.list($0.value.map(\.description)))"
      }
      return "{\(entries.joined(separator: ", "))}"
    }
    return Rule.allCases.first { $0.initialization == self }?.rawValue ?? Rule.modes.rawValue
  }
}

extension YAMLValue {
  /// The numbers of nested lists, row by row.
  fileprivate func flatNumbers() throws(ConfigurationError) -> [Double] {
    guard isList else { return [try number()] }
    var numbers: [Double] = []
    for element in try list() { numbers += try element.flatNumbers() }
    guard !numbers.isEmpty else { throw error("the list is empty; give at least one number") }
    return numbers
  }
}
