extension PriorSetting {
  /// The prior written in YAML: a number, a list, `{argument: …}` or `{family: {argument: …}}`.
  ///
  /// Names of families and arguments are not checked: that is for the model to do.
  ///
  /// - Throws: ``ConfigurationError`` for any other form.
  init(yaml: YAMLValue) throws(ConfigurationError) {
    if yaml.isList {
      var arguments: [String: [Double]] = [:]
      for (position, element) in try yaml.list().enumerated() {
        arguments["\(position)"] = try element.argument()
      }
      guard !arguments.isEmpty else { throw yaml.error("the list is empty; \(Self.forms)") }
      self.init(family: nil, arguments: arguments)
    } else if yaml.isMapping {
      try self.init(mapping: yaml.mapping())
    } else {
      do {
        self.init(family: nil, arguments: ["0": [try yaml.number()]])
      } catch {
        throw yaml.error("is not a prior; \(Self.forms)")
      }
    }
  }

  private init(mapping: YAMLMapping) throws(ConfigurationError) {
    if let fixed = mapping["fixed"] {
      throw fixed.error(
        "fixing a parameter is not supported by this version; give it a narrow prior")
    }
    guard let (family, value) = mapping.entries.first(where: { $0.value.isMapping }) else {
      self.init(family: nil, arguments: try mapping.arguments())
      return
    }
    let arguments = try value.mapping()
    if arguments.entries.contains(where: { $0.value.isMapping || $0.key == "fixed" }) {
      throw value.error(
        "priors for single elements of a parameter are not supported by this version; "
          + "give one family with lists of arguments")
    }
    guard mapping.entries.count == 1 else {
      throw mapping.value.error(
        "has several families; one family for the whole parameter is supported by this version")
    }
    self.init(family: family, arguments: try arguments.arguments())
  }

  private static let forms =
    "write a number, a list of numbers, {scale: 2} or {half_normal: {scale: 2}}"
}

extension YAMLMapping {
  fileprivate func arguments() throws(ConfigurationError) -> [String: [Double]] {
    var arguments: [String: [Double]] = [:]
    for (name, value) in entries { arguments[name] = try value.argument() }
    return arguments
  }
}

extension YAMLValue {
  /// One argument: a number, or as many as the parameter has elements.
  fileprivate func argument() throws(ConfigurationError) -> [Double] {
    isList ? try numbers() : [try number()]
  }
}
