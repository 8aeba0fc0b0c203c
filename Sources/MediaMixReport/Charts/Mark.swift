/// What is drawn for values that scales have turned into pixels.
enum Mark {
  /// A rectangle; without a role, as the shape of a clip path.
  static func rectangle(
    _ frame: Rectangle, role: Theme.Role?, hover: String? = nil
  ) -> SVGElement {
    let (x, y) = (SVGNumber.text(frame.left), SVGNumber.text(frame.top))
    let (width, height) = (SVGNumber.text(frame.width), SVGNumber.text(frame.height))
    guard let role else {
      return SVGElement("rect", ["x": x, "y": y, "width": width, "height": height])
    }
    return SVGElement(
      "rect",
      ["class": Theme.name(role), "x": x, "y": y, "width": width, "height": height],
      children: hover.map { [.hoverTitle($0)] } ?? [])
  }

  /// A straight line.
  static func rule(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), role: Theme.Role
  ) -> SVGElement {
    SVGElement(
      "line",
      [
        "class": Theme.name(role), "x1": SVGNumber.text(start.x), "y1": SVGNumber.text(start.y),
        "x2": SVGNumber.text(end.x), "y2": SVGNumber.text(end.y),
      ])
  }

  static func dot(x: Double, y: Double, radius: Double, role: Theme.Role) -> SVGElement {
    SVGElement(
      "circle",
      [
        "class": Theme.name(role), "cx": SVGNumber.text(x), "cy": SVGNumber.text(y),
        "r": SVGNumber.text(radius),
      ])
  }

  /// A triangle that says that an interval goes on beyond the edge.
  static func arrow(x: Double, y: Double, pointsRight: Bool) -> SVGElement {
    let base = SVGNumber.text(pointsRight ? x - 8 : x + 8)
    let (tip, middle) = (SVGNumber.text(x), SVGNumber.text(y))
    return SVGElement(
      "path",
      [
        "class": Theme.name(.dot),
        "d":
          "M\(base),\(SVGNumber.text(y - 5)) L\(tip),\(middle) L\(base),\(SVGNumber.text(y + 5)) Z",
      ])
  }

  /// A line through points, interrupted where y is NaN; a point without neighbours is a dot.
  ///
  /// - Parameters:
  ///   - x: positions `[point]`, finite.
  ///   - y: positions `[point]`.
  static func line(x: [Double], y: [Double], role: Theme.Role, dotRole: Theme.Role) -> [SVGElement]
  {
    runs(of: y.map { !$0.isNaN }).map { run in
      guard run.count > 1 else {
        return dot(x: x[run.lowerBound], y: y[run.lowerBound], radius: 3, role: dotRole)
      }
      let points = run.map { point(x[$0], y[$0]) }.joined(separator: " ")
      return SVGElement("path", ["class": Theme.name(role), "d": "M\(points)"])
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
    x: [Double], lower: [Double], upper: [Double], role: Theme.Role
  ) -> [SVGElement] {
    runs(of: zip(lower, upper).map { !($0.isNaN || $1.isNaN) }).map { run in
      var outline = run.map { (x[$0], upper[$0]) } + run.reversed().map { (x[$0], lower[$0]) }
      if run.count == 1 {
        let (middle, top, bottom) = (
          x[run.lowerBound], upper[run.lowerBound], lower[run.lowerBound]
        )
        outline = [
          (middle - 6, top), (middle + 6, top), (middle + 6, bottom), (middle - 6, bottom),
        ]
      }
      let points = outline.map { point($0.0, $0.1) }.joined(separator: " ")
      return SVGElement("path", ["class": Theme.name(role), "d": "M\(points) Z"])
    }
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
