/// Running text, some of whose words stand out.
package struct ReportText: Sendable, Hashable {
  /// Words of one look.
  enum Run: Sendable, Hashable {
    case plain(String)
    case strong(String)
    /// What is typed or read by programs.
    case code(String)
    /// A way to a section, by its name within the page.
    case link(String, section: String)
  }

  private(set) var runs: [Run]

  init(_ text: String) { runs = [.plain(text)] }

  static func + (first: ReportText, second: ReportText) -> ReportText {
    var sum = first
    sum.runs += second.runs
    return sum
  }
}

extension ReportText: ExpressibleByStringInterpolation {
  package init(stringLiteral text: String) { self.init(text) }

  package init(stringInterpolation: Interpolation) { runs = stringInterpolation.runs }

  package struct Interpolation: StringInterpolationProtocol {
    fileprivate var runs: [Run] = []

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ literal: String) { runs.append(.plain(literal)) }

    package mutating func appendInterpolation(_ text: String) { runs.append(.plain(text)) }

    package mutating func appendInterpolation(_ number: Int) { runs.append(.plain("\(number)")) }

    package mutating func appendInterpolation(_ text: ReportText) { runs += text.runs }

    package mutating func appendInterpolation(strong text: String) { runs.append(.strong(text)) }

    package mutating func appendInterpolation(link text: String, to section: String) {
      runs.append(.link(text, section: section))
    }

    package mutating func appendInterpolation(code text: String) { runs.append(.code(text)) }
  }
}

extension [String] {
  /// "a", "a and b", "a, b and c".
  var enumerated: String {
    guard count > 1, let last else { return first ?? "" }
    return "\(dropLast().joined(separator: ", ")) and \(last)"
  }
}
