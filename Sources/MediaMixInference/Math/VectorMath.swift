import CMediaMixVector

/// Exponentials and logarithms with the same bits on every machine.
///
/// Errors are below one unit in the last place (1.25 for ``expm1(_:)``) and special values follow
/// IEEE 754. The array forms give the bits of the scalar ones, at a tenth of their time.
public enum VectorMath {
  /// eˣ.
  public static func exp(_ x: Double) -> Double { mmv_exp1(x) }

  /// ln x; −∞ at 0, NaN below.
  public static func log(_ x: Double) -> Double { mmv_log1(x) }

  /// ln(1 + x), exact to rounding also near 0; −∞ at −1, NaN below.
  public static func log1p(_ x: Double) -> Double { mmv_log1p(x) }

  /// eˣ − 1, exact to rounding also near 0.
  public static func expm1(_ x: Double) -> Double { mmv_expm1(x) }

  /// The logistic function 1/(1 + e⁻ˣ), to full relative precision in the lower tail too.
  public static func logistic(_ x: Double) -> Double {
    let e = exp(-x.magnitude)
    return (x < 0 ? e : 1) / (1 + e)
  }

  /// ln(1 + eˣ), to full relative precision in the lower tail and without overflow in the upper.
  public static func softplus(_ x: Double) -> Double {
    (x > 0 ? x : 0) + log1p(exp(-x.magnitude))
  }
}

extension VectorMath {
  /// y = eˣ, element by element.
  ///
  /// - Parameters:
  ///   - x: `[n]`.
  ///   - y: `[n]`, overwritten.
  public static func exp(_ x: Span<Double>, into y: inout MutableSpan<Double>) {
    precondition(x.count == y.count, "exp: \(x.count) values into \(y.count) places")
    x.withUnsafeBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in mmv_exp(x.baseAddress, y.baseAddress, y.count) }
    }
  }

  /// Replaces each element by its exponential.
  public static func exp(inPlace y: inout MutableSpan<Double>) {
    y.withUnsafeMutableBufferPointer { y in mmv_exp(y.baseAddress, y.baseAddress, y.count) }
  }

  /// y = ln x, element by element; −∞ at 0, NaN below.
  ///
  /// - Parameters:
  ///   - x: `[n]`.
  ///   - y: `[n]`, overwritten.
  public static func log(_ x: Span<Double>, into y: inout MutableSpan<Double>) {
    precondition(x.count == y.count, "log: \(x.count) values into \(y.count) places")
    x.withUnsafeBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in mmv_log(x.baseAddress, y.baseAddress, y.count) }
    }
  }

  /// Replaces each element by its natural logarithm; −∞ at 0, NaN below.
  public static func log(inPlace y: inout MutableSpan<Double>) {
    y.withUnsafeMutableBufferPointer { y in mmv_log(y.baseAddress, y.baseAddress, y.count) }
  }
}
