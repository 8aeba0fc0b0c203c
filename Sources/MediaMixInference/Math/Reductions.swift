import CMediaMixVector

/// Sums over arrays, fast and in a fixed order.
///
/// Element i is added to lane i mod 8 of eight partial sums; then the upper half of the lanes is
/// added to the lower half until one is left. Elements beyond the last full block of eight join as
/// four, two and one when that many lanes are left. So the bits depend on the input alone, not on
/// the machine.
public enum Reductions {
  /// Σ xᵢ; 0 for no elements.
  public static func sum(_ x: Span<Double>) -> Double {
    x.withUnsafeBufferPointer { x in
      guard let start = x.baseAddress else { return 0 }
      return sum(start, count: x.count)
    }
  }

  /// Σ xᵢ²; 0 for no elements.
  public static func sumOfSquares(_ x: Span<Double>) -> Double { dot(x, x) }

  /// Σ aᵢ bᵢ; 0 for no elements.
  ///
  /// - Parameters:
  ///   - a: `[n]`.
  ///   - b: `[n]`.
  public static func dot(_ a: Span<Double>, _ b: Span<Double>) -> Double {
    precondition(a.count == b.count, "dot: \(a.count) and \(b.count) values")
    return a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        guard let startA = a.baseAddress, let startB = b.baseAddress else { return 0 }
        return dot(startA, startB, count: a.count)
      }
    }
  }

  /// yᵢ += a xᵢ.
  ///
  /// - Parameters:
  ///   - a: the factor.
  ///   - x: `[n]`.
  ///   - y: `[n]`, added to.
  public static func axpy(_ a: Double, _ x: Span<Double>, into y: inout MutableSpan<Double>) {
    precondition(x.count == y.count, "axpy: \(x.count) values into \(y.count) places")
    x.withUnsafeBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        guard let startX = x.baseAddress, let startY = y.baseAddress else { return }
        axpy(a, startX, into: startY, count: x.count)
      }
    }
  }

  /// ln Σ exp(xᵢ), without overflow; −∞ for no elements.
  public static func logSumExp(_ x: Span<Double>) -> Double {
    x.withUnsafeBufferPointer { x in
      guard let start = x.baseAddress else { return -.infinity }
      let maximum = maximum(start, count: x.count)
      // Infinite elements, and NaN, decide the result by themselves.
      let shift = maximum.isFinite ? maximum : 0
      let total = withUnsafeTemporaryAllocation(of: Double.self, capacity: 64) { chunk in
        guard let terms = chunk.baseAddress else { return Double.nan }
        var total = 0.0
        for first in stride(from: 0, to: x.count, by: chunk.count) {
          let count = min(chunk.count, x.count - first)
          let values = start + first
          for i in 0..<count { (terms + i).initialize(to: values[i] - shift) }
          mmv_exp(terms, terms, count)
          total += sum(terms, count: count)
        }
        return total
      }
      return shift + VectorMath.log(total)
    }
  }
}

// MARK: - Kernels

// `addingProduct` is avoided throughout: without a fused instruction it is a library call.
extension Reductions {
  @inline(__always)
  static func sum(_ x: UnsafePointer<Double>, count: Int) -> Double {
    var eight = SIMD8<Double>()
    var i = 0
    while i + 8 <= count {
      eight += x.load(SIMD8.self, at: i)
      i += 8
    }
    var four = eight.lowHalf + eight.highHalf
    if count & 4 != 0 {
      four += x.load(SIMD4.self, at: i)
      i += 4
    }
    var two = four.lowHalf + four.highHalf
    if count & 2 != 0 {
      two += x.load(SIMD2.self, at: i)
      i += 2
    }
    let one = two.x + two.y
    return count & 1 != 0 ? one + x[i] : one
  }

  @inline(__always)
  static func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, count: Int) -> Double {
    var eight = SIMD8<Double>()
    var i = 0
    while i + 8 <= count {
      eight += a.load(SIMD8.self, at: i) * b.load(SIMD8.self, at: i)
      i += 8
    }
    var four = eight.lowHalf + eight.highHalf
    if count & 4 != 0 {
      four += a.load(SIMD4.self, at: i) * b.load(SIMD4.self, at: i)
      i += 4
    }
    var two = four.lowHalf + four.highHalf
    if count & 2 != 0 {
      two += a.load(SIMD2.self, at: i) * b.load(SIMD2.self, at: i)
      i += 2
    }
    let one = two.x + two.y
    return count & 1 != 0 ? one + a[i] * b[i] : one
  }

  /// The largest element; whether NaN counts is left open.
  @inline(__always)
  static func maximum(_ x: UnsafePointer<Double>, count: Int) -> Double {
    // Four chains of comparisons, because one is bound by its latency.
    var (a, b, c, d) = (-Double.infinity, -Double.infinity, -Double.infinity, -Double.infinity)
    var i = 0
    while i + 4 <= count {
      a = x[i] > a ? x[i] : a
      b = x[i + 1] > b ? x[i + 1] : b
      c = x[i + 2] > c ? x[i + 2] : c
      d = x[i + 3] > d ? x[i + 3] : d
      i += 4
    }
    while i < count {
      a = x[i] > a ? x[i] : a
      i += 1
    }
    a = b > a ? b : a
    c = d > c ? d : c
    return c > a ? c : a
  }

  @inline(__always)
  static func axpy(
    _ a: Double, _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    var i = 0
    while i + 8 <= count {
      let sum = UnsafePointer(y).load(SIMD8.self, at: i) + a * x.load(SIMD8.self, at: i)
      UnsafeMutableRawPointer(y + i).storeBytes(of: sum, as: SIMD8<Double>.self)
      i += 8
    }
    while i < count {
      y[i] += a * x[i]
      i += 1
    }
  }
}

extension UnsafePointer<Double> {
  /// The elements from `index` on as one vector, at any alignment.
  @inline(__always)
  fileprivate func load<Vector: SIMD<Double>>(_: Vector.Type, at index: Int) -> Vector
  where Vector: BitwiseCopyable {
    UnsafeRawPointer(self + index).loadUnaligned(as: Vector.self)
  }
}
