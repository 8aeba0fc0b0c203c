internal import MediaMixInference

/// Which values an axis shows: all that matters, but not the far end of heavy tails.
package struct AxisDomain: Sendable, Hashable {
  package let range: ClosedRange<Double>
  package let spacing: NumericScale.Spacing

  /// Exactly these values.
  init(_ range: ClosedRange<Double>, spacing: NumericScale.Spacing) {
    self.range = range
    self.spacing = spacing
  }

  /// The domain for numbers of three ranks; those that are NaN, or as good as infinite, count for
  /// nothing.
  ///
  /// - Parameters:
  ///   - shown: always inside.
  ///   - core: inside up to ten times the size of `shown` beyond it.
  ///   - tails: inside up to three times the width of the rest beyond it.
  ///   - spacing: numbers that are not positive lie outside of a logarithmic axis.
  ///   - isPadded: whether some room is left at both ends.
  ///   - showsZero: whether a padded domain goes on to zero where that is near, so that lengths
  ///     compare.
  package init(
    shown: [Double] = [], core: [Double], tails: [Double],
    spacing: NumericScale.Spacing = .linear, isPadded: Bool = true, showsZero: Bool = true
  ) {
    self.spacing = spacing
    let warped = { (values: [Double]) in values.compactMap { Self.warped($0, spacing) } }
    let (shown, core, tails) = (warped(shown), warped(core), warped(tails))
    var span = Self.span(of: shown) ?? Self.span(of: core) ?? Self.span(of: tails) ?? 0...1
    if let core = Self.span(of: core) {
      let size = spacing == .linear ? max(span.lowerBound.magnitude, span.upperBound.magnitude) : 0
      span = Self.union(span, core, reach: 10 * max(Self.width(of: span, spacing), size))
    }
    let width = Self.width(of: span, spacing)
    if let tails = Self.span(of: tails) { span = Self.union(span, tails, reach: 3 * width) }
    let padded =
      isPadded ? Self.padded(span, spacing, showsZero: showsZero) : Self.widened(span, spacing)
    switch spacing {
    case .linear: range = padded
    case .logarithmic:
      range = VectorMath.exp(padded.lowerBound)...VectorMath.exp(padded.upperBound)
    }
  }

  /// The length of the axis in its own terms, a difference or the logarithm of a ratio.
  var extent: Double {
    switch spacing {
    case .linear: range.upperBound - range.lowerBound
    case .logarithmic: VectorMath.log(range.upperBound / range.lowerBound)
    }
  }

  /// Logarithmic for positive numbers that span more than three powers of ten.
  package static func spacing(for values: [Double]) -> NumericScale.Spacing {
    guard let span = span(of: values.filter { $0.magnitude < largest && $0 != 0 }),
      span.lowerBound > 0, span.upperBound / span.lowerBound > 1000
    else { return .linear }
    return .logarithmic
  }

  /// Beyond, differences of numbers may overflow.
  private static let largest = 1e200

  private static func warped(_ value: Double, _ spacing: NumericScale.Spacing) -> Double? {
    guard !value.isNaN else { return nil }
    let bounded = max(-largest, min(value, largest))
    switch spacing {
    case .linear: return bounded.magnitude < 1 / largest ? 0 : bounded
    case .logarithmic: return bounded > 1 / largest ? VectorMath.log(bounded) : -largest
    }
  }

  private static func span(of values: [Double]) -> ClosedRange<Double>? {
    let finite = values.filter { $0.magnitude < largest }
    guard let low = finite.min(), let high = finite.max() else { return nil }
    return low...high
  }

  /// `span` as far as it takes to hold `other`, but by at most `reach` on each side.
  private static func union(
    _ span: ClosedRange<Double>, _ other: ClosedRange<Double>, reach: Double
  ) -> ClosedRange<Double> {
    let low = min(span.lowerBound, max(other.lowerBound, span.lowerBound - reach))
    return low...max(span.upperBound, min(other.upperBound, span.upperBound + reach))
  }

  /// The width of a span, or of what is shown around a single value.
  private static func width(of span: ClosedRange<Double>, _ spacing: NumericScale.Spacing) -> Double
  {
    let width = span.upperBound - span.lowerBound
    let size = max(span.lowerBound.magnitude, span.upperBound.magnitude)
    switch spacing {
    case .linear where width <= 1e-6 * size: return size == 0 ? 1 : 0.2 * size
    case .linear: return width
    case .logarithmic: return max(width, 1)
    }
  }

  /// The span, or what is shown around a single value.
  private static func widened(
    _ span: ClosedRange<Double>, _ spacing: NumericScale.Spacing
  ) -> ClosedRange<Double> {
    let lack = width(of: span, spacing) - (span.upperBound - span.lowerBound)
    return (span.lowerBound - 0.5 * lack)...(span.upperBound + 0.5 * lack)
  }

  /// A little more than the span, up to zero where it is near and wanted.
  private static func padded(
    _ span: ClosedRange<Double>, _ spacing: NumericScale.Spacing, showsZero: Bool
  ) -> ClosedRange<Double> {
    let lack = width(of: span, spacing) - (span.upperBound - span.lowerBound)
    let margin = 0.04 * (span.upperBound - span.lowerBound) + 0.5 * lack
    var (low, high) = (span.lowerBound, span.upperBound)
    guard spacing == .linear, showsZero else { return (low - margin)...(high + margin) }
    let nearZero = 0.5 * max(low.magnitude, high.magnitude)
    if low >= 0, high > 0 {
      low = low < nearZero ? 0 : low - margin
      high += margin
    } else if high <= 0, low < 0 {
      high = -high < nearZero ? 0 : high + margin
      low -= margin
    } else {
      low -= low == high ? 0 : margin
      high += margin
    }
    return low...high
  }
}
