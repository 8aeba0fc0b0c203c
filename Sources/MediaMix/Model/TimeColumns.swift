/// Products of series over time, columns one after the other, `[column, time]`.
enum TimeColumns {
  typealias Vector = SIMD4<Double>

  /// Writes each column's dot product with `series`, `[column]`.
  @inline(__always)
  static func dots(
    _ columns: UnsafePointer<Double>, count: Int, timeCount: Int,
    _ series: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>
  ) {
    var first = 0
    while first + 4 <= count {
      let start = columns + first * timeCount
      var sums = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
      var t = 0
      while t + 4 <= timeCount {
        let x = load(series + t)
        sums.0 += x * load(start + t)
        sums.1 += x * load(start + timeCount + t)
        sums.2 += x * load(start + 2 * timeCount + t)
        sums.3 += x * load(start + 3 * timeCount + t)
        t += 4
      }
      var rest = (sums.0.sum(), sums.1.sum(), sums.2.sum(), sums.3.sum())
      while t < timeCount {
        rest.0 += series[t] * start[t]
        rest.1 += series[t] * start[timeCount + t]
        rest.2 += series[t] * start[2 * timeCount + t]
        rest.3 += series[t] * start[3 * timeCount + t]
        t += 1
      }
      (result[first], result[first + 1]) = (rest.0, rest.1)
      (result[first + 2], result[first + 3]) = (rest.2, rest.3)
      first += 4
    }
    while first < count {
      result[first] = dot(columns + first * timeCount, series, timeCount)
      first += 1
    }
  }

  /// Σ a·b over time.
  @inline(__always)
  static func dot(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ timeCount: Int
  ) -> Double {
    var sums = (Vector.zero, Vector.zero)
    var t = 0
    while t + 8 <= timeCount {
      sums.0 += load(a + t) * load(b + t)
      sums.1 += load(a + t + 4) * load(b + t + 4)
      t += 8
    }
    var sum = (sums.0 + sums.1).sum()
    while t < timeCount {
      sum += a[t] * b[t]
      t += 1
    }
    return sum
  }

  /// Adds each column times its coefficient, `[column]`, times `scale` to `series`.
  @inline(__always)
  static func add(
    _ columns: UnsafePointer<Double>, count: Int, timeCount: Int,
    times coefficients: UnsafePointer<Double>, _ scale: Double,
    to series: UnsafeMutablePointer<Double>
  ) {
    var first = 0
    while first + 4 <= count {
      let start = columns + first * timeCount
      let c = scale * load(coefficients + first)
      var t = 0
      while t + 4 <= timeCount {
        let sum =
          (c[0] * load(start + t) + c[1] * load(start + timeCount + t))
          + (c[2] * load(start + 2 * timeCount + t) + c[3] * load(start + 3 * timeCount + t))
        UnsafeMutableRawPointer(series + t).storeBytes(
          of: load(series + t) + sum, as: Vector.self)
        t += 4
      }
      while t < timeCount {
        series[t] +=
          (c[0] * start[t] + c[1] * start[timeCount + t])
          + (c[2] * start[2 * timeCount + t] + c[3] * start[3 * timeCount + t])
        t += 1
      }
      first += 4
    }
    while first < count {
      let c = scale * coefficients[first]
      let column = columns + first * timeCount
      for t in 0..<timeCount { series[t] += c * column[t] }
      first += 1
    }
  }

  @inline(__always)
  private static func load(_ pointer: UnsafePointer<Double>) -> Vector {
    UnsafeRawPointer(pointer).loadUnaligned(as: Vector.self)
  }
}
