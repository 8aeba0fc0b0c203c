/// A picture under construction and its text in SVG: elements in the order of drawing, labels on top.
package struct Picture: Sendable {
  private let id: String
  private let title: String
  private let description: String
  package let width: Double
  package private(set) var height = 0.0
  private var elements: [SVGElement] = []
  /// All text that is drawn.
  package private(set) var labels: [Label] = []
  private var clips: [SVGElement] = []

  /// An empty picture.
  ///
  /// - Parameters:
  ///   - id: begins all identifiers of the picture; unique within a page; letters and hyphens.
  ///   - title: what the picture shows, for those who hear it.
  ///   - description: what is to be seen in it, for those who hear it.
  ///   - width: in pixels.
  init(id: String, title: String, description: String, width: Double) {
    self.id = id
    self.title = DisplayText.cleaned(title)
    self.description = description
    self.width = width
  }

  /// Ends the picture at `height` pixels.
  mutating func finish(at height: Double) { self.height = height.rounded(.up) }

  mutating func draw(_ element: SVGElement) { elements.append(element) }

  mutating func draw(_ label: Label) { labels.append(label) }

  /// Draws elements cut off at the edges of `frame`.
  mutating func draw(_ clipped: [SVGElement], within frame: Rectangle) {
    let name = "\(id)-clip-\(clips.count + 1)"
    clips.append(
      SVGElement("clipPath", ["id": name], children: [Mark.rectangle(frame, role: nil)]))
    elements.append(SVGElement("g", ["clip-path": "url(#\(name))"], children: clipped))
  }

  /// The picture as a file of its own, or a part of an HTML page: well-formed, complete in itself,
  /// without scripts.
  package var svg: String {
    let (width, height) = (SVGNumber.text(width), SVGNumber.text(height))
    let ground = Rectangle(left: 0, top: 0, right: self.width, bottom: self.height)
    let root = SVGElement(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "class": Theme.rootClass,
        "viewBox": "0 0 \(width) \(height)", "width": width, "height": height, "role": "img",
        "aria-labelledby": "\(id)-title \(id)-description",
      ],
      children: [
        SVGElement("title", ["id": "\(id)-title"], text: title),
        SVGElement("desc", ["id": "\(id)-description"], text: description),
        SVGElement("style", text: Theme.styleSheet),
        SVGElement("defs", children: clips),
        Mark.rectangle(ground, role: .ground),
      ] + elements + labels.map(\.element))
    var text = ""
    root.write(to: &text)
    return text
  }
}
