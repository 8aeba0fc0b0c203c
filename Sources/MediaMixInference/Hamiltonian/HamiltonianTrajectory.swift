/// A trajectory of Hamiltonian dynamics: leapfrog steps, energies and the turning test.
///
/// Its points are rows of flat buffers that are reused by every transition, so that a step
/// allocates nothing once the longest trajectory has been seen; vectors are never copied.
package struct HamiltonianTrajectory: Trajectory, Sendable {
  /// A row of the buffers.
  package typealias Point = Int
  package typealias Proposal = Int

  /// An energy error beyond which the integrator is considered lost.
  package static var maximumEnergyError: Double { 1000 }

  private var density: any ChainDensity
  package private(set) var metric: Metric
  package var stepSize = 1.0
  package var random: RandomStream

  /// Leapfrog steps of the current transition.
  package private(set) var leapfrogSteps = 0
  /// Sum over the current transition's steps of min(1, exp(−energy error)).
  package private(set) var acceptanceSum = 0.0

  /// The number of coordinates.
  package let dimension: Int
  /// The number of scalar parameters.
  package let parameterCount: Int
  private var count = 0
  // Rows of `dimension` numbers.
  private var positions: [Double] = []
  private var momenta: [Double] = []
  private var gradients: [Double] = []
  /// With respect to whitened coordinates.
  private var whitenedGradients: [Double] = []
  /// The sum of all momenta from the start to the row's point, in time: a stretch's sum is the
  /// difference of two rows.
  private var momentumSums: [Double] = []
  private var logDensities: [Double] = []
  private var energies: [Double] = []
  private var scratch: [Double]
  private var whitenedGradient: [Double]
  private var stretchSum: [Double]

  /// An empty trajectory; ``restart(at:)`` gives it a first point.
  package init(density: some ParameterizedDensity, metric: Metric, random: RandomStream) {
    self.density = BoundDensity(density)
    self.metric = metric
    self.random = random
    dimension = density.dimension
    parameterCount = density.layout.count
    scratch = Array(repeating: 0, count: dimension)
    whitenedGradient = scratch
    stretchSum = scratch
  }

  // MARK: Points

  /// The log density at a point.
  package func logDensity(of point: Point) -> Double { logDensities[point] }

  /// The Hamiltonian at a point.
  package func energy(of point: Point) -> Double { energies[point] }

  /// A point's position, `[dimension]`.
  package func withPosition<R>(of point: Point, _ body: (Span<Double>) -> R) -> R {
    body(positions.span.extracting(row(point)))
  }

  /// The gradient of the log density at a point, `[dimension]`.
  package func withGradient<R>(of point: Point, _ body: (Span<Double>) -> R) -> R {
    body(gradients.span.extracting(row(point)))
  }

  /// The parameters that a point stands for, in natural units, `[layout.count]`.
  package mutating func writeParameters(
    of point: Point, into values: inout [Double], using random: inout RandomStream
  ) {
    density.write(parametersAt: positions, row: row(point), into: &values, using: &random)
  }

  /// Forgets all points but one at `position`, the new point 0. Whether density and gradient are
  /// finite there.
  package mutating func restart(at position: [Double]) -> Bool {
    count = 0
    let start = append()
    for i in 0..<dimension { positions[start * dimension + i] = position[i] }
    evaluate(start)
    return logDensities[start].isFinite && scratch.allSatisfy(\.isFinite)
  }

  /// Goes on with another metric, standing at `point`.
  package mutating func change(to metric: Metric, at point: Point) {
    self.metric = metric
    whitenGradient(of: point)
  }

  /// Where a point comes to by moves of blocks, if there are any yet, and by what the density itself
  /// draws anew: another point, or the same one where nothing moved.
  package mutating func moved(
    from point: Point, by moves: inout BlockMoves?, using random: inout RandomStream
  ) -> Point {
    var position = Array(positions[row(point)])
    let isSwept =
      moves?.sweep(&position, logDensity: logDensities[point]) { density.logDensity(at: $0) }
      ?? false
    let isRefreshed = density.refresh(&position, using: &random)
    guard isSwept || isRefreshed else { return point }
    let next = append()
    for (i, target) in row(next).enumerated() { positions[target] = position[i] }
    evaluate(next)
    // Both leave possible places alone, but for a gradient that overflows or a bound met by rounding.
    return logDensities[next].isFinite ? next : point
  }

  /// Forgets all points but `point`, gives it a fresh momentum and starts a transition from it.
  package mutating func begin(at point: Point) -> Point {
    let source = row(point)
    for i in 0..<dimension {
      positions[i] = positions[source.lowerBound + i]
      gradients[i] = gradients[source.lowerBound + i]
      whitenedGradients[i] = whitenedGradients[source.lowerBound + i]
      momenta[i] = random.normal()
      momentumSums[i] = momenta[i]
    }
    logDensities[0] = logDensities[point]
    count = 1
    energies[0] = hamiltonian(0)
    leapfrogSteps = 0
    acceptanceSum = 0
    return 0
  }

  private func row(_ point: Point) -> Range<Int> { point * dimension..<(point + 1) * dimension }

  private mutating func append() -> Point {
    if count == logDensities.count {
      let grown = max(16, 2 * count)
      for buffer in [
        \Self.positions, \.momenta, \.gradients, \.whitenedGradients, \.momentumSums,
      ] {
        self[keyPath: buffer] += Array(repeating: 0, count: (grown - count) * dimension)
      }
      logDensities += Array(repeating: 0, count: grown - count)
      energies += Array(repeating: 0, count: grown - count)
    }
    count += 1
    return count - 1
  }

  // MARK: Dynamics

  package mutating func step(from point: Point, forward: Bool) -> Point {
    let next = append()
    let (a, b) = (point * dimension, next * dimension)
    let time = forward ? stepSize : -stepSize
    for i in 0..<dimension {
      momenta[b + i] = momenta[a + i] + 0.5 * time * whitenedGradients[a + i]
    }
    metric.multiply(momenta, row: row(next), into: &scratch)
    for i in 0..<dimension {
      positions[b + i] = positions[a + i] + time * scratch[i]
    }
    evaluate(next)
    for i in 0..<dimension { momenta[b + i] += 0.5 * time * whitenedGradients[b + i] }
    if forward {
      for i in 0..<dimension { momentumSums[b + i] = momentumSums[a + i] + momenta[b + i] }
    } else {
      for i in 0..<dimension { momentumSums[b + i] = momentumSums[a + i] - momenta[a + i] }
    }
    energies[next] = hamiltonian(next)
    return next
  }

  private mutating func evaluate(_ point: Point) {
    let row = row(point)
    logDensities[point] = density.evaluate(at: positions, row: row, gradient: &scratch)
    for i in 0..<dimension { gradients[row.lowerBound + i] = scratch[i] }
    whitenGradient(of: point)
  }

  private mutating func whitenGradient(of point: Point) {
    let row = row(point)
    metric.multiplyTransposed(gradients, row: row, into: &whitenedGradient)
    for i in 0..<dimension { whitenedGradients[row.lowerBound + i] = whitenedGradient[i] }
  }

  private func hamiltonian(_ point: Point) -> Double {
    let row = row(point)
    let momentum = momenta.span.extracting(row)
    return 0.5 * Reductions.dot(momentum, momentum) - logDensities[point]
  }

  // MARK: Doubling

  package mutating func visit(_ point: Point) -> (proposal: Point, logWeight: Double)? {
    leapfrogSteps += 1
    let error = energies[point] - energies[0]
    // A NaN error compares false and counts as a divergence.
    guard error < Self.maximumEnergyError else { return nil }
    acceptanceSum += error > 0 ? VectorMath.exp(-error) : 1
    return (point, -error)
  }

  package mutating func choose(_ candidate: Point, over current: Point, logProbability: Double)
    -> Point
  {
    if logProbability >= 0 { return candidate }
    return random.uniform() < VectorMath.exp(logProbability) ? candidate : current
  }

  /// The generalised criterion (Betancourt 2017, appendix A.4.2) on the joined stretch, and on each
  /// half together with the other's nearest point, which catches turns between the halves.
  package mutating func turns(joining earlier: Stretch<Point>, with later: Stretch<Point>) -> Bool {
    if turns(from: earlier.first, to: later.last) { return true }
    // Of two single points all three tests are one.
    guard earlier.first != earlier.last else { return false }
    return turns(from: earlier.first, to: later.first)
      || turns(from: earlier.last, to: later.last)
  }

  private mutating func turns(from a: Point, to b: Point) -> Bool {
    let (rowA, rowB) = (row(a), row(b))
    for i in 0..<dimension {
      stretchSum[i] =
        momentumSums[rowB.lowerBound + i] - momentumSums[rowA.lowerBound + i]
        + momenta[rowA.lowerBound + i]
    }
    return Reductions.dot(stretchSum.span, momenta.span.extracting(rowA)) <= 0
      || Reductions.dot(stretchSum.span, momenta.span.extracting(rowB)) <= 0
  }
}
