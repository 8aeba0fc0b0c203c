internal import CMediaMixVector
internal import MediaMixInference

extension LinearBlock {
  private static let logTwo = 0.693147180559945309417232121458176568

  /// The log density of the residuals with the block integrated out, −T·(log σ + ½ log 2π) and all.
  ///
  /// - Parameters:
  ///   - residuals: the data without everything else in the mean, with coefficients at their
  ///     locations, `[geo][time]`; becomes the gradient by the mean if `withGradient`, and is of no
  ///     use otherwise.
  func logDensity(
    of residuals: inout [[Double]], given condition: Condition, workspace: inout Workspace,
    withGradient: Bool
  ) -> Double {
    solve(residuals, given: condition, workspace: &workspace)
    var value = workspace.halfLogDeterminant - 0.5 * modeSquares(&workspace)
    for geo in parts.indices {
      let squares = subtractModes(
        of: geo, from: &residuals[geo], given: condition, workspace: &workspace)
      let sigma = condition.sigma[geo]
      let precision = 1 / (sigma * sigma)
      value -=
        Double(timeCount) * (VectorMath.log(sigma) + SpecialFunctions.halfLogTwoPi)
        + 0.5 * squares * precision
      workspace.sigmaGradients[geo] = (squares * precision - Double(timeCount)) / sigma
    }
    let share = logShare(&workspace)
    guard withGradient, share.value > -.infinity else { return value + share.value }
    addGradients(residuals: &residuals, share: share, given: condition, workspace: &workspace)
    return value + share.value
  }

  // MARK: Modes

  /// Factors the precision and finds the modes of z.
  func solve(
    _ residuals: [[Double]], given condition: Condition, workspace: inout Workspace
  ) {
    factorPrecision(given: condition, workspace: &workspace)
    withPointers(&workspace) { numbers, m in
      let k = shared.count
      for i in 0..<k { m[memory.half + i] = 0 }
      for geo in parts.indices {
        residuals[geo].withUnsafeBufferPointer { row in
          condition.trend.withUnsafeBufferPointer { trend in
            guard let row = row.baseAddress, let trend = trend.baseAddress else { return }
            project(
              row, trend, of: parts[geo], sigma: condition.sigma[geo],
              factor: condition.factor[geo], numbers, m)
          }
        }
      }
      copy(k, from: memory.half, to: memory.mode, m)
      ShiftedCholesky.solve(m + memory.factor, k, m + memory.mode)
      ShiftedCholesky.solveTransposed(m + memory.factor, k, m + memory.mode)
      for part in parts { findOwnMode(part, m) }
    }
  }

  /// The right-hand side of one geo, and what it adds to that of the shared coefficients.
  @inline(__always)
  private func project(
    _ row: UnsafePointer<Double>, _ trend: UnsafePointer<Double>, of part: Part, sigma: Double,
    factor: Double, _ numbers: UnsafePointer<Double>, _ m: UnsafeMutablePointer<Double>
  ) {
    let (n, s, k) = (part.count, part.staticCount, shared.count)
    let p = 1 / (sigma * sigma)
    let level = mmv_level.best
    let half = m + part.half
    mmv_dot_columns(level, numbers + part.columns, row, s, timeCount, half)
    if let scale = part.trendScale {
      mmv_dot_columns(level, trend, row, 1, timeCount, half + s)
      half[s] *= scale
    }
    for i in 0..<n { half[i] *= p }
    ShiftedCholesky.solve(m + part.factor, n, half)
    guard k > 0 else { return }
    let dots = m + memory.scratch
    mmv_dot_columns(level, numbers + sharedColumns, row, k, timeCount, dots)
    for i in 0..<k {
      var sum = p * (i < seasonCount ? factor : 1) * dots[i]
      for j in 0..<n { sum -= m[part.whitened + j * k + i] * half[j] }
      m[memory.half + i] += sum
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

  /// zᵀz at the modes.
  private func modeSquares(_ workspace: inout Workspace) -> Double {
    withPointers(&workspace) { _, m in
      var sum = 0.0
      for part in parts {
        for i in 0..<part.count { sum += m[part.mode + i] * m[part.mode + i] }
      }
      for i in 0..<shared.count { sum += m[memory.mode + i] * m[memory.mode + i] }
      return sum
    }
  }

  /// Takes what the modes add to the mean from a geo's residuals; returns their sum of squares.
  private func subtractModes(
    of geo: Int, from residuals: inout [Double], given condition: Condition,
    workspace: inout Workspace
  ) -> Double {
    let part = parts[geo]
    return withPointers(&workspace) { numbers, m in
      if geo == 0 { addShared(numbers, m) }
      return residuals.withUnsafeMutableBufferPointer { row in
        guard let row = row.baseAddress else { return 0 }
        if !shared.isEmpty {
          let scales = m + memory.scratch
          (scales[0], scales[1]) = (condition.factor[geo], 1)
          _ = mmv_subtract_columns(
            .best, m + memory.season, scales, 2, nil, 0, 1, timeCount, row)
        }
        let slope = part.trendScale.map { $0 * m[part.mode + part.staticCount] } ?? 0
        return mmv_subtract_columns(
          .best, numbers + part.columns, m + part.mode, part.staticCount, condition.trend, slope, 1,
          timeCount, row)
      }
    }
  }

  /// The season and the weekdays of the modes.
  @inline(__always)
  private func addShared(
    _ numbers: UnsafePointer<Double>, _ m: UnsafeMutablePointer<Double>
  ) {
    guard !shared.isEmpty else { return }
    let level = mmv_level.best
    mmv_add_columns(
      level, nil, 0, numbers + sharedColumns, m + memory.mode, seasonCount, timeCount,
      m + memory.season)
    mmv_add_columns(
      level, nil, 0, numbers + sharedColumns + seasonCount * timeCount,
      m + memory.mode + seasonCount, shared.count - seasonCount, timeCount, m + memory.weekdays)
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
  private func logShare(_ workspace: inout Workspace) -> Share {
    guard let truncated else { return Share() }
    let variance = workspace.truncatedVariance
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
