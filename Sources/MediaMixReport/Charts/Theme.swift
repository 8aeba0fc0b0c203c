/// The look of all pictures: the one place where colours and strokes are chosen.
///
/// What a mark looks like is a shape and an ink, two classes of one style sheet. Inks stay apart for
/// colour-blind eyes (after the palette of Okabe and Ito, 2008, "Color universal design"); those of
/// series differ in lightness too, so that they stay apart in grey. Every ink has a value for light
/// and one for dark surroundings, written out in both sets of rules rather than as custom
/// properties, because programs other than browsers that draw SVG know no custom properties.
package enum Theme {
  /// Colours by what they mean.
  enum Ink: Sendable, Hashable {
    case ground, grid, axis, text, muted
    /// What the model says.
    case model
    /// What was observed.
    case observed
    /// What everything is compared with: a prior, a reference, a plan.
    case reference
    /// One of several series that stand beside each other, from 0; the ninth is the first again.
    case series(Int)
    /// What remains beside series.
    case rest

    /// How many series have colours of their own.
    static let seriesCount = 8

    fileprivate static let all: [Ink] =
      [.ground, .grid, .axis, .text, .muted, .model, .observed, .reference, .rest]
      + (0..<seriesCount).map(Ink.series)
  }

  /// How ink is put on.
  enum Shape: String, CaseIterable {
    case fill
    case outerBand = "outer-band"
    case innerBand = "inner-band"
    /// One of areas that lie on each other.
    case area
    /// Part of a whole row of bars.
    case bar
    case line
    case thinLine = "thin-line"
    /// A line of about as many points as pixels.
    case denseLine = "dense-line"
    case dashedLine = "dashed-line"
    case hairline
    /// The two lengths of an interval.
    case thin, thick
    /// Many small points, drawn as strokes without length.
    case cloud
    /// Points of a cloud that stand out.
    case dots
    /// A circle that lets see what is behind it.
    case ring
    case hover
  }

  /// The class of the root element.
  static let rootClass = "media-mix"

  /// The class attribute of a mark.
  static func name(_ look: Look) -> String { "\(name(look.shape)) \(name(look.ink))" }

  /// The class attribute of text.
  static func name(_ style: TextStyle, _ ink: Ink) -> String {
    "mm-\(style.rawValue) \(name(.fill)) \(name(ink))"
  }

  static func name(_ shape: Shape) -> String { "mm-\(shape.rawValue)" }

  private static func name(_ ink: Ink) -> String {
    switch ink {
    case .series(let index): "mm-s\(index % Ink.seriesCount + 1)"
    default: "mm-\(ink)"
    }
  }

  /// The style sheet of pictures; every rule is confined to them, so that many can stand in one
  /// page and share it.
  package static var styleSheet: String { rules(darkWhere: "(prefers-color-scheme:dark)") }

  /// The same for a page that may be printed: paper is light, whatever the screen is like.
  package static var pageStyleSheet: String {
    rules(darkWhere: "screen and (prefers-color-scheme:dark)")
  }

  private static func rules(darkWhere isDark: String) -> String {
    let root = ".\(rootClass)"
    let fonts = TextStyle.allCases.map {
      "\(root) .mm-\($0.rawValue){font-size:\(SVGNumber.text($0.size))px"
        + "\($0.isBold ? ";font-weight:bold" : "")}\n"
    }
    let shapes = Shape.allCases.map { "\(root) .\(name($0)){\(rule($0))}\n" }
    let light = Ink.all.map { "\(root) .\(name($0)){color:\(colours($0).light)}\n" }
    let dark = Ink.all.map { "\(root) .\(name($0)){color:\(colours($0).dark)}\n" }
    // Areas that touch are parted by a line of the ground's colour.
    let parting = { (ground: String) in "\(root) .\(name(Shape.area)){stroke:\(ground)}\n" }
    let grounds = colours(.ground)
    return "\n\(root){font-family:\(fontFamily);max-width:100%;height:auto}\n"
      + (fonts + shapes + light).joined() + parting(grounds.light)
      + "@media \(isDark){\n" + dark.joined() + parting(grounds.dark) + "}\n"
  }

  package static let fontFamily =
    "Helvetica,Arial,Liberation Sans,Arimo,Nimbus Sans,system-ui,sans-serif"

  /// The two values of an ink, `#rrggbb`.
  static func colours(_ ink: Ink) -> (light: String, dark: String) {
    switch ink {
    case .ground: ("#ffffff", "#14181d")
    case .grid: ("#e3e7ec", "#2c343d")
    case .axis: ("#8a95a1", "#77828e")
    case .text, .observed: ("#1c2329", "#eef1f4")
    case .muted: ("#56616d", "#a9b4bf")
    case .model: ("#0072b2", "#56b4e9")
    case .reference: ("#d55e00", "#e69f00")
    case .rest: ("#7a8590", "#7d8893")
    case .series(let index): series[index % series.count]
    }
  }

  private static let series = [
    (light: "#0072b2", dark: "#56b4e9"), (light: "#d55e00", dark: "#ff9148"),
    (light: "#009e73", dark: "#2fc797"), (light: "#b8578f", dark: "#e29ac6"),
    (light: "#a67c00", dark: "#f0e442"), (light: "#33378f", dark: "#a3a8ff"),
    (light: "#7a4a1e", dark: "#d9b08c"), (light: "#4aa3d8", dark: "#b7e3ff"),
  ]

  private static func rule(_ shape: Shape) -> String {
    let stroke = "stroke:currentColor;fill:none;stroke-linejoin:round"
    return switch shape {
    case .fill: "fill:currentColor"
    case .outerBand: "fill:currentColor;fill-opacity:.18"
    case .innerBand: "fill:currentColor;fill-opacity:.32"
    case .area: "fill:currentColor;fill-opacity:.85;stroke-width:.3"
    case .bar: "fill:currentColor;fill-opacity:.75"
    case .line: "\(stroke);stroke-width:2"
    case .thinLine: "\(stroke);stroke-width:1.3"
    case .denseLine: "\(stroke);stroke-width:.6;stroke-opacity:.75"
    case .dashedLine: "\(stroke);stroke-width:1.5;stroke-dasharray:5 4"
    case .hairline: "\(stroke);stroke-width:1"
    case .thin: "\(stroke);stroke-width:2"
    case .thick: "\(stroke);stroke-width:7"
    case .cloud: "\(stroke);stroke-width:3;stroke-linecap:round;stroke-opacity:.4"
    case .dots: "\(stroke);stroke-width:5;stroke-linecap:round"
    case .ring: "\(stroke);stroke-width:2.5"
    case .hover: "fill:none;pointer-events:all"
    }
  }
}

/// What a mark looks like.
package struct Look: Sendable, Hashable {
  let shape: Theme.Shape
  let ink: Theme.Ink

  init(_ shape: Theme.Shape, _ ink: Theme.Ink) {
    self.shape = shape
    self.ink = ink
  }

  static let grid = Look(.hairline, .grid)
  static let axis = Look(.hairline, .axis)
  /// A distribution's 5 to 95 %, its middle half and its median, as the model says.
  static let outerBand = Look(.outerBand, .model)
  static let innerBand = Look(.innerBand, .model)
  static let median = Look(.line, .model)
  static let observed = Look(.thinLine, .observed)
  static let reference = Look(.dashedLine, .reference)
  /// What is allowed.
  static let limits = Look(.thin, .reference)
}
