import MediaMixInference

extension Configuration {
  /// The configuration written in YAML.
  ///
  /// Reading is strict: an unknown key, a key that occurs twice, a value of another type or out of
  /// range is an error. `data` is needed with `date`, `target` and `media`; all else has defaults.
  ///
  /// - Parameters:
  ///   - yaml: the text of the configuration.
  ///   - fileName: the name that errors mention.
  /// - Throws: ``ConfigurationError`` with the line and the path of the first setting that is wrong.
  public init(yaml: String, fileName: String) throws(ConfigurationError) {
    let root = try YAMLDocument.root(of: yaml, fileName: fileName).mapping()
    try root.allow(only: ["data", "model", "experiments", "sampler"])
    data = try DataSchema(yaml: root.required("data"))
    model = try root["model"].map(ModelSpecification.init(yaml:)) ?? ModelSpecification()
    model.experiments = try root["experiments"]?.experiments() ?? []
    sampler = try root["sampler"].map(SamplerConfiguration.init(yaml:)) ?? SamplerConfiguration()
    initialization =
      try root["sampler"]?.mapping()["init"].map(Initialization.init(yaml:)) ?? .modes
    if case .explicit(let scales) = model.mediaPrior, scales.count != data.media.count {
      throw try root.required("model").mapping().required("media_prior").error(
        "must have one scale per channel: \(data.media.count), not \(scales.count)")
    }
  }
}

extension DataSchema {
  fileprivate init(yaml: YAMLValue) throws(ConfigurationError) {
    let mapping = try yaml.mapping()
    try mapping.allow(
      only: ["date", "date_format", "target", "geo", "media", "features", "train_until"])
    var features: [String] = []
    for feature in try mapping["features"]?.list() ?? [] { features.append(try feature.string()) }
    self.init(
      date: try mapping.required("date").string(),
      dateFormat: try mapping["date_format"]?.dateFormat(),
      target: try mapping.required("target").string(),
      geo: try mapping["geo"]?.string(),
      media: try mapping.required("media").channels(), features: features,
      trainUntil: try mapping["train_until"]?.isoDate())
    if let conflict { throw yaml.error(conflict) }
  }
}

extension ModelSpecification {
  fileprivate init(yaml: YAMLValue) throws(ConfigurationError) {
    self.init()
    let mapping = try yaml.mapping()
    try mapping.allow(
      only: ["transform", "seasonality", "number_lags", "scaling", "media_prior", "priors"])
    if let value = mapping["transform"] { transform = try value.choice(MediaTransform.self) }
    if let value = mapping["seasonality"] { seasonality = try Seasonality(yaml: value) }
    if let value = mapping["number_lags"] { numberOfLags = try value.integer(in: 1...10_000) }
    if let value = mapping["scaling"] { scaling = try value.choice(ScalingRule.self) }
    if let value = mapping["media_prior"] { mediaPrior = try MediaPrior(yaml: value) }
    for (name, value) in try mapping["priors"]?.mapping().entries ?? [] {
      priors[name] = try PriorSetting(yaml: value)
    }
  }
}

extension Seasonality {
  fileprivate init(yaml: YAMLValue) throws(ConfigurationError) {
    self.init()
    let mapping = try yaml.mapping()
    try mapping.allow(only: ["degrees", "frequency", "weekday"])
    if let value = mapping["degrees"] { degrees = try value.integer(in: 1...100) }
    if let value = mapping["frequency"] { frequency = try value.integer(in: 1...100_000) }
    if let value = mapping["weekday"] { weekday = try value.bool() }
  }
}

extension MediaPrior {
  fileprivate init(yaml: YAMLValue) throws(ConfigurationError) {
    guard yaml.isMapping || yaml.isList else {
      throw yaml.error("must be {scale: 0.15}, or a list of one scale per channel")
    }
    if yaml.isMapping {
      let mapping = try yaml.mapping()
      try mapping.allow(only: ["scale"])
      self = .spendShare(scale: try mapping.required("scale").positiveNumber())
    } else {
      var scales: [Double] = []
      for element in try yaml.list() { scales.append(try element.positiveNumber()) }
      self = .explicit(scales)
    }
  }
}

extension SamplerConfiguration {
  fileprivate init(yaml: YAMLValue) throws(ConfigurationError) {
    self.init()
    let mapping = try yaml.mapping()
    try mapping.allow(
      only: [
        "chains", "warmup", "draws", "target_accept", "max_tree_depth", "metric", "seed", "init",
        "goal",
      ])
    if let value = mapping["chains"] { chains = try value.integer(in: 1...1_000) }
    if let value = mapping["warmup"] { warmup = try value.integer(in: 0...10_000_000) }
    if let value = mapping["draws"] {
      draws = try value.integer(in: 1...10_000_000)
      // Whoever says how many draws they want gets as many transitions, unless they ask for both.
      goal = nil
    }
    if let value = mapping["goal"] { goal = try ConvergenceGoal(yaml: value) }
    if let value = mapping["target_accept"] {
      targetAcceptance = try value.number()
      guard targetAcceptance > 0, targetAcceptance < 1 else {
        throw value.error("must lie between 0 and 1, not \(targetAcceptance)")
      }
    }
    if let value = mapping["max_tree_depth"] { maximumTreeDepth = try value.integer(in: 1...20) }
    if let value = mapping["metric"] { metric = try value.choice(MetricShape.self) }
    if let value = mapping["seed"] { seed = try value.integer(in: 0...UInt64.max) }
  }
}

extension ConvergenceGoal {
  fileprivate init(yaml: YAMLValue) throws(ConfigurationError) {
    self.init()
    let mapping = try yaml.mapping()
    try mapping.allow(only: ["ess", "r_hat", "max_thinning"])
    if let value = mapping["ess"] {
      let size = try value.number()
      guard size > 0 else { throw value.error("must be positive, not \(size)") }
      effectiveSampleSize = size
    }
    if let value = mapping["r_hat"] {
      rHat = try value.number()
      guard rHat > 1 else { throw value.error("must be above 1, not \(rHat)") }
    }
    if let value = mapping["max_thinning"] {
      maximumThinning = try value.integer(in: 1...1 << 20)
    }
  }
}

extension YAMLValue {
  fileprivate func channels() throws(ConfigurationError) -> [DataSchema.Channel] {
    var channels: [DataSchema.Channel] = []
    for (name, value) in try mapping().entries {
      let mapping = try value.mapping()
      try mapping.allow(only: ["column", "spend"])
      channels.append(
        DataSchema.Channel(
          name: name, column: try mapping.required("column").string(),
          spendColumn: try mapping["spend"]?.string()))
    }
    return channels
  }

  fileprivate func dateFormat() throws(ConfigurationError) -> DateFormat {
    do {
      return try DateFormat(string())
    } catch let patternError as DateFormat.PatternError {
      throw error(patternError.description)
    } catch {
      throw self.error("must be a pattern such as dd/MM/yyyy")
    }
  }

  /// A date of ISO 8601.
  func isoDate() throws(ConfigurationError) -> CalendarDate {
    let text = try string()
    guard let date = CalendarDate(iso: text) else {
      throw error(
        "must be a date like 2024-06-30 (whatever date_format says), not \(text.debugDescription)")
    }
    return date
  }
}
