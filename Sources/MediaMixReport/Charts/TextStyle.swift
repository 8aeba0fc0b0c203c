/// The roles of text in a picture; each has one size and weight.
package enum TextStyle: String, Sendable, CaseIterable {
  /// What the picture shows.
  case title
  /// A sentence that explains it.
  case subtitle
  /// The name of a panel.
  case heading
  /// Tick labels, legends and names of categories.
  case label
  /// Captions below.
  case note

  /// Height of the font in pixels of the picture; large enough to be read at half size.
  var size: Double {
    switch self {
    case .title: 21
    case .subtitle, .heading: 15
    case .label, .note: 14
    }
  }

  var isBold: Bool { self == .title || self == .heading }

  /// The distance of two baselines.
  var lineHeight: Double { (size * 1.4).rounded() }

  /// How far glyphs reach above and below the baseline.
  var ascent: Double { 0.85 * size }
  var descent: Double { 0.25 * size }

  /// From the middle of a line of digits down to its baseline.
  var middleToBaseline: Double { 0.36 * size }
}
