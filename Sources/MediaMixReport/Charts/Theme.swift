/// The look of all pictures: the one place where colours and strokes are chosen.
///
/// Blue, orange and near-black stay apart for colour-blind eyes and in grey (the palette of Okabe
/// and Ito, 2008, "Color universal design"). Every colour has a value for light and for dark
/// surroundings. Colours are written out in both sets of rules rather than as custom properties,
/// because programs other than browsers that draw SVG know no custom properties.
enum Theme {
  /// What marks are called in the style sheet.
  enum Role: String, CaseIterable {
    case ground, grid, axis, text, muted
    case outerBand = "outer-band"
    case innerBand = "inner-band"
    case median, thin, thick, dot, observed, point, reference, hover
    /// An observed line of about as many points as pixels.
    case dense
  }

  /// The class of the root element.
  static let rootClass = "media-mix"

  /// The class attribute of a mark.
  static func name(_ role: Role) -> String { "mm-\(role.rawValue)" }

  /// The class attribute of text.
  static func name(_ style: TextStyle) -> String { "mm-\(style.rawValue)" }

  /// The content of the picture's `style` element; every rule is confined to such pictures, so that
  /// many can stand in one page.
  static var styleSheet: String {
    let root = ".\(rootClass)"
    let fonts = TextStyle.allCases.map {
      "\(root) .\(name($0)){font-size:\(SVGNumber.text($0.size))px"
        + "\($0.isBold ? ";font-weight:bold" : "")}\n"
    }
    let dark = Role.allCases.compactMap { role in
      paint(role).map { "\(root) .\(name(role)){\($0.property):\($0.dark)}\n" }
    }
    let light = Role.allCases.map { role in
      let colour = paint(role).map { "\($0.property):\($0.light)" } ?? ""
      return "\(root) .\(name(role)){\(colour)\(shape(role))}\n"
    }
    return "\n\(root){font-family:\(fontFamily);max-width:100%;height:auto}\n"
      + fonts.joined() + light.joined()
      + "@media (prefers-color-scheme:dark){\n" + dark.joined() + "}\n"
  }

  private static let fontFamily =
    "Helvetica,Arial,Liberation Sans,Arimo,Nimbus Sans,system-ui,sans-serif"

  private static func paint(_ role: Role) -> (property: String, light: String, dark: String)? {
    switch role {
    case .ground: ("fill", "#ffffff", "#14181d")
    case .grid: ("stroke", "#e3e7ec", "#2c343d")
    case .axis: ("stroke", "#8a95a1", "#77828e")
    case .text: ("fill", "#1c2329", "#eef1f4")
    case .muted: ("fill", "#56616d", "#a9b4bf")
    case .outerBand, .innerBand, .dot: ("fill", "#0072b2", "#56b4e9")
    case .median, .thin, .thick: ("stroke", "#0072b2", "#56b4e9")
    case .observed, .dense: ("stroke", "#1c2329", "#eef1f4")
    case .point: ("fill", "#1c2329", "#eef1f4")
    case .reference: ("stroke", "#d55e00", "#e69f00")
    case .hover: nil
    }
  }

  private static func shape(_ role: Role) -> String {
    switch role {
    case .ground, .text, .muted, .dot, .point: ""
    case .grid, .axis: ";stroke-width:1"
    case .outerBand: ";fill-opacity:.18"
    case .innerBand: ";fill-opacity:.32"
    case .median: ";stroke-width:2;fill:none;stroke-linejoin:round"
    case .observed: ";stroke-width:1.3;fill:none;stroke-linejoin:round"
    case .dense: ";stroke-width:.6;stroke-opacity:.75;fill:none;stroke-linejoin:round"
    case .thin: ";stroke-width:2"
    case .thick: ";stroke-width:7"
    case .reference: ";stroke-width:1.5;stroke-dasharray:5 4"
    case .hover: "fill:none;pointer-events:all"
    }
  }
}
