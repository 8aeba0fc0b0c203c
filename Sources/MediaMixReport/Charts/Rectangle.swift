/// An upright rectangle in pixels; y grows downwards.
package struct Rectangle: Sendable, Hashable {
  package let left: Double
  package let top: Double
  package let right: Double
  package let bottom: Double

  package var width: Double { right - left }
  package var height: Double { bottom - top }

  package init(left: Double, top: Double, right: Double, bottom: Double) {
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }

  /// Whether `other` lies within, to a hundredth of a pixel.
  package func contains(_ other: Rectangle) -> Bool {
    other.left >= left - 0.01 && other.right <= right + 0.01
      && other.top >= top - 0.01 && other.bottom <= bottom + 0.01
  }

  /// The same with so much more on every side.
  func grown(by margin: Double) -> Rectangle {
    Rectangle(
      left: left - margin, top: top - margin, right: right + margin, bottom: bottom + margin)
  }

  /// Whether the two share more than an edge.
  package func overlaps(_ other: Rectangle) -> Bool {
    left < other.right - 0.01 && other.left < right - 0.01
      && top < other.bottom - 0.01 && other.top < bottom - 0.01
  }
}
