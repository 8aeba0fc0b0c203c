/// An element of a picture in SVG or a page in HTML: a name, attributes in the order in which they
/// are written, and what it holds.
///
/// What it writes reads the same as XML and as HTML. Values and text are escaped when they are
/// written. They must not hold characters that XML forbids: text from outside passes
/// ``DisplayText`` first.
package struct MarkupElement: Sendable {
  /// What an element holds.
  package enum Node: Sendable {
    case text(String)
    case element(MarkupElement)
  }

  private let name: String
  private let attributes: KeyValuePairs<String, String>
  private let content: [Node]

  package init(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], content: [Node] = []
  ) {
    self.name = name
    self.attributes = attributes
    self.content = content
  }

  package init(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String
  ) {
    self.init(name, attributes, content: text.isEmpty ? [] : [.text(text)])
  }

  package init(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], children: [MarkupElement]
  ) {
    self.init(name, attributes, content: children.map(Node.element))
  }

  /// What a pointer that rests on the parent shows.
  static func hoverTitle(_ text: String) -> MarkupElement {
    MarkupElement("title", text: DisplayText.sentence(text))
  }

  /// The element as text; elements that hold nothing but elements have those on lines of their own.
  package var text: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to output: inout String) {
    output += "<\(name)"
    for (key, value) in attributes { output += " \(key)=\"\(Self.escaped(value))\"" }
    guard !content.isEmpty else {
      // In HTML only void elements end here; SVG within HTML may end any.
      output += Self.endsItself.contains(name) ? "/>\n" : "></\(name)>\n"
      return
    }
    output += ">"
    let isBlock = content.allSatisfy { if case .element = $0 { true } else { false } }
    if isBlock { output += "\n" }
    for node in content {
      switch node {
      case .text(let text): output += Self.escaped(text)
      case .element(let element):
        element.write(to: &output)
        if !isBlock { output.removeLast() }
      }
    }
    output += "</\(name)>\n"
  }

  private static let endsItself: Set = [
    "br", "col", "hr", "img", "meta", "circle", "line", "path", "rect",
  ]

  private static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { "&<>\"'".utf8.contains($0) }) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}

/// Coordinates as they are written into attributes.
enum SVGNumber {
  /// `value` to a tenth of a pixel, without a superfluous ".0"; values that no picture can hold are
  /// written as 0.
  static func text(_ value: Double) -> String {
    let tenths = (value * 10).rounded()
    guard tenths.magnitude < 1e9 else { return "0" }
    let (whole, rest) = Int(tenths).magnitude.quotientAndRemainder(dividingBy: 10)
    return "\(tenths < 0 ? "-" : "")\(whole)\(rest == 0 ? "" : ".\(rest)")"
  }
}
