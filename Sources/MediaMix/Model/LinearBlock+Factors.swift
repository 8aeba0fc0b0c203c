internal import CMediaMixVector
internal import MediaMixInference

extension LinearBlock {
  /// L_g, W_g, D_g and L, unless the workspace has them: they know nothing of the residuals.
  func factorPrecision(given condition: Condition, workspace: inout Workspace) {
    guard workspace.needsFactors(for: condition) else { return }
    withPointers(&workspace) { numbers, m in
      condition.trend.withUnsafeBufferPointer { trend in
        guard let trend = trend.baseAddress else { return }
        factorPrecision(trend, condition, numbers, m)
      }
    }
    workspace.halfLogDeterminant = halfLogDeterminant(&workspace)
    workspace.truncatedVariance = truncatedVariance(&workspace)
  }

  private func factorPrecision(
    _ trend: UnsafePointer<Double>, _ condition: Condition, _ numbers: UnsafePointer<Double>,
    _ m: UnsafeMutablePointer<Double>
  ) {
    let k = shared.count
    let level = mmv_level.best
    var squares = 0.0
    mmv_dot_columns(level, trend, trend, 1, timeCount, &squares)
    mmv_dot_columns(level, numbers + sharedColumns, trend, k, timeCount, m + memory.trend)
    for i in 0..<k {
      for j in 0...i { m[memory.factor + i * k + j] = i == j ? 1 : 0 }
    }
    for geo in parts.indices {
      factorOwn(
        parts[geo], trend, trendSquares: squares, sigma: condition.sigma[geo],
        factor: condition.factor[geo], numbers, m)
    }
    ShiftedCholesky.factor(m + memory.factor, k)
  }

  /// L_g, W_g and D_g of one geo; adds what it says of the shared coefficients.
  @inline(__always)
  private func factorOwn(
    _ part: Part, _ trend: UnsafePointer<Double>, trendSquares: Double, sigma: Double,
    factor: Double, _ numbers: UnsafePointer<Double>, _ m: UnsafeMutablePointer<Double>
  ) {
    let (n, s, k) = (part.count, part.staticCount, shared.count)
    let p = 1 / (sigma * sigma)
    let (a, w) = (m + part.factor, m + part.whitened)
    for i in 0..<s {
      for j in 0...i { a[i * n + j] = p * numbers[part.gram + i * s + j] }
      for j in 0..<k {
        w[i * k + j] = p * numbers[part.cross + i * k + j] * (j < seasonCount ? factor : 1)
      }
    }
    if let scale = part.trendScale {
      let last = a + s * n
      mmv_dot_columns(.best, numbers + part.columns, trend, s, timeCount, last)
      for j in 0..<s { last[j] *= p * scale }
      last[s] = p * scale * scale * trendSquares
      for j in 0..<k {
        w[s * k + j] = p * scale * m[memory.trend + j] * (j < seasonCount ? factor : 1)
      }
    }
    for i in 0..<n { a[i * n + i] += 1 }
    ShiftedCholesky.factor(a, n)
    guard k > 0 else { return }
    ShiftedCholesky.solve(a, n, w, width: k)
    addSharedPrecision(part, precision: p, factor: factor, numbers, m)
  }

  /// D_g, and what the geo adds to B.
  @inline(__always)
  private func addSharedPrecision(
    _ part: Part, precision p: Double, factor: Double, _ numbers: UnsafePointer<Double>,
    _ m: UnsafeMutablePointer<Double>
  ) {
    let (n, k) = (part.count, shared.count)
    let (w, gain) = (m + part.whitened, m + part.gain)
    for i in 0..<k {
      let factorOfRow = i < seasonCount ? factor : 1
      for j in 0...i {
        let factors = factorOfRow * (j < seasonCount ? factor : 1)
        gain[i * k + j] = p * factors * numbers[sharedGram + i * k + j]
      }
    }
    for row in 0..<n {
      let x = w + row * k
      for i in 0..<k {
        for j in 0...i { gain[i * k + j] -= x[i] * x[j] }
      }
    }
    for i in 0..<k {
      for j in 0...i {
        gain[j * k + i] = gain[i * k + j]
        m[memory.factor + i * k + j] += gain[i * k + j]
      }
    }
  }

  /// −½ log det of the precision of z: the logarithms of all factors' diagonals, which are reciprocals.
  private func halfLogDeterminant(_ workspace: inout Workspace) -> Double {
    withPointers(&workspace) { _, m in
      let diagonal = m + memory.diagonal
      var count = 0
      for part in parts {
        for i in 0..<part.count {
          diagonal[count] = m[part.factor + i * part.count + i]
          count += 1
        }
      }
      for i in 0..<shared.count {
        diagonal[count] = m[memory.factor + i * shared.count + i]
        count += 1
      }
      // Whole vectors: short arrays cost a scalar logarithm each.
      let padded = Self.padded(count)
      for i in count..<padded { diagonal[i] = 1 }
      mmv_log(diagonal, diagonal, padded)
      var sum = 0.0
      for i in 0..<count { sum += diagonal[i] }
      return sum
    }
  }

  /// The squared length of L⁻¹ of the truncated coefficient's unit vector.
  private func truncatedVariance(_ workspace: inout Workspace) -> Double {
    guard let truncated else { return 0 }
    let n = parts[0].count
    return withPointers(&workspace) { _, m in
      let (l, unit) = (m + parts[0].factor, m + memory.scratch)
      var sum = 0.0
      for i in truncated..<n {
        var value = i == truncated ? 1.0 : 0
        for j in truncated..<i { value -= l[i * n + j] * unit[j] }
        unit[i] = value * l[i * n + i]
        sum += unit[i] * unit[i]
      }
      return sum
    }
  }
}
