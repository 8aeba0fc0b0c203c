/// tmp
package struct LowerTriangular: Sendable {
  var a: [Double]
  let n: Int
  package init?(factoring s: [Double], dimension: Int) {
    n = dimension
    a = s
    for i in 0..<n {
      for j in 0...i {
        var v = s[i * n + j]
        for k in 0..<j { v -= a[i * n + k] * a[j * n + k] }
        if i == j {
          guard v > 0 else { return nil }
          a[i * n + i] = v.squareRoot()
        } else {
          a[i * n + j] = v / a[j * n + j]
        }
      }
    }
  }
  package func multiply(_ x: Span<Double>, into r: inout MutableSpan<Double>) {
    for i in 0..<n {
      var v = 0.0
      for j in 0...i { v += a[i * n + j] * x[j] }
      r[i] = v
    }
  }
  package func multiplyTransposed(_ x: Span<Double>, into r: inout MutableSpan<Double>) {
    for j in 0..<n {
      var v = 0.0
      for i in j..<n { v += a[i * n + j] * x[i] }
      r[j] = v
    }
  }
}
