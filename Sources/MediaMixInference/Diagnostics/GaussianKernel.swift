/// A Gaussian kernel to smooth samples with.
struct GaussianKernel {
  /// Its standard deviation, positive and finite.
  let width: Double

  /// Its height at a distance from its middle, where it is 1.
  func height(at distance: Double) -> Double {
    let steps = distance / width
    return VectorMath.exp(-0.5 * steps * steps)
  }

  /// The smoothed density of `sample` at `points`, scaled to a sum of 1.
  func shares(of sample: [Double], at points: [Double]) -> [Double] {
    let densities = points.map { point in
      sample.reduce(0) { sum, value in sum + height(at: point - value) }
    }
    let total = densities.reduce(0, +)
    return densities.map { $0 / total }
  }

  /// Its weights at whole steps from its middle, `[step]`, 0 the first, cut off beyond `reach` of its
  /// widths; those of both sides together add up to 1.
  func weights(step: Double, reach: Double) -> [Double] {
    let heights = (0...Int(reach * width / step)).map { height(at: Double($0) * step) }
    let total = 2 * heights.reduce(0, +) - 1
    return heights.map { $0 / total }
  }
}
