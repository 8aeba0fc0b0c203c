import CMediaMixVector

/// The standard normal distribution at many points at once: one Mills ratio, exponential and
/// logarithm for each, eight at a time.
package struct NormalBatch: Sendable {
  /// φ and Φ at one point x.
  package struct Image: Sendable, Hashable {
    /// x.
    package var argument: Double
    /// φ(x).
    package var density: Double
    /// Φ(x).
    package var cumulative: Double
    /// ln Φ(x), which is finite where Φ(x) underflows.
    package var logCumulative: Double
    /// φ(x)/Φ(x), the derivative of ln Φ(x).
    package var hazard: Double
    /// φ(x) + xΦ(x), the integral of Φ up to x.
    package var integral: Double
  }

  /// The number of points.
  package let count: Int
  /// The same, rounded up to whole vectors: how many numbers each quantity has, zeros at the end.
  private let stride: Int
  /// Arguments, densities, Mills' ratios and the logarithms that they need, `[quantity, point]`.
  private var numbers: [Double]

  /// Room for `count` points.
  package init(count: Int) {
    self.count = count
    stride = (count + 7) / 8 * 8
    numbers = Array(repeating: 0, count: 4 * stride)
  }

  /// The point at `index` of the batch, finite.
  package subscript(argument index: Int) -> Double {
    get {
      precondition(0..<count ~= index, "no such point")
      return numbers[index]
    }
    set {
      precondition(0..<count ~= index, "no such point")
      numbers[index] = newValue
    }
  }

  /// Computes ``subscript(_:)`` of all points.
  package mutating func evaluate() {
    numbers.withUnsafeMutableBufferPointer { numbers in
      guard let x = numbers.baseAddress else { return }
      mmv_normal_batch(
        mmv_best_level(), x, stride, x + stride, x + 2 * stride, x + 3 * stride)
    }
  }

  /// What the last ``evaluate()`` found at a point.
  ///
  /// Relative errors are a few ulps where |x| < 8 and grow like x²·2⁻⁵³ beyond.
  package subscript(index: Int) -> Image {
    precondition(0..<count ~= index, "no such point")
    let (x, density, ratio) = (
      numbers[index], numbers[stride + index], numbers[2 * stride + index]
    )
    let logarithm = numbers[3 * stride + index]
    guard x < 0 else {
      let tail = density * ratio
      let cumulative = 1 - tail
      // ln(1 − tail), from the logarithm of the rounded 1 − tail (Kahan).
      let logCumulative =
        cumulative == 1 ? -tail : logarithm * (tail / (1 - cumulative))
      return Image(
        argument: x, density: density, cumulative: cumulative, logCumulative: logCumulative,
        hazard: density / cumulative, integral: density + x * cumulative)
    }
    return Image(
      argument: x, density: density, cumulative: density * ratio,
      logCumulative: logarithm - 0.5 * x * x - SpecialFunctions.halfLogTwoPi,
      hazard: 1 / ratio, integral: density * max(0, 1 + x * ratio))
  }
}

extension NormalBatch {
  /// The image of a single point.
  package static func image(of argument: Double) -> Image {
    var batch = NormalBatch(count: 1)
    batch[argument: 0] = argument
    batch.evaluate()
    return batch[0]
  }
}
