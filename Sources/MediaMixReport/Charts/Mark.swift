/// What is drawn for values that scales have turned into pixels.
enum Mark {
  /// A rectangle; without a look, as the shape of a clip path.
  ///
  /// - Parameters:
  ///   - opacity: of the fill, if not that of the look; from 0 to 1.
  ///   - hover: what a resting pointer shows.
  static func rectangle(
    _ frame: Rectangle, _ look: Look?, opacity: Double? = nil, hover: String? = nil
  ) -> MarkupElement {
    let (x, y) = (SVGNumber.text(frame.left), SVGNumber.text(frame.top))
    let (width, height) = (SVGNumber.text(frame.width), SVGNumber.text(frame.height))
    guard let look else {
      return MarkupElement("rect", ["x": x, "y": y, "width": width, "height": height])
    }
    let children = hover.map { [MarkupElement.hoverTitle($0)] } ?? []
    if let opacity {
      let style = "fill-opacity:\(NumberFormat.fixed(opacity, decimals: 2))"
      return MarkupElement(
        "rect",
        [
          "class": Theme.name(look), "style": style, "x": x, "y": y, "width": width,
          "height": height,
        ], children: children)
    }
    return MarkupElement(
      "rect",
      ["class": Theme.name(look), "x": x, "y": y, "width": width, "height": height],
      children: children)
  }

  /// Nothing to see, but a text for a pointer that rests there.
  static func hover(_ frame: Rectangle, _ text: String) -> MarkupElement {
    let (x, y) = (SVGNumber.text(frame.left), SVGNumber.text(frame.top))
    let (width, height) = (SVGNumber.text(frame.width), SVGNumber.text(frame.height))
    return MarkupElement(
      "rect",
      ["class": Theme.name(.hover), "x": x, "y": y, "width": width, "height": height],
      children: [.hoverTitle(text)])
  }

  /// A straight line.
  static func rule(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), _ look: Look
  ) -> MarkupElement {
    MarkupElement(
      "line",
      [
        "class": Theme.name(look), "x1": SVGNumber.text(start.x), "y1": SVGNumber.text(start.y),
        "x2": SVGNumber.text(end.x), "y2": SVGNumber.text(end.y),
      ])
  }

  static func dot(
    x: Double, y: Double, radius: Double, _ look: Look, hover: String? = nil
  ) -> MarkupElement {
    MarkupElement(
      "circle",
      [
        "class": Theme.name(look), "cx": SVGNumber.text(x), "cy": SVGNumber.text(y),
        "r": SVGNumber.text(radius),
      ], children: hover.map { [.hoverTitle($0)] } ?? [])
  }

  /// A triangle that says that an interval goes on beyond the edge.
  static func arrow(x: Double, y: Double, pointsRight: Bool, _ ink: Theme.Ink) -> MarkupElement {
    let base = SVGNumber.text(pointsRight ? x - 8 : x + 8)
    let (tip, middle) = (SVGNumber.text(x), SVGNumber.text(y))
    return MarkupElement(
      "path",
      [
        "class": Theme.name(Look(.fill, ink)),
        "d":
          "M\(base),\(SVGNumber.text(y - 5)) L\(tip),\(middle) L\(base),\(SVGNumber.text(y + 5)) Z",
      ])
  }

  /// Many points of one look; those that are NaN are left out.
  static func cloud(x: [Double], y: [Double], _ look: Look) -> [MarkupElement] {
    let points = zip(x, y).filter { !($0.isNaN || $1.isNaN) }
    guard !points.isEmpty else { return [] }
    let path = points.map { "M\(point($0.0, $0.1))h0" }.joined()
    return [MarkupElement("path", ["class": Theme.name(look), "d": path])]
  }

  /// Ticks that stand on `bottom`.
  static func rug(x: [Double], bottom: Double, _ look: Look) -> [MarkupElement] {
    guard !x.isEmpty else { return [] }
    let path = x.map { "M\(point($0, bottom))v-8" }.joined()
    return [MarkupElement("path", ["class": Theme.name(look), "d": path])]
  }

  /// A line through points, interrupted where y is NaN; a point without neighbours is a dot.
  ///
  /// - Parameters:
  ///   - x: positions `[point]`, finite.
  ///   - y: positions `[point]`.
  static func line(x: [Double], y: [Double], _ look: Look) -> [MarkupElement] {
    runs(of: y.map { !$0.isNaN }).map { run in
      guard run.count > 1 else {
        return dot(
          x: x[run.lowerBound], y: y[run.lowerBound], radius: 3, Look(.fill, look.ink))
      }
      let points = visible(run, x: x, y: y).map { point(x[$0], y[$0]) }.joined(separator: " ")
      return MarkupElement("path", ["class": Theme.name(look), "d": "M\(points)"])
    }
  }

  /// The area between two lines, interrupted where either is NaN; at a point without neighbours, a
  /// bar.
  ///
  /// - Parameters:
  ///   - x: positions `[point]`, finite.
  ///   - lower: positions `[point]`.
  ///   - upper: positions `[point]`.
  static func area(
    x: [Double], lower: [Double], upper: [Double], _ look: Look
  ) -> [MarkupElement] {
    runs(of: zip(lower, upper).map { !($0.isNaN || $1.isNaN) }).map { run in
      let top = visible(run, x: x, y: upper).map { (x[$0], upper[$0]) }
      let bottom = visible(run, x: x, y: lower).map { (x[$0], lower[$0]) }
      var outline = top + bottom.reversed()
      if run.count == 1 {
        let (middle, top, bottom) = (
          x[run.lowerBound], upper[run.lowerBound], lower[run.lowerBound]
        )
        outline = [
          (middle - 6, top), (middle + 6, top), (middle + 6, bottom), (middle - 6, bottom),
        ]
      }
      let points = outline.map { point($0.0, $0.1) }.joined(separator: " ")
      return MarkupElement("path", ["class": Theme.name(look), "d": "M\(points) Z"])
    }
  }

  /// The points of a run that can be told apart: those of ``spread(_:x:y:)`` that do not lie on a
  /// straight line between others, to a tenth of a pixel (Douglas and Peucker 1973, "Algorithms for
  /// the reduction of the number of points required to represent a digitized line").
  private static func visible(_ run: Range<Int>, x: [Double], y: [Double]) -> [Int] {
    let places = spread(run, x: x, y: y)
    var isKept = places.map { _ in false }
    isKept[0] = true
    isKept[places.count - 1] = true
    var open = [0...places.count - 1]
    while let stretch = open.popLast() {
      let (first, last) = (places[stretch.lowerBound], places[stretch.upperBound])
      let (dx, dy) = (x[last] - x[first], y[last] - y[first])
      let length = max(1e-9, (dx * dx + dy * dy).squareRoot())
      var farthest = (index: stretch.lowerBound, distance: 0.0)
      for index in stretch {
        let place = places[index]
        let distance = ((x[place] - x[first]) * dy - (y[place] - y[first]) * dx).magnitude / length
        if distance > farthest.distance { farthest = (index, distance) }
      }
      guard farthest.distance > 0.1 else { continue }
      isKept[farthest.index] = true
      open += [stretch.lowerBound...farthest.index, farthest.index...stretch.upperBound]
    }
    return places.indices.filter { isKept[$0] }.map { places[$0] }
  }

  /// The points of a run that lie apart: where several share half a pixel, the first, the last and
  /// the two extremes of them.
  private static func spread(_ run: Range<Int>, x: [Double], y: [Double]) -> [Int] {
    var kept: [Int] = []
    var start = run.lowerBound
    while start < run.upperBound {
      let column = (2 * x[start]).rounded()
      var end = start + 1
      while end < run.upperBound, (2 * x[end]).rounded() == column { end += 1 }
      if end - start <= 4 {
        kept += start..<end
      } else {
        let lowest = (start..<end).min { y[$0] < y[$1] } ?? start
        let highest = (start..<end).max { y[$0] < y[$1] } ?? start
        kept += Set([start, lowest, highest, end - 1]).sorted()
      }
      start = end
    }
    return kept
  }

  private static func point(_ x: Double, _ y: Double) -> String {
    "\(SVGNumber.text(x)),\(SVGNumber.text(y))"
  }

  /// The stretches of true elements.
  private static func runs(of present: [Bool]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = 0
    for (index, isPresent) in (present + [false]).enumerated() where !isPresent {
      if index > start { runs.append(start..<index) }
      start = index + 1
    }
    return runs
  }
}
