import Yams

/// YAML text turned into one document, with bounds on what hostile text can cost.
enum YAMLDocument {
  /// The document's root.
  ///
  /// - Throws: ``ConfigurationError`` for text that is empty, too large, not YAML, several documents,
  ///   nested too deeply, or full of aliases.
  static func root(of text: String, fileName: String) throws(ConfigurationError) -> YAMLValue {
    func error(_ problem: String, line: Int? = nil) -> ConfigurationError {
      ConfigurationError(fileName: fileName, line: line, path: "", problem)
    }
    guard text.utf8.count <= largestText else {
      throw error("the file is larger than a configuration can be (1 MB)")
    }
    guard aliasCount(in: text) <= mostAliases else {
      throw error("there are too many aliases (*name); write the values out")
    }
    guard nestingBound(of: text) <= deepestNesting else {
      throw error("lists and keys are nested too deeply, or brackets are not closed")
    }
    let root: Node?
    do {
      root = try compose(yaml: text)
    } catch let yamlError as YamlError {
      let (problem, line) = yamlError.explanation
      throw error(problem, line: line)
    } catch {
      throw ConfigurationError(fileName: fileName, line: nil, path: "", "not YAML: \(error)")
    }
    guard let root, root.scalar?.string != "" else {
      throw error("the configuration is empty; it needs at least data: with date, target and media")
    }
    return YAMLValue(node: root, path: "", fileName: fileName)
  }

  /// Number of places that look like an alias: an asterisk at the start of a word.
  ///
  /// A few aliases of aliases can unfold to a document of astronomic size. With so few allowed in
  /// all, it stays small; stars inside quoted text may be counted too, which does no harm.
  private static func aliasCount(in text: String) -> Int {
    var count = 0
    var previous = UInt8(ascii: "\n")
    for byte in text.utf8 {
      if byte == UInt8(ascii: "*"), wordBreaks.contains(previous) { count += 1 }
      previous = byte
    }
    return count
  }

  /// A number that the nesting of lists and mappings does not exceed.
  ///
  /// The parser calls itself for every level and would overflow a small stack. A block level needs
  /// an indicator or a column of indentation of its own, so runs of those bound block levels. Flow
  /// levels are opening brackets less closing ones; a closing bracket that may stand in a comment or
  /// in quotation marks does not count.
  private static func nestingBound(of text: String) -> Int {
    var flow = (depth: 0, deepest: 0)
    var run = (length: 0, longest: 0)
    var mayBeQuotedAcrossLines = false
    for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      var isPlain = !mayBeQuotedAcrossLines
      var quotes = (single: 0, double: 0, escapes: 0)
      run.length = 0
      for byte in line {
        run.length = indentation.contains(byte) ? run.length + 1 : 0
        run.longest = max(run.longest, run.length)
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "{"):
          flow.depth += 1
          flow.deepest = max(flow.deepest, flow.depth)
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
          if isPlain { flow.depth = max(0, flow.depth - 1) }
        case UInt8(ascii: "'"): (quotes.single, isPlain) = (quotes.single + 1, false)
        case UInt8(ascii: "\""): (quotes.double, isPlain) = (quotes.double + 1, false)
        case UInt8(ascii: "\\"): quotes.escapes += 1
        case UInt8(ascii: "#"): isPlain = false
        default: break
        }
      }
      let isClosed =
        switch (quotes.single, quotes.double) {
        case (0, 0): true
        case (let count, 0): count.isMultiple(of: 2)
        case (0, let count): count.isMultiple(of: 2) && quotes.escapes == 0
        default: false
        }
      if !isClosed { mayBeQuotedAcrossLines = true }
    }
    return flow.deepest + run.longest
  }

  private static let indentation = Set(" \t\r-?:".utf8)
  private static let deepestNesting = 250
  private static let wordBreaks = Set("\n\r\t ,:-?[]{}\"'".utf8)
  private static let mostAliases = 24
  private static let largestText = 1 << 20
}

extension YamlError {
  /// What the parser stumbled over, and in which line.
  fileprivate var explanation: (problem: String, line: Int?) {
    switch self {
    case .scanner(_, "found character that cannot start any token", let mark, _):
      ("not YAML: indent with spaces, not tabs, and quote text that starts with @ or `", mark.line)
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      ("not YAML: \(problem)", mark.line)
    case .reader(let problem, _, _, _):
      ("not YAML: \(problem)", nil)
    case .duplicatedKeysInMapping(let duplicates, let context):
      ("the key \(DataError.Place.quoted(duplicates.first ?? "")) occurs twice", context.mark.line)
    default:
      ("not YAML", nil)
    }
  }
}
