import MediaMixInference

extension PriorSetting {
  /// The prior written in YAML: a number, a list, `{argument: …}`, `{family: {argument: …}}`,
  /// `{fixed: …}` or `{element: prior, …}`.
  ///
  /// A key with further keys below it is a family if there is one of that name, else the label of an
  /// element. Whether labels and arguments fit the parameter is for the model to say.
  ///
  /// - Throws: ``ConfigurationError`` for any other form.
  init(yaml: YAMLValue) throws(ConfigurationError) {
    if yaml.isList {
      var arguments: [PriorArgument] = []
      for element in try yaml.list() { arguments.append(try element.priorArgument()) }
      guard !arguments.isEmpty else { throw yaml.error("the list is empty; \(Self.forms)") }
      self = .positional(arguments)
    } else if yaml.isMapping {
      try self.init(mapping: yaml.mapping())
    } else {
      do {
        self = .positional([PriorArgument(try yaml.number())])
      } catch {
        throw yaml.error("is not a prior; \(Self.forms)")
      }
    }
  }

  private init(mapping: YAMLMapping) throws(ConfigurationError) {
    if let fixed = mapping["fixed"], !fixed.isMapping {
      try mapping.requireSingle("a fixed parameter has no other settings")
      self = .fixed(try fixed.priorArgument())
    } else if let (family, value) = try mapping.family() {
      try mapping.requireSingle(
        "has several distributions; give one, or one per element: "
          + "{tv: {\(family.rawValue): …}, …}")
      self = .family(family, try value.mapping().arguments())
    } else if mapping.entries.contains(where: { $0.value.isMapping }) {
      var elements: [String: PriorSetting] = [:]
      for (label, value) in mapping.entries { elements[label] = try PriorSetting(yaml: value) }
      self = .elements(elements)
    } else {
      self = .arguments(try mapping.arguments())
    }
  }

  private static let forms =
    "write a number, a list of numbers, {scale: 2}, {half_normal: {scale: 2}}, {fixed: 0} or "
    + "{tv: {half_normal: {scale: 2}}}"
}

extension YAMLMapping {
  /// The first key that is the name of a family with its arguments below it.
  fileprivate func family() throws(ConfigurationError) -> (DistributionFamily, YAMLValue)? {
    for (key, value) in entries {
      if let family = DistributionFamily(rawValue: key), try value.holdsArguments() {
        return (family, value)
      }
    }
    return nil
  }

  fileprivate func arguments() throws(ConfigurationError) -> [String: PriorArgument] {
    var arguments: [String: PriorArgument] = [:]
    for (name, value) in entries { arguments[name] = try value.priorArgument() }
    return arguments
  }

  fileprivate func requireSingle(_ problem: String) throws(ConfigurationError) {
    guard entries.count == 1 else { throw value.error(problem) }
  }
}

extension YAMLValue {
  /// Whether this is a mapping of numbers and lists, as the arguments of a family are, rather than
  /// the prior of an element.
  fileprivate func holdsArguments() throws(ConfigurationError) -> Bool {
    guard isMapping else { return false }
    return try mapping().entries.allSatisfy { !$0.value.isMapping && $0.key != "fixed" }
  }

  /// One argument: a number, or nested lists of numbers that form an array.
  fileprivate func priorArgument() throws(ConfigurationError) -> PriorArgument {
    guard isList else { return PriorArgument(try number()) }
    var rows: [PriorArgument] = []
    for element in try list() { rows.append(try element.priorArgument()) }
    guard !rows.isEmpty else { throw error("the list is empty; give at least one number") }
    guard let argument = PriorArgument(rows: rows) else {
      throw error("the rows of this array have different lengths")
    }
    return argument
  }
}

extension PriorSetting {
  /// The prior in YAML, in one line; reading it gives an equal value.
  var yaml: String {
    switch self {
    case .positional(let arguments):
      let written = arguments.map(\.yaml)
      return arguments.count == 1 && arguments[0].shape.isEmpty
        ? written[0] : YAMLText.list(written)
    case .arguments(let arguments): return Self.mapping(arguments.mapValues(\.yaml))
    case .family(let family, let arguments):
      return "{\(family.rawValue): \(Self.mapping(arguments.mapValues(\.yaml)))}"
    case .fixed(let value): return "{fixed: \(value.yaml)}"
    case .elements(let elements): return Self.mapping(elements.mapValues(\.yaml))
    }
  }

  private static func mapping(_ entries: [String: String]) -> String {
    let written = entries.sorted { $0.key < $1.key }.map {
      "\(YAMLText.scalar($0.key)): \($0.value)"
    }
    return "{\(written.joined(separator: ", "))}"
  }
}

extension PriorArgument {
  fileprivate var yaml: String {
    guard !shape.isEmpty else { return "\(values[0])" }
    // Innermost lists first, each axis wrapping the next.
    var texts = values.map(\.description)
    for length in shape.reversed() {
      texts = stride(from: 0, to: texts.count, by: length).map {
        YAMLText.list(Array(texts[$0..<$0 + length]))
      }
    }
    return texts[0]
  }
}
