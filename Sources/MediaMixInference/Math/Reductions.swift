/// tmp
public enum Reductions {
  static func dot(_ a: Span<Double>, _ b: Span<Double>) -> Double {
    var s = 0.0
    for i in 0..<a.count { s += a[i] * b[i] }
    return s
  }
  static func logAddExp(_ a: Double, _ b: Double) -> Double {
    let m = max(a, b)
    return m + VectorMath.log1p(VectorMath.exp(min(a, b) - m))
  }
}
