/// A node of a picture in SVG: a name, attributes in the order in which they are written, and text
/// or children.
///
/// Values and text are escaped when they are written. They must not hold characters that XML
/// forbids: text from outside passes ``DisplayText`` first.
package struct SVGElement: Sendable {
  private let name: String
  private let attributes: KeyValuePairs<String, String>
  private let text: String
  private let children: [SVGElement]

  package init(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String = "",
    children: [SVGElement] = []
  ) {
    self.name = name
    self.attributes = attributes
    self.text = text
    self.children = children
  }

  /// What a pointer that rests on the parent shows.
  static func hoverTitle(_ text: String) -> SVGElement { SVGElement("title", text: text) }

  /// Appends the element as XML on lines of its own, children one to a line.
  package func write(to output: inout String) {
    output += "<\(name)"
    for (key, value) in attributes { output += " \(key)=\"\(Self.escaped(value))\"" }
    guard !(text.isEmpty && children.isEmpty) else {
      output += "/>\n"
      return
    }
    output += ">"
    output += Self.escaped(text)
    if !children.isEmpty {
      output += "\n"
      for child in children { child.write(to: &output) }
    }
    output += "</\(name)>\n"
  }

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
