/// A picture under construction and its markup: elements in the order of drawing, labels on top.
package struct Picture: Sendable {
  /// Where a picture is to be seen.
  package enum Medium: String, Sendable, CaseIterable {
    /// A file of its own, complete in itself.
    case file
    /// A page that has the title, the notes and the style sheet.
    case page
    /// The same on a narrow screen, without a pointer.
    case phone

    /// In pixels.
    package var width: Double { self == .phone ? 420 : 920 }
    var margin: Double { self == .file ? 24 : 2 }
  }

  let medium: Medium
  private let id: String
  private let title: String
  private let description: String
  package var width: Double { medium.width }
  package private(set) var height = 0.0
  private var elements: [MarkupElement] = []
  /// All text that is drawn.
  package private(set) var labels: [Label] = []
  private var clips: [MarkupElement] = []

  /// An empty picture.
  ///
  /// - Parameters:
  ///   - id: begins all identifiers of the picture; unique within a page; letters and hyphens.
  ///   - title: what the picture shows, for those who hear it.
  ///   - description: what is to be seen in it, for those who hear it.
  ///   - medium: where it is to be seen.
  init(id: String, title: String, description: String, medium: Medium) {
    self.id = id
    self.title = DisplayText.sentence(title)
    self.description = description
    self.medium = medium
  }

  /// Ends the picture at `height` pixels.
  mutating func finish(at height: Double) { self.height = height.rounded(.up) }

  mutating func draw(_ element: MarkupElement) { elements.append(element) }

  mutating func draw(_ label: Label) { labels.append(label) }

  /// Has `text` shown by a pointer that rests in `frame`, where there are pointers.
  mutating func drawHover(_ frame: Rectangle, _ text: String) {
    if medium != .phone { elements.append(Mark.hover(frame, text)) }
  }

  /// Draws elements cut off at the edges of `frame`.
  mutating func draw(_ clipped: [MarkupElement], within frame: Rectangle) {
    let name = "\(id)-clip-\(clips.count + 1)"
    clips.append(
      MarkupElement("clipPath", ["id": name], children: [Mark.rectangle(frame, nil)]))
    elements.append(MarkupElement("g", ["clip-path": "url(#\(name))"], children: clipped))
  }

  /// The picture as a part of an HTML page, or the root of a file: well-formed, without scripts.
  package var element: MarkupElement {
    let (width, height) = (SVGNumber.text(width), SVGNumber.text(height))
    let ground = Rectangle(left: 0, top: 0, right: self.width, bottom: self.height)
    var head = [
      MarkupElement("title", ["id": "\(id)-title"], text: title),
      MarkupElement("desc", ["id": "\(id)-description"], text: description),
    ]
    if medium == .file { head.append(MarkupElement("style", text: Theme.styleSheet)) }
    if !clips.isEmpty { head.append(MarkupElement("defs", children: clips)) }
    if medium == .file { head.append(Mark.rectangle(ground, Look(.fill, .ground))) }
    return MarkupElement(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg",
        "class": "\(Theme.rootClass) \(Theme.rootClass)-\(medium.rawValue)",
        "viewBox": "0 0 \(width) \(height)", "width": width, "height": height, "role": "img",
        "aria-labelledby": "\(id)-title \(id)-description",
      ],
      children: head + elements + labels.map(\.element))
  }
}
