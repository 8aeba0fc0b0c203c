/// Names beside points, or numbers in their place, none over another, over a point or over the edge.
struct PointNames {
  /// A text that found room, and where it stands.
  struct Placed {
    let label: Label
    /// From the point to the text, where that is not beside it.
    let leader: (from: (x: Double, y: Double), to: (x: Double, y: Double))?
  }

  let points: [(x: Double, y: Double)]
  let frame: Rectangle

  static let radius = 6.0

  /// All names, unless one of them has no room or takes almost half of the width.
  func placed(_ names: [String]) -> [Placed]? {
    let isWide = names.contains { TextMetrics.width($0, .label) > 0.45 * frame.width }
    guard !isWide else { return nil }
    let all = place(names)
    return all.contains { $0 == nil } ? nil : all.compactMap(\.self)
  }

  /// As many texts as have room: of points that lie upon one another some may have none.
  func placedWherePossible(_ texts: [String]) -> [Placed] { place(texts).compactMap(\.self) }

  /// Places texts one by one, those of crowded points first.
  private func place(_ texts: [String]) -> [Placed?] {
    var placed: [Placed?] = texts.map { _ in nil }
    var taken = points.map { point in
      Rectangle(
        left: point.x - Self.radius, top: point.y - Self.radius, right: point.x + Self.radius,
        bottom: point.y + Self.radius)
    }
    let nearest = points.indices.map { one in
      points.indices.filter { $0 != one }.map {
        max((points[$0].x - points[one].x).magnitude, (points[$0].y - points[one].y).magnitude)
      }.min() ?? 0
    }
    for index in points.indices.sorted(by: { (nearest[$0], $0) < (nearest[$1], $1) }) {
      let found = candidates(texts[index], at: points[index]).first { candidate in
        frame.contains(candidate.label.box)
          && !taken.contains { $0.overlaps(candidate.label.box) }
      }
      placed[index] = found
      if let found { taken.append(found.label.box) }
    }
    return placed
  }

  /// Where a text might stand, the best places first: around the point, then farther out.
  private func candidates(_ text: String, at point: (x: Double, y: Double)) -> [Placed] {
    let directions: [(x: Double, y: Double)] = [
      (1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1),
    ]
    return [1.0, 2.4, 4].flatMap { distance in
      directions.map { direction in
        let reach = (Self.radius + 4) * distance
        let half = direction.x == 0 ? 0.5 * TextStyle.label.size : 0
        let spot = (x: point.x + direction.x * reach, y: point.y + direction.y * (reach + half))
        let label = Label(
          text, .label, anchor: direction.x > 0 ? .start : direction.x < 0 ? .end : .middle,
          x: spot.x, baseline: spot.y + TextStyle.label.middleToBaseline, within: .unbounded)
        return Placed(label: label, leader: distance > 1 ? (point, spot) : nil)
      }
    }
  }
}

extension Rectangle {
  /// Holds any text anywhere in a picture.
  fileprivate static let unbounded = Rectangle(left: -1e5, top: -1e5, right: 1e5, bottom: 1e5)
}

extension PlotGrid {
  /// Writes names beside the points that have some. Where those of one plot have no room, points of
  /// all plots are numbered.
  ///
  /// - Parameter count: how many numbers are taken already.
  /// - Returns: the names in the order of such numbers; none where names stand beside the points.
  func drawPointNames(
    grid: PlotLayout, after count: Int, in picture: inout Picture
  ) -> [String] {
    let plotNames = plots.map(\.pointNames)
    let places = plots.indices.map { index in
      PointNames(
        points: points(at: index, frame: grid.frame(at: index)), frame: grid.frame(at: index))
    }
    let named = zip(places, plotNames).map { $0.placed($1) }
    var all: [String] = []
    for name in plotNames.joined() where !all.contains(name) { all.append(name) }
    let isNumbered = named.contains { $0 == nil }
    for (index, place) in places.enumerated() {
      let numbers = plotNames[index].map { name in
        all.firstIndex(of: name).map { "\(count + $0 + 1)" } ?? ""
      }
      for text in isNumbered ? place.placedWherePossible(numbers) : named[index] ?? [] {
        if let leader = text.leader {
          picture.draw(Mark.rule(from: leader.from, to: leader.to, .axis))
        }
        picture.draw(text.label)
      }
    }
    return isNumbered ? all : []
  }

  /// Where the points with names stand.
  private func points(at index: Int, frame: Rectangle) -> [(x: Double, y: Double)] {
    let x = HorizontalScale(self, at: index, frame: frame)
    let y = verticalScale(at: index, top: frame.top, bottom: frame.bottom)
    return plots[index].namedPoints.map { (x.position(of: $0.x), y.position(of: $0.y)) }
  }
}

extension Plot {
  /// The names beside points.
  fileprivate var pointNames: [String] { namedPoints.map(\.name) }

  fileprivate var namedPoints: [(x: Double, y: Double, name: String)] {
    layers.flatMap { layer -> [(x: Double, y: Double, name: String)] in
      guard case .points(let values, _, let names) = layer.geometry, !names.isEmpty else {
        return []
      }
      return names.indices.map { (layer.x[$0], values[$0], DisplayText.cleaned(names[$0])) }
    }
  }
}
