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
    lines.append("sampler:")
    lines += sampler.yamlEntries.map { "  \($0)" }
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

extension PriorSetting {
  fileprivate var yaml: String {
    let inOrder = (0..<arguments.count).compactMap { arguments["\($0)"] }
    if family == nil, !inOrder.isEmpty, inOrder.count == arguments.count {
      let written = inOrder.map(Self.argument)
      return inOrder.count == 1 && inOrder[0].count == 1 ? written[0] : YAMLText.list(written)
    }
    let named = arguments.sorted { $0.key < $1.key }.map { name, values in
      "\(YAMLText.scalar(name)): \(Self.argument(values))"
    }
    let mapping = "{\(named.joined(separator: ", "))}"
    return family.map { "{\(YAMLText.scalar($0)): \(mapping)}" } ?? mapping
  }

  private static func argument(_ values: [Double]) -> String {
    values.count == 1 ? "\(values[0])" : YAMLText.list(values.map(\.description))
  }
}

extension SamplerConfiguration {
  fileprivate var yamlEntries: [String] {
    var entries = [
      "chains: \(chains)", "warmup: \(warmup)", "draws: \(draws)",
      "target_accept: \(targetAcceptance)", "max_tree_depth: \(maximumTreeDepth)",
    ]
    if let metric { entries.append("metric: \(metric.rawValue)") }
    entries.append("seed: \(seed)")
    return entries
  }
}

/// Pieces of YAML text.
private enum YAMLText {
  /// Text as a scalar that no YAML reader takes for anything but this text.
  static func scalar(_ text: String) -> String {
    let isName =
      text.utf8.first.map(isLetter) == true && text.utf8.allSatisfy { isLetter($0) || isDigit($0) }
    return isName && !reserved.contains(text.lowercased()) ? text : quoted(text)
  }

  /// A list in one line.
  static func list(_ items: [String]) -> String { "[\(items.joined(separator: ", "))]" }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case _ where needsEscape(scalar):
        let digits = String(scalar.value, radix: 16)
        quoted += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// Controls, line breaks and what YAML 1.1 does not call printable.
  private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xFEFE, 0xFF00...0xFFFD, 0x1_0000...: false
    default: true
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Words that YAML 1.1 readers take for truth values or null.
  private static let reserved: Set<String> = [
    "y", "n", "yes", "no", "true", "false", "on", "off", "null",
  ]
}
