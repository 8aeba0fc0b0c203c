internal import MediaMixInference

extension LinearBlock {
  /// ½·log 2π.
  private static let halfLogTwoPi = 0.918938533204672741780329736405617640
  private static let logTwo = 0.693147180559945309417232121458176568

  /// The log density of the residuals with the block integrated out, −T·(log σ + ½ log 2π) and all.
  ///
  /// The modes of the coefficients take their places in `parameters`.
  ///
  /// - Parameters:
  ///   - residuals: the data without everything else in the mean, with coefficients at their
  ///     locations, `[geo][time]`; becomes the gradient by the mean if `withGradient`, and is of no
  ///     use otherwise.
  func logDensity(
    of residuals: inout [[Double]], given condition: Condition, parameters: inout [Double],
    workspace: inout Workspace, withGradient: Bool
  ) -> Double {
    for geo in parts.indices {
      workspace.sigmaGradients[geo] = 0
      workspace.factorGradients[geo] = 0
    }
    workspace.exponentGradient = 0
    solve(residuals, given: condition, workspace: &workspace)
    writeModes(of: workspace, into: &parameters)
    var value = 0.0
    for geo in parts.indices {
      let squares = subtractModes(
        of: geo, from: &residuals[geo], given: condition, workspace: &workspace)
      let sigma = condition.sigma[geo]
      let precision = 1 / (sigma * sigma)
      value -=
        Double(timeCount) * (VectorMath.log(sigma) + Self.halfLogTwoPi)
        + 0.5 * squares * precision
      workspace.sigmaGradients[geo] = (squares * precision - Double(timeCount)) / sigma
    }
    value += determinantAndPrior(&workspace)
    guard withGradient else { return value + logShare(&workspace).value }
    return value
      + addGradients(
        residuals: &residuals, given: condition, parameters: parameters, workspace: &workspace)
  }

  // MARK: Modes

  /// Factors the precision and finds the modes of z.
  func solve(
    _ residuals: [[Double]], given condition: Condition, workspace: inout Workspace
  ) {
    withPointers(&workspace) { numbers, m in
      let k = shared.count
      let trend = condition.trend
      trend.withUnsafeBufferPointer { trend in
        guard let u = trend.baseAddress else { return }
        TimeColumns.dots(
          numbers + sharedColumns, count: k, timeCount: timeCount, u, into: m + memory.trend)
        let squares = TimeColumns.dot(u, u, timeCount)
        for i in 0..<k {
          m[memory.half + i] = 0
          for j in 0...i { m[memory.factor + i * k + j] = i == j ? 1 : 0 }
        }
        for geo in parts.indices {
          residuals[geo].withUnsafeBufferPointer { row in
            guard let row = row.baseAddress else { return }
            solveOwn(
              parts[geo], row, u, trendSquares: squares, sigma: condition.sigma[geo],
              factor: condition.factor[geo], numbers, m)
          }
        }
      }
      ShiftedCholesky.factor(m + memory.factor, k)
      copy(k, from: memory.half, to: memory.mode, m)
      ShiftedCholesky.solve(m + memory.factor, k, m + memory.mode)
      ShiftedCholesky.solveTransposed(m + memory.factor, k, m + memory.mode)
      for part in parts { findOwnMode(part, m) }
    }
  }

  /// L_g, W_g, D_g and the right-hand side of one geo; adds what it says of the shared coefficients.
  @inline(__always)
  private func solveOwn(
    _ part: Part, _ row: UnsafePointer<Double>, _ trend: UnsafePointer<Double>,
    trendSquares: Double, sigma: Double, factor: Double, _ numbers: UnsafePointer<Double>,
    _ m: UnsafeMutablePointer<Double>
  ) {
    let (n, s, k) = (part.count, part.staticCount, shared.count)
    let p = 1 / (sigma * sigma)
    let (a, half, w) = (m + part.factor, m + part.half, m + part.whitened)
    for i in 0..<s {
      for j in 0...i { a[i * n + j] = p * numbers[part.gram + i * s + j] }
      for j in 0..<k {
        w[i * k + j] = p * numbers[part.cross + i * k + j] * (j < seasonCount ? factor : 1)
      }
    }
    TimeColumns.dots(
      numbers + part.columns, count: s, timeCount: timeCount, row, into: half)
    if let scale = part.trendScale {
      let last = a + s * n
      TimeColumns.dots(
        numbers + part.columns, count: s, timeCount: timeCount, trend, into: last)
      for j in 0..<s { last[j] *= p * scale }
      last[s] = p * scale * scale * trendSquares
      for j in 0..<k {
        w[s * k + j] = p * scale * m[memory.trend + j] * (j < seasonCount ? factor : 1)
      }
      half[s] = scale * TimeColumns.dot(trend, row, timeCount)
    }
    for i in 0..<n {
      a[i * n + i] += 1
      half[i] *= p
    }
    ShiftedCholesky.factor(a, n)
    ShiftedCholesky.solve(a, n, half)
    guard k > 0 else { return }
    ShiftedCholesky.solve(a, n, w, width: k)
    addSharedPrecision(part, row, precision: p, factor: factor, numbers, m)
  }

  /// D_g, and what the geo adds to B and to the right-hand side.
  @inline(__always)
  private func addSharedPrecision(
    _ part: Part, _ row: UnsafePointer<Double>, precision p: Double, factor: Double,
    _ numbers: UnsafePointer<Double>, _ m: UnsafeMutablePointer<Double>
  ) {
    let (n, k) = (part.count, shared.count)
    let (w, gain, dots) = (m + part.whitened, m + part.gain, m + memory.scratch)
    TimeColumns.dots(
      numbers + sharedColumns, count: k, timeCount: timeCount, row, into: dots)
    for i in 0..<k {
      let factorOfRow = i < seasonCount ? factor : 1
      m[memory.half + i] += p * factorOfRow * dots[i]
      for j in 0...i {
        let factors = factorOfRow * (j < seasonCount ? factor : 1)
        gain[i * k + j] = p * factors * numbers[sharedGram + i * k + j]
      }
    }
    for row in 0..<n {
      let x = w + row * k
      for i in 0..<k {
        m[memory.half + i] -= x[i] * m[part.half + row]
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

  /// L_g⁻ᵀ(half − W_g·mode of the shared).
  @inline(__always)
  func findOwnMode(_ part: Part, _ m: UnsafeMutablePointer<Double>) {
    let (n, k) = (part.count, shared.count)
    for i in 0..<n {
      var value = m[part.half + i]
      for j in 0..<k { value -= m[part.whitened + i * k + j] * m[memory.mode + j] }
      m[part.mode + i] = value
    }
    ShiftedCholesky.solveTransposed(m + part.factor, n, m + part.mode)
  }

  /// The coefficients of the modes of z.
  func writeModes(of workspace: Workspace, into parameters: inout [Double]) {
    func write(_ coefficients: [Coefficient], _ mode: Int) {
      for (index, coefficient) in coefficients.enumerated() {
        parameters[coefficient.scalar] =
          coefficient.loc + coefficient.scale * workspace.memory[mode + index]
      }
    }
    for (part, coefficients) in zip(parts, own) { write(coefficients, part.mode) }
    write(shared, memory.mode)
  }

  /// Takes what the modes add to the mean from a geo's residuals; returns their sum of squares.
  private func subtractModes(
    of geo: Int, from residuals: inout [Double], given condition: Condition,
    workspace: inout Workspace
  ) -> Double {
    let trend = condition.trend
    let part = parts[geo]
    return withPointers(&workspace) { numbers, m in
      if geo == 0 { addShared(numbers, m) }
      return residuals.withUnsafeMutableBufferPointer { row in
        guard let row = row.baseAddress else { return 0 }
        TimeColumns.add(
          numbers + part.columns, count: part.staticCount, timeCount: timeCount,
          times: m + part.mode, -1, to: row)
        if let scale = part.trendScale {
          let slope = scale * m[part.mode + part.staticCount]
          for t in 0..<timeCount { row[t] -= slope * trend[t] }
        }
        if !shared.isEmpty {
          let factor = condition.factor[geo]
          let (season, weekdays) = (m + memory.season, m + memory.weekdays)
          for t in 0..<timeCount { row[t] -= factor * season[t] + weekdays[t] }
        }
        return TimeColumns.dot(row, row, timeCount)
      }
    }
  }

  /// The season and the weekdays of the modes.
  @inline(__always)
  private func addShared(
    _ numbers: UnsafePointer<Double>, _ m: UnsafeMutablePointer<Double>
  ) {
    guard !shared.isEmpty else { return }
    for t in 0..<2 * timeCount { m[memory.season + t] = 0 }
    TimeColumns.add(
      numbers + sharedColumns, count: seasonCount, timeCount: timeCount, times: m + memory.mode,
      1, to: m + memory.season)
    TimeColumns.add(
      numbers + sharedColumns + seasonCount * timeCount, count: shared.count - seasonCount,
      timeCount: timeCount, times: m + memory.mode + seasonCount, 1, to: m + memory.weekdays)
  }

  /// −½ zᵀz − ½ log det of the precision of z.
  private func determinantAndPrior(_ workspace: inout Workspace) -> Double {
    withPointers(&workspace) { _, m in
      var value = 0.0
      for part in parts {
        value += Self.determinantAndPrior(
          part.count, mode: m + part.mode, factor: m + part.factor, diagonal: m + part.diagonal)
      }
      return value
        + Self.determinantAndPrior(
          shared.count, mode: m + memory.mode, factor: m + memory.factor,
          diagonal: m + memory.diagonal)
    }
  }

  @inline(__always)
  private static func determinantAndPrior(
    _ n: Int, mode: UnsafePointer<Double>, factor: UnsafePointer<Double>,
    diagonal: UnsafeMutablePointer<Double>
  ) -> Double {
    var value = 0.0
    for i in 0..<n {
      value -= 0.5 * mode[i] * mode[i]
      diagonal[i] = factor[i * n + i]
    }
    let buffer = UnsafeMutableBufferPointer(start: diagonal, count: n)
    var span = buffer.mutableSpan
    VectorMath.log(inPlace: &span)
    for i in 0..<n { value += diagonal[i] }
    return value
  }

  // MARK: The positive coefficient

  /// The log of twice the share of the normal distribution that is positive.
  struct Share {
    var value = 0.0
    /// Its derivatives by the mode and by the variance of z.
    var byMode = 0.0
    var byVariance = 0.0
  }

  /// Of the truncated coefficient; 0 without one.
  func logShare(_ workspace: inout Workspace) -> Share {
    guard let truncated else { return Share() }
    let variance = truncatedVariance(&workspace)
    let deviation = variance.squareRoot()
    let z = workspace.memory[parts[0].mode + truncated] / deviation
    guard z.isFinite else { return Share(value: -.infinity) }
    workspace.normal[argument: 0] = z
    workspace.normal.evaluate()
    let image = workspace.normal[0]
    return Share(
      value: Self.logTwo + image.logCumulative, byMode: image.hazard / deviation,
      byVariance: -0.5 * image.hazard * z / variance)
  }

  /// The variance of the truncated coefficient's z, before truncation: the squared length of L⁻¹ of its
  /// unit vector.
  func truncatedVariance(_ workspace: inout Workspace) -> Double {
    guard let truncated else { return 0 }
    let part = parts[0]
    let n = part.count
    return withPointers(&workspace) { _, m in
      let (l, unit) = (m + part.factor, m + memory.scratch)
      for i in 0..<n { unit[i] = i == truncated ? 1 : 0 }
      ShiftedCholesky.solve(l, n, unit)
      var sum = 0.0
      for i in truncated..<n { sum += unit[i] * unit[i] }
      return sum
    }
  }

  // MARK: Memory

  @inline(__always)
  func copy(_ count: Int, from source: Int, to target: Int, _ m: UnsafeMutablePointer<Double>) {
    for i in 0..<count { m[target + i] = m[source + i] }
  }

  /// Hands over ``numbers`` and the workspace's memory.
  @inline(__always)
  func withPointers<Result>(
    _ workspace: inout Workspace,
    _ body: (UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Result
  ) -> Result {
    numbers.withUnsafeBufferPointer { numbers in
      workspace.memory.withUnsafeMutableBufferPointer { memory in
        guard let numbers = numbers.baseAddress, let memory = memory.baseAddress else {
          preconditionFailure("a workspace without memory")
        }
        return body(numbers, memory)
      }
    }
  }
}
