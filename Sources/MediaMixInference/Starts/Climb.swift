/// The way up a log density from one place, by L-BFGS (Liu and Nocedal 1989) with ten pairs.
package struct Climb: Sendable {
  /// The highest place that was reached, `[dimension]`.
  package private(set) var position: [Double]
  /// The log density there, finite.
  package private(set) var logDensity: Double
  /// Its gradient there, finite, `[dimension]`.
  package private(set) var gradient: [Double]

  /// A log density: it writes its gradient and returns its value, −∞ where a position is impossible.
  package typealias Density = (_ position: [Double], _ gradient: inout [Double]) -> Double

  /// The least of the most steps of one climb.
  package static let fewestSteps = 150
  /// How many steps in a row must gain how little for the climb to have arrived. One alone may be a
  /// step that was cut short.
  private static let arrival = (steps: 4, gain: 1e-2)
  /// The share of the gain that the slope promises which a step must make (Armijo's condition).
  private static let requiredShare = 1e-4
  /// How often a step is halved before its direction is given up.
  private static let maximumHalvings = 30

  /// One place, or nil if density or gradient are not finite there.
  init?(at position: [Double], _ density: Density) {
    gradient = Array(repeating: 0, count: position.count)
    logDensity = density(position, &gradient)
    guard logDensity.isFinite, gradient.allSatisfy(\.isFinite) else { return nil }
    self.position = position
  }

  /// Climbs from `start`, `[dimension]`, until four steps in a row gain less than 0.01.
  ///
  /// A step goes all along the direction, or half as far, or a quarter, …: where it is possible and
  /// gains enough. So densities with impossible regions, and unbounded ones, are climbed as far as
  /// that goes.
  ///
  /// - Parameter limit: the most steps; nil: 150, or twice as many as there are dimensions.
  /// - Returns: nil if density or gradient are not finite at the start.
  package init?(from start: [Double], steps limit: Int? = nil, density: Density) {
    self.init(at: start, density)
    var memory = CurvatureMemory()
    var smallGains = 0
    for _ in 0..<(limit ?? max(Self.fewestSteps, 2 * start.count))
    where smallGains < Self.arrival.steps {
      let direction = memory.direction(for: gradient)
      let slope = Reductions.dot(direction.span, gradient.span)
      if slope >= 0 && slope < Self.requiredShare { return }
      guard let next = step(along: direction, slope: slope, density) else {
        // A memory of another region may mislead; the gradient itself does not.
        if memory.isEmpty { return }
        memory = CurvatureMemory()
        continue
      }
      memory.add(from: self, to: next)
      smallGains = next.logDensity - logDensity < Self.arrival.gain ? smallGains + 1 : 0
      self = next
    }
  }

  /// The first of the places all along `direction`, half as far, a quarter, … that gains enough for
  /// a `slope`, the gradient's part along the direction; nil if none does.
  func step(along direction: [Double], slope: Double, _ density: Density) -> Climb? {
    guard slope > 0 && slope < .infinity else { return nil }
    var length = 1.0
    for _ in 0...Self.maximumHalvings {
      let place = zip(position, direction).map { $0 + length * $1 }
      if let next = Climb(at: place, density),
        next.logDensity >= logDensity + Self.requiredShare * length * slope
      {
        return next
      }
      length *= 0.5
    }
    return nil
  }
}

/// What the last steps have shown of a log density's curvature: an approximate −H⁻¹ for its Hessian H.
private struct CurvatureMemory {
  private static let capacity = 10

  /// Steps s and falls y of the gradient along them, with s·y > 0; oldest first.
  private var pairs: [(step: [Double], fall: [Double], product: Double)] = []

  var isEmpty: Bool { pairs.isEmpty }

  mutating func add(from a: Climb, to b: Climb) {
    let step = zip(b.position, a.position).map(-)
    let fall = zip(a.gradient, b.gradient).map(-)
    let product = Reductions.dot(step.span, fall.span)
    let lengths = Reductions.sumOfSquares(step.span) * Reductions.sumOfSquares(fall.span)
    // Where the density is convex along the step, it says nothing of a maximum.
    guard product > 1e-8 * lengths.squareRoot(), lengths < .infinity else { return }
    if pairs.count == Self.capacity { pairs.removeFirst() }
    pairs.append((step, fall, product))
  }

  /// −H⁻¹ times the gradient, by the two-loop recursion; without pairs the gradient, of length 1 at
  /// most.
  func direction(for gradient: [Double]) -> [Double] {
    guard let newest = pairs.last else {
      let length = Reductions.sumOfSquares(gradient.span).squareRoot()
      return gradient.map { $0 / max(1, length) }
    }
    var direction = gradient
    var shares: [Double] = []
    for pair in pairs.reversed() {
      let share = Reductions.dot(pair.step.span, direction.span) / pair.product
      for i in direction.indices { direction[i] -= share * pair.fall[i] }
      shares.append(share)
    }
    let scale = newest.product / Reductions.sumOfSquares(newest.fall.span)
    for i in direction.indices { direction[i] *= scale }
    for (pair, share) in zip(pairs, shares.reversed()) {
      let correction = share - Reductions.dot(pair.fall.span, direction.span) / pair.product
      for i in direction.indices { direction[i] += correction * pair.step[i] }
    }
    return direction
  }
}
