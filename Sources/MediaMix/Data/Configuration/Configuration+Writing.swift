import MediaMixInference

extension Configuration {
  /// The complete configuration in YAML, defaults included; reading it gives an equal value.
  ///
  /// What cannot be read cannot be written either: numbers must be finite and the schema free of
  /// contradictions.
  public func yaml() -> String {
    var lines = ["data:"]
    lines += data.yamlEntries.map { "  \($0)" }
    lines.append("model:")
    lines += model.yamlEntries.map { "  \($0)" }
    if !model.experiments.isEmpty { lines.append("experiments:") }
    lines += model.experiments.map { "  - \($0.yaml)" }
    lines.append("sampler:")
    lines += sampler.yamlEntries.map { "  \($0)" }
    if initialization != .modes { lines.append("  init: \(initialization.yaml)") }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension DataSchema {
  fileprivate var yamlEntries: [String] {
    var entries = ["date: \(YAMLText.scalar(date))"]
    if let dateFormat {
      entries.append("date_format: \(YAMLText.scalar(dateFormat.description))")
    }
    entries.append("target: \(YAMLText.scalar(target))")
    if let geo { entries.append("geo: \(YAMLText.scalar(geo))") }
    entries.append("media:")
    entries += media.map { channel in
      var columns = "column: \(YAMLText.scalar(channel.column))"
      if channel.spendColumn != channel.column {
        columns += ", spend: \(YAMLText.scalar(channel.spendColumn))"
      }
      return "  \(YAMLText.scalar(channel.name)): {\(columns)}"
    }
    entries.append("features: \(YAMLText.list(features.map(YAMLText.scalar)))")
    if let trainUntil { entries.append("train_until: \(trainUntil)") }
    return entries
  }
}

extension ModelSpecification {
  fileprivate var yamlEntries: [String] {
    var entries = [
      "transform: \(transform.rawValue)",
      "seasonality: {degrees: \(seasonality.degrees), frequency: \(seasonality.frequency), "
        + "weekday: \(seasonality.weekday)}",
    ]
    if let numberOfLags { entries.append("number_lags: \(numberOfLags)") }
    entries.append("scaling: \(scaling.rawValue)")
    switch mediaPrior {
    case .spendShare(let scale): entries.append("media_prior: {scale: \(scale)}")
    case .explicit(let scales):
      entries.append("media_prior: \(YAMLText.list(scales.map(\.description)))")
    }
    if !priors.isEmpty { entries.append("priors:") }
    entries += priors.sorted { $0.key < $1.key }.map { name, prior in
      "  \(YAMLText.scalar(name)): \(prior.yaml)"
    }
    return entries
  }
}

extension SamplerConfiguration {
  fileprivate var yamlEntries: [String] {
    var entries = [
      "chains: \(chains)", "warmup: \(warmup)", "draws: \(draws)",
      "target_accept: \(targetAcceptance)", "max_tree_depth: \(maximumTreeDepth)",
    ]
    if let goal {
      let size = goal.effectiveSampleSize.map { "ess: \($0), " } ?? ""
      entries.append("goal: {\(size)r_hat: \(goal.rHat), max_thinning: \(goal.maximumThinning)}")
    }
    if let metric { entries.append("metric: \(metric.rawValue)") }
    entries.append("seed: \(seed)")
    return entries
  }
}
