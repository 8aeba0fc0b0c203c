internal import MediaMixInference

extension Plot.Layer {
  /// A smooth density as a hill with an outline, of what lies within `range`.
  static func density(
    _ estimate: DensityEstimate, within range: ClosedRange<Double>, _ ink: Theme.Ink
  ) -> [Plot.Layer] {
    let places = estimate.points.indices.filter { range.contains(estimate.points[$0]) }
    let x = places.map { estimate.points[$0] }
    let densities = places.map { estimate.densities[$0] }
    return [
      Plot.Layer(
        x: x, .band(lower: x.map { _ in 0 }, upper: densities), Look(.outerBand, ink)),
      Plot.Layer(x: x, .line(values: densities), Look(.line, ink)),
    ]
  }
}

extension DensityEstimate {
  /// The rows of a CSV: the cells of `head`, a point and the density there.
  func rows(_ head: [String]) -> [[String]] {
    zip(points, densities).map { head + [CSVNumber.text($0), CSVNumber.text($1)] }
  }
}
