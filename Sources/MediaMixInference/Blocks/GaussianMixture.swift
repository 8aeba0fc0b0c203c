import CMediaMixVector

/// A mixture of up to eight normal distributions in a few dimensions: density and draws.
///
/// Neither allocates. All components are evaluated at once, one to a lane.
package struct GaussianMixture: Sendable {
  /// The largest number of components.
  package static let maximumCount = 8

  /// The number d of dimensions.
  package let dimension: Int
  /// `[component]`, positive, of sum 1.
  package let weights: [Double]
  /// `[component, dimension]`.
  package let means: [Double]
  /// Lower Cholesky factors F of the covariances, row by row up to the diagonal:
  /// `[component, d(d + 1)/2]`.
  package let factors: [Double]

  /// For each row i of a component's F⁻¹: (F⁻¹ mean)ᵢ, then the row up to its diagonal.
  private let rows: [SIMD8<Double>]
  /// The logarithms of the densities at the means, times the weights; −∞ where there is no
  /// component.
  private let peaks: SIMD8<Double>

  /// A mixture of one to eight components, shaped as the properties of the same names.
  package init(weights: [Double], means: [Double], factors: [Double], dimension d: Int) {
    let triangle = d * (d + 1) / 2
    precondition(
      d >= 1 && 1...Self.maximumCount ~= weights.count && means.count == weights.count * d
        && factors.count == weights.count * triangle,
      "a mixture of \(weights.count) components in \(d) dimensions")
    let total = weights.reduce(0, +)
    dimension = d
    self.weights = weights.map { $0 / total }
    self.means = means
    self.factors = factors
    var rows = [SIMD8<Double>](repeating: .zero, count: d + triangle)
    var peaks = SIMD8<Double>(repeating: -.infinity)
    for k in weights.indices {
      let factor = Array(factors[k * triangle..<(k + 1) * triangle])
      let inverse = Self.inverse(ofLowerTriangle: factor, dimension: d)
      peaks[k] = VectorMath.log(self.weights[k]) - Double(d) * SpecialFunctions.halfLogTwoPi
      for i in 0..<d {
        let (start, place) = (Self.offset(ofRow: i), Self.offset(ofRow: i) + i)
        peaks[k] -= VectorMath.log(factor[start + i])
        for j in 0...i {
          rows[place][k] += inverse[start + j] * means[k * d + j]
          rows[place + 1 + j][k] = inverse[start + j]
        }
      }
    }
    self.rows = rows
    self.peaks = peaks
  }

  /// Where a row of a lower triangle begins.
  static func offset(ofRow row: Int) -> Int { row * (row + 1) / 2 }

  /// W with W F = I, column by column by forward substitution.
  private static func inverse(ofLowerTriangle factor: [Double], dimension: Int) -> [Double] {
    var inverse = factor
    for i in 0..<dimension {
      let row = offset(ofRow: i)
      for j in 0..<i {
        var sum = 0.0
        for m in j..<i { sum += factor[row + m] * inverse[offset(ofRow: m) + j] }
        inverse[row + j] = -sum / factor[row + i]
      }
      inverse[row + i] = 1 / factor[row + i]
    }
    return inverse
  }

  /// The same mixture with covariances times `factor` > 0.
  package func inflated(by factor: Double) -> GaussianMixture {
    let scale = factor.squareRoot()
    return GaussianMixture(
      weights: weights, means: means, factors: factors.map { $0 * scale }, dimension: dimension)
  }

  /// The logarithm of the normalised density at `x`, `[dimension]`; −∞ where it underflows or a
  /// coordinate is not finite.
  package func logDensity(at x: Span<Double>) -> Double {
    precondition(x.count == dimension, "a point of another dimension")
    return x.withUnsafeBufferPointer { x in
      guard let x = x.baseAddress else { return -.infinity }
      let (_, total, shift) = terms(at: x)
      return total > 0 ? shift + VectorMath.log(total) : -.infinity
    }
  }

  /// Weight times density of each component at `x` over e^shift, and their sum, which is 0 where all
  /// underflow.
  @inline(__always)
  func terms(
    at x: UnsafePointer<Double>
  ) -> (values: SIMD8<Double>, total: Double, shift: Double) {
    var square = SIMD8<Double>.zero
    rows.withUnsafeBufferPointer { rows in
      var place = 0
      for i in 0..<dimension {
        var sum = -rows[place]
        for j in 0...i { sum += rows[place + 1 + j] * x[j] }
        square += sum * sum
        place += i + 2
      }
    }
    var values = peaks - 0.5 * square
    let shift = values.max()
    guard shift > -.infinity else { return (.zero, 0, 0) }
    values -= shift
    withUnsafeMutableBytes(of: &values) { bytes in
      let lanes = bytes.assumingMemoryBound(to: Double.self)
      mmv_exp(lanes.baseAddress, lanes.baseAddress, lanes.count)
    }
    return (values, values.sum(), shift)
  }

  /// Draws into `x`, `[dimension]`.
  package func sample(using random: inout RandomStream, into x: inout MutableSpan<Double>) {
    precondition(x.count == dimension, "a point of another dimension")
    var remaining = random.uniform() - weights[0]
    var component = 0
    while remaining > 0 && component + 1 < weights.count {
      component += 1
      remaining -= weights[component]
    }
    for i in 0..<dimension { x[i] = random.normal() }
    // From the last on, so that the normal variates before are still there.
    for i in stride(from: dimension - 1, through: 0, by: -1) {
      let row = component * Self.offset(ofRow: dimension) + Self.offset(ofRow: i)
      var sum = means[component * dimension + i]
      for j in 0...i { sum += factors[row + j] * x[j] }
      x[i] = sum
    }
  }
}
