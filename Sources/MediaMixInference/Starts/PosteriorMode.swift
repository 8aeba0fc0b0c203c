/// A mode of a density, with the normal distribution that resembles it there: Laplace's approximation.
package struct PosteriorMode: Sendable {
  /// Where it is, `[dimension]`.
  package let position: [Double]
  /// The log density there.
  package let logDensity: Double
  /// A map A whose A·Aᵀ is the covariance −H⁻¹ for the Hessian H of the log density, or near it; nil
  /// where none was computed, for which the identity stands in.
  package let shape: Metric?
  /// The log of the integral of the normal approximation: log density + D/2 log 2π + log det A.
  package let logEvidence: Double

  init(at place: Climb, shape: Metric?) {
    position = place.position
    logDensity = place.logDensity
    self.shape = shape
    logEvidence =
      logDensity + Double(position.count) * SpecialFunctions.halfLogTwoPi
      + (shape?.logDeterminant ?? 0)
  }

  /// A place around the mode: position + `scale` · A z with standard normal z.
  package func start(scale: Double, using random: inout RandomStream) -> [Double] {
    let z = position.map { _ in random.normal() }
    var image = z
    shape?.multiply(z, row: z.indices, into: &image)
    return zip(position, image).map { $0 + scale * $1 }
  }
}

extension [PosteriorMode] {
  /// One of the modes, each with probability proportional to its evidence; nil if there are none.
  package func choose(using random: inout RandomStream) -> PosteriorMode? {
    guard !isEmpty else { return nil }
    let highest = reduce(-.infinity) { Swift.max($0, $1.logEvidence) }
    let weights = map { VectorMath.exp($0.logEvidence - highest) }
    var remaining = random.uniform() * weights.reduce(0, +)
    for (mode, weight) in zip(self, weights) {
      remaining -= weight
      if remaining < 0 { return mode }
    }
    return first
  }
}
