/// What one chain has seen in warm-up: positions and the log density's gradients there, oldest first.
package struct WarmupDraws: Sendable {
  /// The number of coordinates.
  package let dimension: Int
  /// `[draw, dimension]`.
  package private(set) var positions: [Double] = []
  /// `[draw, dimension]`: ∂ log density / ∂ position, in the positions' own coordinates.
  package private(set) var gradients: [Double] = []
  /// `[draw]`.
  package private(set) var logDensities: [Double] = []

  /// No draws yet, of `dimension` ≥ 1 coordinates.
  package init(dimension: Int) {
    precondition(dimension >= 1, "draws without coordinates")
    self.dimension = dimension
  }

  /// The number of draws held.
  package var count: Int { logDensities.count }

  /// Appends one draw; position and gradient are `[dimension]`. Very old draws are forgotten.
  package mutating func add(
    position: Span<Double>, gradient: Span<Double>, logDensity: Double
  ) {
    precondition(
      position.count == dimension && gradient.count == dimension, "a draw of another dimension")
    for i in 0..<dimension {
      positions.append(position[i])
      gradients.append(gradient[i])
    }
    logDensities.append(logDensity)
    // Twice what is held at least, so that old draws are seldom moved out.
    if count == 2 * min(WarmupSchedule.mostMetricDraws, max(100, Self.mostNumbers / dimension)) {
      positions.removeFirst(count / 2 * dimension)
      gradients.removeFirst(count / 2 * dimension)
      logDensities.removeFirst(count / 2)
    }
  }

  /// Of many dimensions fewer draws are held: 8 MB of positions and of gradients each.
  private static let mostNumbers = 1 << 19

  /// The mean log density of the newest `count` draws, or of as many as there are.
  func meanLogDensity(ofNewest count: Int) -> Double {
    let newest = logDensities.suffix(count)
    return newest.reduce(0, +) / Double(newest.count)
  }

  /// Some coordinates of the newest `count` draws, `[draw, coordinate]`.
  func positions(ofNewest count: Int, coordinates: [Int]) -> [Double] {
    (max(0, self.count - count)..<self.count).flatMap { draw in
      coordinates.map { positions[draw * dimension + $0] }
    }
  }
}
