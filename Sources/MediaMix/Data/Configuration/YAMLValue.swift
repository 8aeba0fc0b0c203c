import Yams

/// A value of a YAML document that knows where it stands, to be read as exactly one type.
struct YAMLValue {
  let node: Node
  /// The keys that lead here, joined by points.
  let path: String
  let fileName: String

  /// An error at this value.
  func error(_ problem: String) -> ConfigurationError {
    ConfigurationError(fileName: fileName, line: node.mark?.line, path: path, problem)
  }

  /// Text: any scalar but null, whatever its type elsewhere (a column may be called 2024 or "no").
  func string() throws(ConfigurationError) -> String {
    guard let scalar = node.scalar, !isNull else {
      throw error(isNull ? "has no value" : "must be text, not \(kind)")
    }
    guard !Table.trimmed(scalar.string).isEmpty else { throw error("must not be empty") }
    return scalar.string
  }

  /// A finite number.
  func number() throws(ConfigurationError) -> Double {
    guard let text = plainText, case .number(let number) = NumberText(text) else {
      throw error("must be a number, not \(shown)")
    }
    return number
  }

  /// A finite number > 0.
  func positiveNumber() throws(ConfigurationError) -> Double {
    let number = try number()
    guard number > 0 else { throw error("must be greater than 0, not \(shown)") }
    return number
  }

  /// A whole number within a range.
  func integer<Whole: FixedWidthInteger>(
    in range: ClosedRange<Whole>
  ) throws(ConfigurationError) -> Whole {
    guard let text = plainText, let integer = Whole(text) else {
      throw error(
        "must be a whole number from \(range.lowerBound) to \(range.upperBound), not \(shown)")
    }
    guard range.contains(integer) else {
      throw error("must be from \(range.lowerBound) to \(range.upperBound), not \(integer)")
    }
    return integer
  }

  /// True or false.
  func bool() throws(ConfigurationError) -> Bool {
    switch plainText?.lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default: throw error("must be true or false, not \(shown)")
    }
  }

  /// One of the names of an enumeration.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _: Choice.Type
  ) throws(ConfigurationError) -> Choice where Choice.RawValue == String {
    let names = Choice.allCases.map(\.rawValue)
    guard let scalar = node.scalar, let choice = Choice(rawValue: scalar.string) else {
      let suggestion = node.scalar.map { NearestName.suggestion(for: $0.string, in: names) }
      throw error(
        "must be one of \(names.joined(separator: ", ")), not \(shown)\(suggestion ?? "")")
    }
    return choice
  }

  /// The elements of a list.
  func list() throws(ConfigurationError) -> [YAMLValue] {
    guard let sequence = node.sequence else { throw error("must be a list, not \(shown)") }
    return sequence.enumerated().map { index, element in
      YAMLValue(node: element, path: "\(path)[\(index)]", fileName: fileName)
    }
  }

  /// The finite numbers of a list that is not empty.
  func numbers() throws(ConfigurationError) -> [Double] {
    var numbers: [Double] = []
    for element in try list() { numbers.append(try element.number()) }
    guard !numbers.isEmpty else { throw error("the list is empty; give at least one number") }
    return numbers
  }

  /// The entries of a mapping, in the order written.
  func mapping() throws(ConfigurationError) -> YAMLMapping {
    guard let mapping = node.mapping else {
      throw error(isNull ? "has no value" : "must be keys with values, not \(kind)")
    }
    var entries: [(key: String, value: YAMLValue)] = []
    var lines: [String: Int?] = [:]
    for (keyNode, valueNode) in mapping {
      let key = YAMLValue(node: keyNode, path: path, fileName: fileName)
      guard let name = keyNode.scalar?.string, !name.isEmpty else {
        throw key.error("keys must be names, not \(key.shown)")
      }
      guard !name.hasControlCharacters else {
        throw key.error("keys must not have control characters: \(key.shown)")
      }
      let keyPath = path.isEmpty ? name : "\(path).\(name)"
      if let earlier = lines.updateValue(keyNode.mark?.line, forKey: name) {
        throw YAMLValue(node: keyNode, path: keyPath, fileName: fileName).error(
          "the key occurs twice\(earlier.map { ", first in line \($0)" } ?? "")")
      }
      entries.append((name, YAMLValue(node: valueNode, path: keyPath, fileName: fileName)))
    }
    return YAMLMapping(value: self, entries: entries, lines: lines.compactMapValues(\.self))
  }

  var isMapping: Bool { node.mapping != nil }
  var isList: Bool { node.sequence != nil }

  private var isNull: Bool {
    plainText.map { ["", "~", "null", "Null", "NULL"].contains($0) } ?? false
  }

  /// The text of a scalar without quotation marks: only such are numbers, truth values or null.
  private var plainText: String? {
    guard let scalar = node.scalar, scalar.style == .plain || scalar.style == .any else {
      return nil
    }
    return scalar.string
  }

  private var kind: String {
    isMapping ? "keys with values" : isList ? "a list" : "a single value"
  }

  private var shown: String {
    if isNull { return "nothing" }
    return node.scalar.map { DataError.Place.quoted($0.string) } ?? kind
  }
}

/// The entries of a YAML mapping, in the order written.
struct YAMLMapping {
  let value: YAMLValue
  let entries: [(key: String, value: YAMLValue)]
  /// The line of each key.
  let lines: [String: Int]

  /// The value of a key; nil if the key is not there.
  subscript(key: String) -> YAMLValue? {
    entries.first { $0.key == key }?.value
  }

  /// The value of a key that must be there.
  func required(_ key: String) throws(ConfigurationError) -> YAMLValue {
    guard let found = self[key] else {
      throw value.error("the key \(key.debugDescription) is missing")
    }
    return found
  }

  /// Throws a ``ConfigurationError`` for the first key that is not among `known`.
  func allow(only known: [String]) throws(ConfigurationError) {
    guard let (key, unknown) = entries.first(where: { !known.contains($0.key) }) else { return }
    let suggestion = NearestName.suggestion(for: key, in: known)
    let hint = suggestion.isEmpty ? "; known are \(known.joined(separator: ", "))" : suggestion
    throw ConfigurationError(
      fileName: value.fileName, line: lines[key], path: unknown.path, "unknown key\(hint)")
  }
}
